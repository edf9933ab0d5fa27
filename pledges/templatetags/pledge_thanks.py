"""Thanks on the page of a kept pledge. One query each for a member, none for a visitor."""

from django import template
from django.contrib.auth.models import AnonymousUser

from members.models import Member
from pledges.models import Pledge, Thanks
from pledges.permissions import can_thank

register = template.Library()
MOST_NAMES = 30


@register.inclusion_tag("pledges/_thanks_said.html", takes_context=True)
def thanks_for_pledge(context: template.RequestContext, pledge: Pledge) -> dict[str, object]:
    """Who said thanks, to those who may see it; and one press for a member who has not yet."""
    user: Member | AnonymousUser = context["request"].user
    if not isinstance(user, Member) or pledge.state != Pledge.State.KEPT:
        return {}
    said = list(Thanks.objects.shown_to(user, pledge)[:MOST_NAMES])
    mine = next((row for row in said if row.by_id == user.pk), None)
    return {
        "pledge": pledge,
        "said": said,
        "mine": mine,
        "is_maker": pledge.is_by(user),
        "may_thank": mine is None and can_thank(user, pledge),
        "csrf_token": context.get("csrf_token"),
    }
