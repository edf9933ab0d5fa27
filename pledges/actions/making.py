"""Making a pledge, changing it, and taking it down."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.postgres.functions import RandomUUID
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from collab.kit.saving import Step, insert, save_at_once
from commons.models import audit, first_count, within_limit
from groups.models import Group
from members.models import Contact, Member
from outbox.actions import writing
from outbox.models import OutgoingEmail
from pledges.actions.answering import follow_up
from pledges.actions.booking import book_reminders, drop_all, first_reminders, lock
from pledges.actions.moving import keep_wording
from pledges.actions.partners import end_all
from pledges.actions.returning import end_return
from pledges.emails import draft_made, tell_plan
from pledges.models import Answer, Pledge, Reminder, Visibility
from pledges.models.asking import Plans, plans_of
from stories.models import Story

# Who is counted is an address: pledges.actions.addresses counts in the same row.
EMAILS, EMAILS_A_DAY, A_DAY = "pledge-email", 5, timedelta(days=1)
TAKEN_BACK_WITHIN = timedelta(hours=1)


def make_pledge(pledge: Pledge, *, at: datetime, email: str = "", phone: str = "") -> Pledge:
    """Save it with its reminders and its first email. The same form sent again is the same pledge."""
    pledge.made_at = at
    try:
        with transaction.atomic():
            is_known = True
            if (email or phone) and pledge.contact is None:
                pledge.contact, is_known = contact_for(email, pledge.first_name, phone=phone)
            save_at_once([insert(pledge), *what_follows(pledge, at=at, is_known=is_known)])
            count_for_story(pledge)
    except IntegrityError:
        first = Pledge.objects.filter(form_key=pledge.form_key).first()
        if first is None:
            raise
        return first
    return pledge


def what_follows(pledge: Pledge, *, at: datetime, is_known: bool) -> list[Step]:
    """The reminders of a new one, and its first email; of somebody new nothing else can be planned."""
    contact = pledge.contact
    if contact is None or not contact.email:
        return []
    reminders = first_reminders(pledge, now=at)
    steps = [*map(insert, reminders)]
    if is_known and not may_tell(pledge, contact, at=at):
        return steps
    if not is_known:
        steps.append(first_count(EMAILS, contact.email, per=A_DAY, now=at))
    plans = (plans_of(contact.pk, now=at) if is_known else Plans()).besides((row.due_at, None) for row in reminders)
    return [*steps, writing(draft_made(pledge, contact, asked_on=plans.days_about(None, now=at), at=at))]


def may_tell(pledge: Pledge, contact: Contact, *, at: datetime) -> bool:
    """Anybody can type an address, so one address gets only a few first emails a day."""
    is_theirs = pledge.confirmed_at is not None
    return is_theirs or within_limit(EMAILS, contact.email, at_most=EMAILS_A_DAY, per=A_DAY, now=at)


@transaction.atomic
def send_plan(pledge: Pledge, *, lines: Sequence[tuple[str, str]], at: datetime) -> bool:
    """The plan by email, where its maker asked for it. The same plan is sent once; False after a few in one day."""
    contact = pledge.contact
    if contact is None or not contact.email:
        return False
    if not within_limit(EMAILS, contact.email, at_most=EMAILS_A_DAY, per=A_DAY, now=at):
        return False
    tell_plan(pledge, contact, lines=lines, at=at)
    return True


def contact_for(email: str, first_name: str, *, phone: str = "") -> tuple[Contact, bool]:
    """The person with this address, made if there is none, and whether there was.

    Their own name and number are never changed from here.
    """
    email = email.strip().lower()
    name = first_name or email.partition("@")[0] or _("Somebody")
    return Contact.objects.meet(Contact(email=email, name=name, phone=phone))


@transaction.atomic
def change_pledge(pledge: Pledge, *, fields: Sequence[str], at: datetime) -> None:
    """Save what its maker changed, and book its reminders anew."""
    keep_wording(pledge, at=at)
    pledge.save(update_fields=[*fields, "is_held"])
    if {"act", "role_or_place"} & set(fields):
        end_return(pledge)
    book_reminders(pledge, now=at)
    count_for_story(pledge)


@transaction.atomic
def hand_to_group(pledge: Pledge, group: Group | None, *, is_only_for_group: bool, at: datetime) -> None:
    """Which group holds it, and so when it is asked about and who may see it."""
    pledge = lock(pledge)
    pledge.hold_with(group, is_only_for_group=is_only_for_group)
    book_reminders(pledge, now=at)
    count_for_story(pledge)


@transaction.atomic
def confirm_pledge(pledge: Pledge, *, at: datetime) -> None:
    """The address is theirs: from now on it may be asked about."""
    if pledge.confirmed_at is not None or pledge.contact is None:
        return
    pledge.confirm(at=at)
    Contact.objects.filter(pk=pledge.contact.pk, email_verified_at=None).update(email_verified_at=at)
    book_reminders(pledge, now=at)


@transaction.atomic
def take_down(pledge: Pledge, *, at: datetime) -> None:
    """Off the wall, let go, and not asked about again. Twice is once."""
    pledge = lock(pledge)
    pledge.visibility = Visibility.PARTNER
    pledge.save(update_fields=["visibility"])
    if pledge.is_live:
        pledge.answer(Pledge.State.LET_GO, at=at)
        follow_up(Answer.objects.create(pledge=pledge, said=Answer.Said.LET_GO, at=at), at=at)
    drop_all(Reminder.objects.filter(pledge=pledge))
    # The links in emails about it open nothing any more; the private one does.
    Reminder.objects.filter(pledge=pledge).update(uuid=RandomUUID())
    OutgoingEmail.objects.about("pledges.made", str(pledge.uuid)).cancel()
    end_all(pledge, at=at)
    end_return(pledge)
    count_for_story(pledge)


@transaction.atomic
def take_back_card(pledge: Pledge, *, by: Member, at: datetime) -> bool:
    """A slip while typing: it is gone, with its email. False once it is old, answered, or its owner knows of it."""
    pledge = lock(pledge)
    is_fresh = at - pledge.made_at < TAKEN_BACK_WITHIN and pledge.answered_at is None and pledge.confirmed_at is None
    if pledge.recorded_by_id != by.pk or not is_fresh:
        return False
    drop_all(Reminder.objects.filter(pledge=pledge))
    OutgoingEmail.objects.about("pledges.made", str(pledge.uuid)).cancel()
    pledge.delete()
    count_for_story(pledge)
    return True


@transaction.atomic
def hold_pledge(pledge: Pledge, *, held: bool, by: Member) -> None:
    """A host takes a patch off the wall, or puts it up, and the log says who did."""
    pledge.hold(held)
    if not held:
        end_return(pledge)
    audit("pledges.hold" if held else "pledges.show", by=by.uuid, kind="pledge", target=pledge.uuid)
    count_for_story(pledge)


def count_for_story(pledge: Pledge) -> None:
    """Keep the number that stories show; stories never hear of pledges."""
    if pledge.story_id is not None:
        counted = Pledge.objects.on_wall().exclude(state=Pledge.State.WAITING)
        shown = counted.filter(story=pledge.story_id).count()
        Story.objects.filter(pk=pledge.story_id).update(pledge_count=shown)
