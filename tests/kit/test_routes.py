"""Addresses are mounted by their first part, and each still leads where it did."""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path, resolve, reverse

from collab import urls
from collab.kit.routes import A_DATE, by_first_part


def view(request):
    raise AssertionError("it is found by its address and never called")


def routes(entries, prefix=""):
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, f"{prefix}{entry.pattern}")
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.pattern}", entry.callback, entry.name, entry.default_args


def look(route):
    """Behind which look an address stands: its part of the site, and whether it is of one date."""
    first, _slash, rest = route.partition("/")
    return first, rest.startswith(A_DATE)


def test_every_address_leads_to_the_same_view_and_those_behind_one_look_keep_their_order():
    before, after = list(routes(urls.EVERYTHING)), list(routes(urls.urlpatterns))

    assert sorted(before, key=str) == sorted(after, key=str)
    for place in {look(route) for route, *_rest in before}:
        assert [one for one in before if look(one[0]) == place] == [one for one in after if look(one[0]) == place]


def test_those_of_one_date_are_looked_at_first_and_take_nothing_from_others():
    entries = [
        path("a/<slug:slug>/", view, name="series"),
        path("a/<slug:slug>/<day:day>/", view, name="date"),
        path("a/<slug:slug>/edit/", view, name="edit"),
        path("a/<slug:slug>/<day:day>/join/", view, name="join"),
    ]

    (part,) = by_first_part(entries)

    assert isinstance(part, URLResolver)
    assert [str(entry.pattern) for entry in part.url_patterns] == [A_DATE, "<slug:slug>/", "<slug:slug>/edit/"]
    found = [part.resolve(f"a/{rest}").url_name for rest in ["b/", "b/edit/", "b/2026-11-18/", "b/2026-11-18/join/"]]
    assert found == ["series", "edit", "date", "join"]


def test_what_is_asked_most_is_looked_at_first():
    entries = [path("a/", view), path("b/", view), path("c/", view)]

    assert [str(entry.pattern) for entry in by_first_part(entries, ["c"])] == ["c/", "a/", "b/"]


def test_one_part_is_looked_at_once():
    entries = [
        path("a/", view, name="a"),
        path("", include([path("a/<int:n>/", view), path("b/", view)])),
        path("", view),
    ]

    mounted: list[Any] = list(by_first_part(entries))

    assert [str(entry.pattern) for entry in mounted] == ["a/", "b/", ""]
    assert [str(entry.pattern) for entry in mounted[0].url_patterns] == ["", "<int:n>/"]


def test_what_begins_with_anything_stays_behind_all_others():
    entries = [path("<slug:word>/", view), path("a/", view), path("c/", include([path("d/", view)]))]

    assert [str(entry.pattern) for entry in by_first_part(entries)] == ["a/", "<slug:word>/", "c/"]


def test_an_address_is_found_both_ways():
    url = reverse("event_join", args=["meet-up", resolve("/events/meet-up/2026-11-18/").kwargs["day"]])

    found = resolve(url)

    assert (url, found.url_name) == ("/events/meet-up/2026-11-18/join/", "event_join")
    assert found.route == "events/<slug:slug>/<day:day>/join/"
