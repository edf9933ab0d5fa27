"""What goes out by itself before a date, for the host."""

from django import template
from django.db.models import Count, Q
from django.utils import timezone

from events.models import Event, Reminder, moment_of

register = template.Library()
Kind = Reminder.Kind


@register.inclusion_tag("events/host/_messages.html")
def host_messages(event: Event) -> dict[str, object]:
    """When people are asked and reminded, and what they said; in one query."""
    asked = Reminder.objects.filter(signup__event=event, kind=Kind.WEEK, state=Reminder.State.WRITTEN)
    # Whoever says no gives the place back; the question stays as it was answered.
    said = {said.value: Count("pk", filter=Q(said=said)) for said in Reminder.Said}
    answers = asked.aggregate(asked=Count("pk"), **said)
    moments = {kind.value: moment_of(kind, event.starts_at) for kind in Kind}
    is_to_come = not event.is_cancelled and moments[Kind.DAY.value] > timezone.now()
    return {"event": event, "answers": answers, "moments": moments, "is_to_come": is_to_come}
