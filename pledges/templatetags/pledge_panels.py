"""Panels of pledges on the pages of events and stories. One query each."""

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from groups.models import Group
from members.models import Member
from pledges.models import Pledge, as_patch, as_quilt
from pledges.models.walls import counts_of, for_wall, go_word_of, pledge_path
from stories.models import Story

register = template.Library()
PATCHES_ON_A_PANEL = 12
PATCHES_OF_A_GROUP = 9
PLEDGES_OF_A_DATE = 60


@register.inclusion_tag("pledges/_wall_band.html")
def wall_for_event(event: Event, user: Member | AnonymousUser) -> dict[str, object]:
    """The quilt of this event, at the foot of its page."""
    now = timezone.now()
    pledges = for_wall(event, PATCHES_ON_A_PANEL)
    is_open = event.takes_pledges(now)
    word = go_word_of(event, pledges) if is_open else ""
    path = reverse("go", args=[word]) if word else pledge_path(event)
    counts = counts_of(pledges)
    return {
        "event": event,
        "patches": as_quilt(pledges, now=now),
        "counts": counts,
        "more": counts[0][0] if counts else 0,
        "is_open": is_open,
        "is_coming": not event.is_cancelled and now < event.starts_at,
        "qr_url": f"{settings.PUBLIC_URL}{path}",
        "short": f"{settings.PUBLIC_URL.partition('//')[2]}{path}".rstrip("/"),
    }


@register.inclusion_tag("pledges/_pledges_for_story.html")
def pledges_for_story(story: Story, user: Member | AnonymousUser) -> dict[str, object]:
    """The pledges that came from this story."""
    now = timezone.now()
    pledges = Pledge.objects.visible_to(user).filter(story=story).select_related("sector").order_by("-made_at")
    patches = [as_patch(pledge, now=now) | {"new": False} for pledge in pledges[:PATCHES_ON_A_PANEL]]
    return {"story": story, "patches": patches, "count": max(len(patches), story.pledge_count if patches else 0)}


@register.inclusion_tag("pledges/_pledges_for_group.html")
def pledges_for_group(group: Group, user: Member | AnonymousUser, is_in: bool) -> dict[str, object]:
    """What the people of this group said they will do, as far as this person may read it."""
    now = timezone.now()
    pledges = Pledge.objects.visible_to(user).filter(group=group).select_related("sector").order_by("-made_at", "-pk")
    patches = [as_patch(pledge, now=now) | {"new": False} for pledge in pledges[:PATCHES_OF_A_GROUP]]
    return {"group": group, "patches": patches, "may_pledge": is_in and not group.is_closed}


@register.inclusion_tag("pledges/_due_among.html")
def pledges_due_among(event: Event, user: Member | AnonymousUser) -> dict[str, object]:
    """What people who come to this date hoped to do by then, as far as this person may read it."""
    coming = event.signups.coming().values("contact")
    live = Pledge.objects.visible_to(user).live().filter(contact__in=coming, by_on__lte=event.day)
    return {"pledges": list(live.select_related("contact").order_by("by_on", "pk")[:PLEDGES_OF_A_DATE])}
