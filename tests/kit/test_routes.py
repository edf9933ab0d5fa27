"""Addresses are mounted by their first part, and each still leads where it did."""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path, resolve, reverse

from collab import urls
from collab.kit.routes import by_first_part


def view(request):
    raise AssertionError("it is found by its address and never called")


def routes(entries, prefix=""):
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, f"{prefix}{entry.pattern}")
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.pattern}", entry.callback, entry.name, entry.default_args


def test_every_address_leads_to_the_same_view_and_those_of_one_part_keep_their_order():
    before, after = list(routes(urls.EVERYTHING)), list(routes(urls.urlpatterns))

    assert sorted(before, key=str) == sorted(after, key=str)
    for part in {route.partition("/")[0] for route, *_rest in before}:
        assert [one for one in before if one[0].partition("/")[0] == part] == [
            one for one in after if one[0].partition("/")[0] == part
        ]


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
