"""Where somebody works, on their own page. One query."""

from django import template

from members.models import Affiliation, Member

register = template.Library()


@register.inclusion_tag("members/_where_i_work.html")
def where_i_work(member: Member) -> dict[str, object]:
    """The organisation beside their name, further ones, and those that have not said yes yet."""
    ties = Affiliation.objects.of(member).filter(ended_at=None).exclude(state=Affiliation.State.REFUSED)
    rows = list(ties.select_related("organisation").order_by("asked_at"))
    first = member.contact.organisation
    known = {tie.organisation_id for tie in rows}
    return {"ties": rows, "first": first if first and first.pk not in known else None}
