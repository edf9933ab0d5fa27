"""The jobs of a date: each part of the app brings its own."""

from typing import Any, cast

from django.template import RequestContext, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.safestring import SafeString

from collab.kit.components.library import Components

register = Components()


@register.simple_tag(takes_context=True)
def jobs_of_others(context: RequestContext, *parts: str) -> SafeString:
    """What the named parts have to be done here, in this order; a part that is not there has nothing."""
    found = []
    here = cast(dict[str, Any], context.flatten())
    for part in parts:
        try:
            template = get_template(f"events/host/_{part}_jobs.html")
        except TemplateDoesNotExist:
            continue
        found.append(template.render(here, context["request"]))
    return SafeString("".join(found))
