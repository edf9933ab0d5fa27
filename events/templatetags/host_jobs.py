"""Jobs of a host before a date, each with a count."""

from django import template
from django.utils import timezone

from events.models import AccessNeed, Event, to_ring

register = template.Library()


@register.inclusion_tag("events/host/_needs_job_rows.html")
def needs_jobs(event: Event) -> dict[str, object]:
    """Access, people to ring, a list to bring in, the pack; in three queries."""
    counts, now = AccessNeed.objects.counts(event), timezone.now()
    return {
        "event": event,
        "takes_lists": event.takes_sign_ups(now),
        "to_get_ready": sum(one.asked - one.met for one in counts),
        "asked": sum(one.asked for one in counts),
        "to_ring": len(to_ring(event, now=now)),
    }


@register.inclusion_tag("events/host/_ring_job.html")
def ring_job(event: Event) -> dict[str, object]:
    """People to ring about a date that is off, while there are any."""
    return {"event": event, "to_ring": len(to_ring(event, now=timezone.now())), "as_long_as_needed": True}
