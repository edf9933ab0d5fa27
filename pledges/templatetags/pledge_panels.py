"""Panels of pledges on the pages of events and stories. One query each."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.safestring import SafeString

from collab.kit.stencils import Shown, filled
from events.models import Event
from groups.models import Group
from members.models import Member
from pledges.models import Pledge, as_patch
from pledges.models.quiet import is_quiet
from pledges.models.reading import pledges_from
from pledges.models.walls import MOST_ON_A_BAND, address_of, counts_of, wall_of
from stories.models import Story

register = template.Library()
PATCHES_OF_A_GROUP = 9
PLEDGES_OF_A_DATE = 60


@register.simple_tag
def wall_for_event(event: Event, user: Member | AnonymousUser) -> SafeString:
    """The quilt of this event, at the foot of its page."""
    now = timezone.now()
    wall = wall_of(event, now=now, most=MOST_ON_A_BAND)
    today, is_open = timezone.localdate(now), event.takes_pledges(now)
    shown = {
        "event": event.apart_from_counts(),
        "text": wall.patches,
        "today": today,
        "mark": wall.mark(today, is_open),
        "counts": counts_of(wall.numbers),
        "more": wall.numbers["pledges"],
        "is_open": is_open,
        "is_coming": not event.is_cancelled and now < event.starts_at,
        **(address_of(wall) if is_open else {}),
    }
    return filled("pledges/_wall_band.html", Shown(shown), {})


@register.simple_tag
def pledges_for_story(story: Story, user: Member | AnonymousUser) -> SafeString:
    """The pledges that came from this story."""
    now = timezone.now()
    patches = [as_patch(pledge, now=now) | {"new": False} for pledge in pledges_from(story.pk, user)]
    count = max(len(patches), story.pledge_count if patches else 0)
    shown = {"story": {"slug": story.slug}, "patches": patches, "count": count}
    return filled("pledges/_pledges_for_story.html", Shown(shown), {})


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


@register.inclusion_tag("pledges/_quiet.html")
def quiet_note(pledge: Pledge) -> dict[str, object]:
    """To its maker alone: that we asked twice, and what they can do."""
    return {"is_quiet": pledge.is_live and is_quiet(pledge, now=timezone.now())}
