"""Panels of pledges on the pages of events and stories. One query each."""

from django import template
from django.contrib.auth.models import AnonymousUser

from events.models import Event
from members.models import Member
from pledges.models import Pledge
from stories.models import Story

register = template.Library()
PATCHES_ON_A_PANEL = 12


@register.inclusion_tag("pledges/_wall_band.html")
def wall_for_event(event: Event, user: Member | AnonymousUser) -> dict[str, object]:
    """The quilt of this event, at the foot of its page."""
    pledges = Pledge.objects.visible_to(user).filter(event=event).select_related("sector").order_by("-made_at")
    return {"event": event, "pledges": pledges[:PATCHES_ON_A_PANEL]}


@register.inclusion_tag("pledges/_pledges_for_story.html")
def pledges_for_story(story: Story, user: Member | AnonymousUser) -> dict[str, object]:
    """The pledges that came from this story."""
    pledges = Pledge.objects.visible_to(user).filter(story=story).select_related("sector").order_by("-made_at")
    return {"story": story, "pledges": pledges[:PATCHES_ON_A_PANEL]}
