"""What the network adds to a person's page and to the directory."""

from django import template
from django.template import RequestContext
from django.utils import timezone
from django.utils.safestring import SafeString

from collab.kit.components.library import draw, wrap
from members.models import Member, Profile
from network.models import Introduction, Says, Tie
from network.models.finding import tie_between
from network.models.rows import linked_words
from network.permissions import ways_to_meet

register = template.Library()


@register.inclusion_tag("network/_ways_to_meet.html", takes_context=True)
def meeting_panel(context: RequestContext, profile: Profile) -> dict[str, object]:
    """How you know this person, and how you could come to meet."""
    member, whom = context["request"].user, profile.member
    if not isinstance(member, Member) or member.pk == whom.pk:
        return {}
    tie = tie_between(member, whom)
    known = tie is not None and tie.is_known
    return {
        "profile": profile,
        "contact": whom.contact,
        "csrf_token": context.get("csrf_token"),
        "linked": linked_words(tie) if tie and known else "",
        "made": made_between(member, whom) if tie and tie.introduced_at else None,
        "ways": None if known else ways_to_meet(member, whom, now=timezone.now()),
        **what_was_said(tie, member, whom),
    }


def made_between(member: Member, whom: Member) -> Introduction | None:
    """Where each said how they may be reached."""
    made = Introduction.objects.visible_to(member).pair(member, whom).filter(state=Introduction.State.MADE)
    return made.order_by("-ended_at").first()


def what_was_said(tie: Tie | None, member: Member, whom: Member) -> dict[str, object]:
    """Who of the two said that they know each other."""
    if tie is None:
        return {"i_say": "", "they_say": False}
    return {"i_say": tie.said_by(member), "they_say": tie.said_by(whom) == Says.YES}


@register.simple_block_tag
def ask_me_panel(content: str, offers: bool) -> SafeString:
    """Whether this member offers to be asked, and the button that changes it. Content proves that the form is ours."""
    return wrap("network/_ask_me.html", content, offers=offers)


@register.simple_tag
def people_search(typed: str) -> SafeString:
    """The one box of the directory, with what was typed into it."""
    return draw("network/_search.html", dict, (), {"typed": typed})


@register.simple_tag
def people_rows(rows: list[dict[str, str]]) -> SafeString:
    """The rows of a list that is the same for all. The same words are drawn once; which they are is read each time."""
    return draw("network/_rows.html", lambda rows: {"rows": rows}, (rows,), {}, is_part=True)
