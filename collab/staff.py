"""Who holds which role, and who is suspended: work across apps, under a lock, told to every organiser."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commons.models import audit
from events.actions import give_back
from events.models import SignUp
from members.actions.helping import end_help_for
from members.models import Member, Role
from network.actions.introducing import cancel_of_suspended
from outbox.actions import write_email
from outbox.models import UNSENT, OutgoingEmail
from pledges.actions.booking import book_reminders, drop_all
from pledges.models import Pledge, Reminder


class Why(models.TextChoices):
    """Why somebody's roles change. A code, since the log holds no words."""

    NEW_JOB = "new-job", gettext_lazy("They take on this job")
    JOB_ENDS = "job-ends", gettext_lazy("They no longer do this job")
    COVER = "cover", gettext_lazy("They stand in for somebody")
    ASKED = "asked", gettext_lazy("They asked for it")
    MISTAKE = "mistake", gettext_lazy("To put a mistake right")


class WhySuspended(models.TextChoices):
    """Why somebody may not sign in for now."""

    HOUSE_RULES = "house-rules", gettext_lazy("They broke a house rule")
    SAFETY = "safety", gettext_lazy("To keep somebody safe")
    STOLEN = "stolen", gettext_lazy("Somebody else may be using their account")
    LEFT = "left", gettext_lazy("They have left")


class LastOrganiser(Exception):
    """Nobody would be left who can run the network. Nothing has changed."""


@dataclass(frozen=True)
class Change:
    """One change of roles, as the email about it needs it."""

    uuid: UUID
    member: Member
    given: tuple[str, ...]
    taken: tuple[str, ...]
    why: Why
    by: Member


@transaction.atomic
def change_roles(member: Member, roles: Iterable[str], *, by: Member, why: Why, at: datetime) -> bool:
    """They hold these roles from now on. False when they held them already; then nothing is written."""
    organisers, member = locked(member, by=by)
    wanted = [role.value for role in Role if role.value in set(roles)]
    given = tuple(role for role in wanted if role not in member.roles)
    taken = tuple(role for role in member.roles if role not in wanted)
    if not given and not taken:
        return False
    if Role.ADMIN in taken:
        keep_one(organisers, without=member)
    member.roles = wanted
    member.save(update_fields=["roles"])
    for action, names in (("members.role_given", given), ("members.role_taken", taken)):
        for name in names:
            audit(action, by=by.uuid, kind="member", target=member.uuid, role=name, why=why.value)
    if given:
        end_help_for(member, by=by, at=at)
    tell(Change(uuid4(), member, given, taken, why, by), organisers, at=at)
    return True


def locked(member: Member, *, by: Member) -> tuple[list[Member], Member]:
    """Every organiser who can sign in, and this member, held in the order of their rows until the end."""
    rows = Member.objects.select_for_update(of=("self",)).filter(Q(roles__contains=[Role.ADMIN]) | Q(pk=member.pk))
    held = list(rows.order_by("pk"))
    organisers = [row for row in held if Role.ADMIN in row.roles and row.is_active]
    # Of two organisers who take each other's role at once, the second has none by now.
    if by not in organisers:
        raise PermissionDenied
    return organisers, next(row for row in held if row.pk == member.pk)


def keep_one(organisers: list[Member], *, without: Member) -> None:
    """Refuse what would leave the network without an organiser."""
    if not [row for row in organisers if row.pk != without.pk]:
        raise LastOrganiser


def tell(change: Change, organisers: Iterable[Member], *, at: datetime) -> None:
    """Each organiser, and the person: a role that was given or taken is never news to nobody."""
    everyone = {row.pk: row for row in [*organisers, change.member]}
    for reader in everyone.values():
        write_email(
            "staff/roles",
            {
                "name": change.member.contact.name,
                "given": words_of(change.given),
                "taken": words_of(change.taken),
                "why": change.why.label,
                "by": change.by.contact.name,
                "is_me": reader.pk == change.member.pk,
                "url": full(person_path(change.member)) if Role.ADMIN in reader.roles else "",
            },
            purpose="members.roles",
            key=f"{change.member.uuid}:{change.uuid}:{reader.uuid}",
            to=reader.email,
            to_name=reader.contact.first_name,
            subject=_("The roles of %(name)s have changed") % {"name": change.member.contact.name},
            due_at=at,
        )


@transaction.atomic
def suspend(member: Member, *, by: Member, why: WhySuspended, at: datetime) -> bool:
    """They are signed out at their next request, and what waits for them stops. False when it was so already."""
    organisers, member = locked(member, by=by)
    if not member.is_active:
        return False
    keep_one(organisers, without=member)
    member.is_active = False
    member.save(update_fields=["is_active"])
    audit("members.suspended", by=by.uuid, kind="member", target=member.uuid, why=why.value)
    for stop in WHEN_SUSPENDED:
        stop(member, at)
    return True


@transaction.atomic
def let_back(member: Member, *, by: Member, at: datetime) -> bool:
    """They may sign in again, and are asked about their pledges again. Places they had went to others."""
    _organisers, member = locked(member, by=by)
    if member.is_active:
        return False
    member.is_active = True
    member.save(update_fields=["is_active"])
    audit("members.let_back", by=by.uuid, kind="member", target=member.uuid)
    for pledge in Pledge.objects.by(member.contact).live().select_related("contact", "event"):
        book_reminders(pledge, now=at)
    return True


def give_places_back(member: Member, at: datetime) -> None:
    """Their places at what is still to come go to the next in line."""
    live = SignUp.objects.live().filter(contact=member.contact, event__ends_at__gt=at)
    for signup in live.select_related("event").order_by("event_id"):
        give_back(signup, at=at)


def drop_reminders(member: Member, at: datetime) -> None:
    """They are not asked about their pledges."""
    drop_all(Reminder.objects.filter(pledge__contact=member.contact))


def end_introductions(member: Member, at: datetime) -> None:
    """Nobody is brought together with them."""
    cancel_of_suspended(at)


def cancel_emails(member: Member, at: datetime) -> None:
    """Nothing more is sent to them. Last, since the steps before it write emails too."""
    OutgoingEmail.objects.filter(to__iexact=member.email, state__in=UNSENT).cancel()


# What else waits for a person: each app's own way to stop it. The emails stay at the end.
WHEN_SUSPENDED: list[Callable[[Member, datetime], None]] = [
    give_places_back,
    drop_reminders,
    end_introductions,
    cancel_emails,
]


def words_of(roles: Iterable[str]) -> str:
    """Such as "host, checker"."""
    return ", ".join(str(Role(role).label) for role in roles)


def person_path(member: Member) -> str:
    """An organiser's page about a person."""
    return reverse("run_person", args=[member.uuid])


def full(path: str) -> str:
    """An address that works from an email."""
    return f"{settings.PUBLIC_URL}{path}"
