"""Pledges on a host's list of people to ring."""

from django import template
from django.utils import timezone

from events.models import Event
from pledges.models import Answer
from pledges.models.ringing import to_ring_about

register = template.Library()


@register.inclusion_tag("pledges/_to_ring.html", takes_context=True)
def pledges_to_ring(context: template.Context, event: Event) -> dict[str, object]:
    """Whom to ask how their pledge goes, and what was written down today; in one query."""
    due, said = to_ring_about(event, now=timezone.now())
    return {
        "event": event,
        "due": due,
        "said": said,
        "answers": Answer.Said.choices,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("pledges/_ring_job.html")
def pledges_ring_job(event: Event) -> dict[str, object]:
    """The way there, while there is anybody to ask."""
    due, _said = to_ring_about(event, now=timezone.now())
    return {"event": event, "to_ring": len(due)}
