"""What hosts see of the door and of numbers, on pages of others."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.kit.components.library import Components
from events.models import Closing, Debrief, Event
from events.models.attendance import takes_attendance
from events.models.counting import SeriesCount, shown

register = Components()
# The poster and the labels are wanted when the date is near.
PRINTED_BEFORE = timedelta(days=14)


@register.filter
def few(people: int) -> str:
    """The number, or "fewer than 5"."""
    return shown(people)


@register.simple_tag
def numbers_in_words(counted: SeriesCount) -> str:
    """212 people came to 11 dates. 87 of them came more than once."""
    dates = ngettext("%(n)d date", "%(n)d dates", len(counted.dates)) % {"n": len(counted.dates)}
    people, again = shown(counted.people), shown(counted.more_than_once)
    came = _("%(people)s people came to %(dates)s.") % {"people": people.capitalize(), "dates": dates}
    return f"{came} " + _("%(again)s of them came more than once.") % {"again": again.capitalize()}


@register.inclusion_tag("events/host/_door.html", takes_context=True)
def door_jobs(context: object, event: Event) -> dict[str, object]:
    """What there is to do at the door and after, and what was remembered from the date before. Two queries."""
    now = timezone.now()
    return {
        "event": event,
        "before": Debrief.objects.before(event),
        "closing": Closing.objects.filter(event=event).first(),
        "is_open": takes_attendance(event, now),
        "is_over": event.is_over(now),
        "prints_now": not event.is_over(now) and now > event.starts_at - PRINTED_BEFORE,
    }
