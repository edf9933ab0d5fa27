"""What search engines and chat programs read of a story: no more than it was agreed to."""

import json
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from commons.models import NetworkSettings
from stories.models import Story

register = template.Library()
# A script's end and a comment's beginning must not stand in a script; nor may line ends that JavaScript reads as such.
ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


@register.inclusion_tag("stories/_share.html")
def share_story(story: Story, is_for_social: bool) -> dict[str, object]:
    """The head of a story’s page. Chat programs show it elsewhere: its words go there only where all agreed to it."""
    url, network = f"{settings.PUBLIC_URL}{story.get_absolute_url()}", NetworkSettings.current()
    # What is hard to read is not put before anybody who did not open it.
    description = story.content_note or story.standfirst
    data = in_script(article(story, url, network))
    return {"story": story, "url": url, "network": network, "description": description,
            "is_for_social": is_for_social, "data": data}  # fmt: skip


def article(story: Story, url: str, network: NetworkSettings) -> dict[str, Any]:
    """The story as schema.org says it, with the names above it as they are shown."""
    authors = [{"@type": "Person", "name": row["name"]} for row in vars(story)["names_above"]]
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": url,
        "url": url,
        "headline": story.title,
        "datePublished": story.published_at.isoformat() if story.published_at else "",
        "publisher": {"@type": "Organization", "name": network.name},
        **({"author": authors} if authors else {}),
    }


def in_script(data: dict[str, Any]) -> SafeString:
    """As JSON in which no word, whoever typed it, can end the script."""
    return SafeString(json.dumps(data, ensure_ascii=False).translate(ESCAPES))
