"""What people are told about introductions. Each is a row, written in the transaction of its cause."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collab.kit.links import SignedLink
from members.models import Contact, Member
from network.models import PARTS, AskingEmailsStopped, Introduction, Says
from network.models.introductions import facing
from outbox.actions import write_email
from outbox.models import OutgoingEmail

SIDES = ("one", "other")
ASKING = ["network.introduction-asked", "network.introduction-go-between"]
# What nobody asked for themselves: each has a way to stop these. What became of their own yes comes all the same.
MAY_BE_STOPPED = [*ASKING, "network.introduction-made-thanks"]
STOP = SignedLink("network.introduction-emails", timedelta(days=400))


def tell_asked(introduction: Introduction, part: str, *, at: datetime) -> None:
    """Somebody would like to meet them: the context, and a link to a page with one question."""
    other = introduction.person(facing(part))
    asks_themselves = introduction.asked_by_id == other.pk
    subject = _("{name} would like to meet you") if asks_themselves else _("Would you like to meet {name}?")
    _tell(introduction, part, "asked", subject.format(name=other.contact.name), at=at)


def tell_go_between(introduction: Introduction, *, at: datetime) -> None:
    """Somebody asks them to introduce two people."""
    asker, wanted = introduction.one.contact, introduction.other.contact
    subject = _("{asker} asks you to introduce them to {wanted}").format(asker=asker.first_name, wanted=wanted.name)
    _tell(introduction, "through", "go_between", subject, at=at)


def tell_made(introduction: Introduction, *, at: datetime) -> None:
    """Both said yes: each gets what the other chose. Whoever brought them together hears that it worked."""
    for part in SIDES:
        other = facing(part)
        subject = _("You are introduced: {name}").format(name=introduction.person(other).contact.name)
        _tell(introduction, part, "made", subject, at=at, reach=getattr(introduction, f"{other}_reach"))
    if introduction.through_id:
        _tell(introduction, "through", "made_thanks", _("They both said yes. Thank you"), at=at)


def tell_lapsed(introduction: Introduction, *, at: datetime) -> None:
    """Whoever asked, and whoever said yes. The words and the day are the same for silence and for a no."""
    for part in PARTS:
        person = introduction.person(part) if getattr(introduction, f"{part}_id") else None
        if person and (
            person.pk == introduction.asked_by_id or (part in SIDES and introduction.says(part) == Says.YES)
        ):
            _tell(introduction, part, "lapsed", _("About your introduction: not this time"), at=at)


def tell_over(introduction: Introduction, *, without: int | None, at: datetime) -> None:
    """The same people, without the one who has left, and without a name. Its key carries no number of the row:

    emails about a row of somebody who leaves are not sent.
    """
    for person in waiting_in(introduction):
        if person.pk != without:
            write_email(
                "network/over",
                {"people_url": f"{settings.PUBLIC_URL}{reverse('person_list')}"},
                purpose="network.introduction-over",
                key=uuid4().hex,
                to=person.email,
                to_name=person.contact.first_name,
                subject=_("About your introduction: not this time"),
                due_at=at,
            )


def waiting_in(introduction: Introduction) -> list[Member]:
    """Whoever asked, and whoever said yes."""
    return [
        introduction.person(part)
        for part in PARTS
        if getattr(introduction, f"{part}_id")
        and (
            getattr(introduction, f"{part}_id") == introduction.asked_by_id
            or (part in SIDES and introduction.says(part) == Says.YES)
        )
    ]


def drop_unsent(introduction: Introduction) -> None:
    """Stop the questions that have not gone out."""
    keys = [key_of(introduction, part) for part in PARTS]
    OutgoingEmail.objects.filter(purpose__in=ASKING, key__in=keys).cancel()


def key_of(introduction: Introduction, part: str) -> str:
    return f"{introduction.uuid}:{part}"


def who_they_are(contact: Contact, member: Member) -> str:
    """Amara Nwachukwu, public health consultant, Westmere City Council."""
    return ", ".join(filter(None, [contact.name, member.profile.does, contact.organisation_name]))


def stop_path(member: Member) -> str:
    """Where this person stops the emails that ask, or starts them again."""
    return STOP.path("introduction_emails", member.uuid)


def _tell(introduction: Introduction, part: str, name: str, subject: str, *, at: datetime, **more: object) -> None:
    person, purpose = introduction.person(part), f"network.introduction-{name.replace('_', '-')}"
    may_be_stopped = purpose in MAY_BE_STOPPED
    if may_be_stopped and AskingEmailsStopped.objects.filter(member=person).exists():
        return
    context = {
        "introduction": introduction,
        "one": who_they_are(introduction.one.contact, introduction.one),
        "other": who_they_are(introduction.other.contact, introduction.other),
        "meets": introduction.person(facing(part)).contact if part in SIDES else None,
        "meets_who": who_they_are(introduction.person(facing(part)).contact, introduction.person(facing(part))),
        "asker": introduction.asked_by.contact,
        "through": introduction.through.contact if introduction.through else None,
        "answer_url": f"{settings.PUBLIC_URL}{introduction.get_link(part)}",
        "people_url": f"{settings.PUBLIC_URL}{reverse('person_list')}",
        "until": date_format(timezone.localtime(introduction.lapses_at), "l j F"),
        **more,
    }
    write_email(
        f"network/{name}",
        context,
        purpose=purpose,
        key=key_of(introduction, part),
        to=person.email,
        to_name=person.contact.first_name,
        unsubscribe_url=f"{settings.PUBLIC_URL}{stop_path(person)}" if may_be_stopped else "",
        subject=subject,
        due_at=at,
    )
