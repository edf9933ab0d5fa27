"""The directory: everyone by name, and "who do I know in housing?"."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collab.kit.access import members
from members.models import SignedInRequest
from members.views.pace import at_a_human_pace
from network.filters import PersonFilter
from network.models import Entry
from network.models.entries import A_PAGE, COUNT_UP_TO, everyone_by_name, how_many_people, narrowed
from network.models.finding import find
from network.models.rows import introducible_rows, known_rows, offered_rows, plain_rows
from network.models.ties import offers_to_be_asked
from network.models.wanted import Wanted

Context = dict[str, Any]


@members
@at_a_human_pace("network.people")
@require_safe
def person_list(request: SignedInRequest) -> HttpResponse:
    """One search box. With words in it the three groups; without, or when all are wanted, everyone by name."""
    found = PersonFilter(request.GET, Entry.objects.to_search())
    context = {"filter": found, "typed": found.typed, "chosen": found.chosen()}
    if found.typed and "all" not in request.GET:
        context |= groups(request, found) | {"phrase": phrase_of(found.typed)}
        return render(request, "network/who_do_i_know.html", context)
    return render(request, "network/person_list.html", context | page(request, found))


def groups(request: SignedInRequest, found: PersonFilter) -> Context:
    """You know; people you know could introduce you to; have offered to be asked."""
    answer = find(request.user, found.qs)
    rows = {"known": known_rows(answer), "introducible": introducible_rows(answer), "offered": offered_rows(answer)}
    return rows | {
        "found": answer,
        "chosen": [one for one in found.chosen() if one["name"] != "in"],
        "led_to": Wanted.read(found.typed).led_to(),
        "all_url": all_url(request) if answer.is_anybody else "",
        "ways_out": [] if answer.is_anybody else found.ways_out(request.user),
    }


def page(request: SignedInRequest, found: PersonFilter) -> Context:
    """One page by key, so that the last costs what the first does."""
    after, member = _anchor(request), request.user
    if found.is_narrowed:
        people, count = narrowed(found.qs, member)
        shown = list(people.after(after).in_rows().order_by("name", "pk")[: A_PAGE + 1])
        offers = offers_to_be_asked(member)
    else:
        everyone, count = everyone_by_name(member, after), how_many_people()
        offers = everyone[0].i_offer if everyone else offers_to_be_asked(member)
        shown = [*everyone]
    context = {"rows": plain_rows(shown[:A_PAGE]), "count": min(count, COUNT_UP_TO), "is_capped": count > COUNT_UP_TO,
               "offers": offers, "next_url": "", "first_url": found.url_without("after") if after else ""}  # fmt: skip
    if len(shown) > A_PAGE:
        params = request.GET.copy()
        params["after"] = str(shown[A_PAGE - 1].uuid)
        context["next_url"] = f"?{params.urlencode()}"
    if not shown:
        context["ways_out"] = found.ways_out(request.user)
    return context


def _anchor(request: SignedInRequest) -> Entry | None:
    try:
        last = UUID(request.GET.get("after", ""))
    except ValueError:
        return None
    return Entry.objects.visible_to(request.user).only("name").filter(profile__uuid=last).first()


def all_url(request: SignedInRequest) -> str:
    """The same question, answered by everyone who fits."""
    params = request.GET.copy()
    params["all"] = "1"
    return f"?{params.urlencode()}"


def phrase_of(typed: str) -> str:
    """In housing, where the words name a subject or a place; else the words in quotation marks."""
    pattern = _("in %(words)s") if Wanted.read(typed).leads_all_the_way else _("for “%(words)s”")
    return pattern % {"words": typed}
