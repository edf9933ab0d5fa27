"""Where somebody works, on their own page. One query."""

from django import template

from members.models import Affiliation, Contact, Member

register = template.Library()


@register.inclusion_tag("members/_where_i_work.html")
def where_i_work(member: Member) -> dict[str, object]:
    """The organisation beside their name, further ones, and those that have not said yes yet."""
    ties = Affiliation.objects.of(member).filter(ended_at=None).exclude(state=Affiliation.State.REFUSED)
    rows = list(ties.select_related("organisation").order_by("asked_at"))
    first = member.contact.organisation
    known = {tie.organisation_id for tie in rows}
    return {"ties": rows, "first": first if first and first.pk not in known else None}


@register.inclusion_tag("members/_also_at.html")
def also_at(contact: Contact) -> dict[str, object]:
    """The organisations of a person besides the one that stands beside their name."""
    ties = contact.affiliations.filter(state="confirmed", ended_at=None).exclude(organisation=contact.organisation_id)
    return {"ties": list(ties.select_related("organisation").order_by("decided_at"))}
