"""A story's picture in the size that a page needs."""

from django import template
from django.urls import reverse

from stories.models import Story
from stories.models.pictures import SIZES, key_of

register = template.Library()


@register.simple_tag
def picture_set(story: Story) -> str:
    """What a browser chooses from, or nothing where there is one file alone."""
    if not story.picture or key_of(str(story.picture)) is None:
        return ""
    return ", ".join(f"{reverse('story_picture_size', args=[story.slug, s.name])} {s.width}w" for s in SIZES)
