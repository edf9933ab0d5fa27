"""What the host of a wall switches, each with a row of audit."""

from django.db import transaction

from commons.models import audit
from events.models import Event
from members.models import Member
from pledges.actions.making import hold_pledge
from pledges.models import Pledge, Wall


@transaction.atomic
def check_first(event: Event, *, by: Member) -> bool:
    """From now on each new patch waits for a look. Twice is once."""
    return switch(event, "checks_first", on=True, by=by)


@transaction.atomic
def show_first(event: Event, *, puts_up: bool, by: Member) -> bool:
    """From now on new patches go up by themselves; those that wait go up too, or go on waiting."""
    has_changed = switch(event, "checks_first", on=False, by=by)
    if puts_up:
        for pledge in Pledge.objects.on_hold().filter(event=event).order_by("pk"):
            hold_pledge(pledge, held=False, by=by)
    return has_changed


@transaction.atomic
def pause(event: Event, *, on: bool, by: Member) -> bool:
    """Every projector's picture stands still, or moves again."""
    return switch(event, "is_paused", on=on, by=by)


def switch(event: Event, name: str, *, on: bool, by: Member) -> bool:
    """Turn one switch, and say whether it was the other way before."""
    Wall.objects.get_or_create(event=event)
    has_changed = Wall.objects.filter(event=event, **{name: not on}).update(**{name: on}) == 1
    if has_changed:
        audit("pledges.wall_switched", by=by.uuid, kind="event", target=event.uuid, **{name: on})
    return has_changed
