"""Where a story was told again: on its page, with the meeting and the day."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils.safestring import SafeString

from collab.kit.stencils import Shown, filled
from events.models.reading import retold_at
from members.models import Member
from stories.models import Story

register = template.Library()


@register.simple_tag
def where_it_was_retold(story: Story, user: Member | AnonymousUser) -> SafeString:
    """The newest dates, of those that this reader may open; nothing where it was not."""
    dates = [(date.title, date.get_absolute_url(), date.starts_at) for date in retold_at(story.pk, user)]
    return filled("events/_retold.html", Shown({"dates": dates}), {}) if dates else SafeString()
