"""What somebody needs to take part: told, changed, taken back, made ready; and the totals that stay."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from commons.models import audit
from events.actions.locking import changes_places
from events.models import WORDING_NOW, AccessNeed, AccessTotal, Event, SignUp, access_lead_of
from members.models import Member


class NotTheLead(Exception):
    """Only the access lead marks what is ready."""


@changes_places
def tell_needs(signup: SignUp, *, needs: Iterable[str], words: str, at: datetime) -> None:
    """Keep what they need, with the consent they gave for it. Telling again says it anew."""
    # The totals of a date go up and down under its lock, as its places do.
    Event.objects.lock(signup.event)
    locked = SignUp.objects.select_for_update(of=["self"]).get(pk=signup.pk)
    row = AccessNeed.objects.filter(signup=locked).first()
    new = AccessNeed(signup=locked, needs=sorted(set(needs)), words=words.strip(), wording=WORDING_NOW, agreed_at=at)
    # Whoever has just given the place back needs nothing here any more.
    if not new.asked or not locked.is_live:
        return
    if row is None:
        count(locked.event_id, asked=new.asked)
    else:
        new.pk = row.pk
        new.met = [code for code in row.met if code in new.needs]
        # Whoever took it back stands in the totals already, with what they said then.
        if row.taken_back_at is None:
            count(locked.event_id, asked=new.asked, no_longer=row.asked, unmet=[c for c in row.met if c not in new.met])
    new.save(force_insert=row is None)


@transaction.atomic
def take_back_needs(signup: SignUp, *, by: UUID, at: datetime) -> bool:
    """Gone at once. That it was taken back, and when, stays until the date is long over; so do the totals."""
    # Not while it is being told anew.
    SignUp.objects.select_for_update(of=["self"]).get(pk=signup.pk)
    if not AccessNeed.objects.forget([signup], at=at):
        return False
    audit("events.needs_taken_back", by=by, kind="access-needs", target=signup.uuid)
    return True


@changes_places
def mark_met(event: Event, ready: dict[UUID, set[str]], *, by: Member) -> None:
    """What is ready for whom, by sign-up; people who told us in between stay as they are."""
    Event.objects.lock(event)
    if access_lead_of(event) != by:
        raise NotTheLead
    rows = AccessNeed.objects.at(event).filter(signup__uuid__in=ready).select_related("signup")
    for row in rows.select_for_update(of=["self"]).order_by("pk"):
        met = [code for code in row.asked if code in ready[row.signup.uuid]]
        count(event.pk, met=[c for c in met if c not in row.met], unmet=[c for c in row.met if c not in met])
        row.met = met
        row.save(update_fields=["met"])


def count(
    event: int,
    *,
    asked: Iterable[str] = (),
    no_longer: Iterable[str] = (),
    met: Iterable[str] = (),
    unmet: Iterable[str] = (),
) -> None:
    """Up and down by one in the totals of a date. Under the event's lock."""
    asked, no_longer, met, unmet = set(asked), set(no_longer), set(met), set(unmet)
    for need in sorted((asked ^ no_longer) | met | unmet):
        more = (need in asked) - (need in no_longer)
        ready = (need in met) - (need in unmet)
        AccessTotal.objects.get_or_create(event_id=event, need=need)
        AccessTotal.objects.filter(event=event, need=need).update(
            asked=Greatest(F("asked") + more, 0), met=Greatest(F("met") + ready, 0)
        )


@transaction.atomic
def name_access_lead(event: Event, lead: Member, *, by: Member) -> None:
    """From now on this host reads what people need, and nobody else."""
    event.access_lead = lead
    event.save(update_fields=["access_lead"])
    audit("events.access_lead_named", by=by.uuid, kind="event", target=event.uuid, member=str(lead.uuid))
