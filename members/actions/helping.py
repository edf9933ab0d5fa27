"""A trusted person beside someone: they say yes themselves, and from then on every email goes to both."""

from datetime import datetime, timedelta

from django.db import transaction

from commons.models import audit, within_limit
from members.emails.addresses import page
from members.emails.joining import write_helper_asked, write_helper_began, write_helper_ended
from members.models import Helper, Member
from outbox.models import Companion

DAY = timedelta(days=1)
ASKED_AT_MOST = 5


class NotAsked(Exception):
    """Somebody stands beside them already, or too many were asked today."""


@transaction.atomic
def ask_helper(member: Member, *, name: str, email: str, at: datetime) -> Helper:
    """Write to the helper. Nothing is copied to anyone until they say yes. May raise NotAsked."""
    email = email.strip().lower()
    member = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    is_free = not member.helpers.live().exists() and not member.is_staff_role
    if not is_free or not within_limit("members.helper", str(member.uuid), at_most=ASKED_AT_MOST, per=DAY, now=at):
        raise NotAsked
    helper = Helper.objects.create(member=member, name=name, email=email, asked_at=at)
    audit("members.helper_asked", by=member.uuid, kind="helper", target=helper.uuid)
    write_helper_asked(helper, now=at)
    return helper


@transaction.atomic
def accept_helper(helper: Helper, *, at: datetime) -> bool:
    """They stand beside the member from now on. Says whether that is so; twice is once."""
    helper = Helper.objects.select_for_update(of=("self",)).select_related("member__contact").get(pk=helper.pk)
    if helper.accepted_at is not None or not helper.can_begin(at):
        return helper.is_helping
    helper.accepted_at = at
    helper.save(update_fields=["accepted_at"])
    for address in helper.member.addresses():
        stand_beside(helper, address)
    audit("members.helper_began", by=None, kind="helper", target=helper.uuid, member=str(helper.member.uuid))
    write_helper_began(helper, now=at)
    return True


def stand_beside(helper: Helper, address: str) -> None:
    """What goes to this address of the member's goes to their helper too, unless it is the helper's own."""
    if address == helper.email:
        return
    beside = {"to_name": helper.member.contact.name, "email": helper.email, "name": helper.name}
    beside["stop_url"] = page("helper_link", helper.token)
    Companion.objects.update_or_create(to=address.lower(), defaults=beside)


def follow_to(member: Member, address: str) -> None:
    """The member has one more address: their helper's copies follow."""
    for helper in member.helpers.live().exclude(accepted_at=None):
        stand_beside(helper, address)


@transaction.atomic
def end_help_for(member: Member, *, by: Member, at: datetime) -> None:
    """They have a role from now on, and a code is half of what opens staff pages."""
    for helper in member.helpers.live():
        end_helper(helper, by=by, at=at)


@transaction.atomic
def end_helper(helper: Helper, *, by: Member | None, at: datetime) -> None:
    """Either of the two ends it, or an organiser. `by` is None when the helper does, by their link. Twice is once."""
    helper = Helper.objects.select_for_update(of=("self",)).select_related("member__contact").get(pk=helper.pk)
    if helper.ended_at is not None:
        return
    helper.ended_at = at
    helper.save(update_fields=["ended_at"])
    Companion.objects.filter(to__in=helper.member.addresses()).delete()
    by_whom = "helper" if by is None else "member" if by == helper.member else "organiser"
    audit("members.helper_ended", by=by.uuid if by else None, kind="helper", target=helper.uuid, by_whom=by_whom)
    if helper.accepted_at is not None or by is None:
        write_helper_ended(helper, now=at)
