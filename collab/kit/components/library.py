"""The one library that every component is registered in."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


def wrap(component: str, content: str, /, **context: object) -> SafeString:
    """A component that wraps content, drawn from its template in templates/ui/."""
    # The content is a part of the page's own template, already escaped when it was drawn.
    return SafeString(render_to_string(f"ui/{component}.html", {"content": SafeString(content.strip()), **context}))
