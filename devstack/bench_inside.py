"""Runs inside the app, against the synthetic rows: chooses the pages, and counts their queries and bytes."""

import gzip
import json
import os
import sys
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from devstack.bench_forms import fill, has_errors, main_form
from events.models import Event
from members.models import Member
from pledges.models import Pledge
from stories.models import Story


@dataclass
class Page:
    """One page to be measured, with what its own process can count of it."""

    name: str
    kind: str
    path: str
    posts: int = 0
    is_signed_in: bool = False
    cookies: dict[str, str] = field(default_factory=dict)
    queries: list[int] = field(default_factory=list)
    bytes: int = 0
    gzipped: int = 0
    error: str = ""


def client(member: Member | None) -> Client:
    """A browser, signed in or not."""
    browser = Client(raise_request_exception=False, SERVER_NAME=urlsplit(settings.PUBLIC_URL).hostname or "")
    if member is not None:
        browser.force_login(member)
    return browser


def open_events(now: datetime) -> dict[str, Event]:
    """A coming date with room for everybody and one that is only read, one whose wall is open, and a past wall."""
    (coming, looked_at), past = Event.objects.coming(now)[:2], list(Event.objects.past(now)[:2])
    Event.objects.filter(pk=coming.pk).update(capacity=1_000_000)
    Event.objects.filter(pk=past[0].pk).update(
        starts_at=now - timedelta(minutes=30), ends_at=now + timedelta(hours=1), capacity=1_000_000
    )
    return {"coming": coming, "looked at": looked_at, "open": past[0], "past": past[1]}


def choose(now: datetime) -> list[Page]:
    """Each page of performance.md, by the address that the app gives it."""
    events = open_events(now)
    story = Story.objects.filter(state=Story.State.PUBLISHED).order_by("-published_at")[5]
    pledge = Pledge.objects.on_wall().filter(event__isnull=False).newest()[5]
    wanted: list[tuple[str, str, str, list[object], int, bool]] = [
        ("home", "list", "home", [], 0, False),
        ("stories", "list", "story_list", [], 0, False),
        ("events", "list", "event_list", [], 0, False),
        ("story", "detail", "story", [story.slug], 0, False),
        ("event", "detail", "event", at(events["looked at"]), 0, False),
        ("a pledge", "detail", "pledge", [pledge.uuid], 0, False),
        ("wall", "list", "pledge_wall", at(events["past"]), 0, False),
        ("home, signed in", "list", "home", [], 0, True),
        ("directory, signed in", "list", "person_list", [], 0, True),
        ("who do I know, signed in", "list", "person_list?in=housing", [], 0, True),
        ("sign-up", "flow", "event_join", at(events["coming"]), 1, False),
        ("sign-up, POST alone", "insert", "event_join", at(events["coming"]), 1, False),
        ("pledge", "flow", "pledge_create", at(events["open"]), 2, False),
        ("pledge, not at a date", "flow", "pledge_create", [], 2, False),
    ]
    return [
        Page(name, kind, address(view, arguments), posts, is_signed_in)
        for name, kind, view, arguments, posts, is_signed_in in wanted
    ]


def at(event: Event) -> list[object]:
    """What an event's address is made of."""
    return [event.series.slug, event.day]


def address(view: str, arguments: list[object]) -> str:
    """Empty while the page does not exist. A question may stand behind the view's name."""
    name, mark, question = view.partition("?")
    try:
        return reverse(name, args=arguments) + mark + question
    except NoReverseMatch:
        return ""


def look(page: Page, member: Member) -> None:
    """Open it once to warm up, and once more to count."""
    if not page.path:
        page.error = "no such page yet"
        return
    browser = client(member if page.is_signed_in else None)
    page.cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    browser.get(page.path)
    try:
        steps(page, browser)
    except (AssertionError, ValueError) as error:
        page.error = str(error) or "no form found"


def steps(page: Page, browser: Client) -> None:
    """The page, then each form sent and each page it leads to."""
    answer, where = counted(page, browser, "get", page.path), page.path
    body = answer.content
    page.bytes, page.gzipped = len(body), len(gzip.compress(body, 6))
    for step in range(page.posts):
        form = main_form(answer.content.decode())
        path = urljoin(where, form.action or where)
        answer = counted(page, browser, "post", path, fill(form, 900_000_000 + step))
        if answer.status_code in {302, 303}:
            where = urljoin(path, answer["Location"])
            answer = counted(page, browser, "get", where)
        assert not has_errors(answer.content.decode()), f"{path} was not satisfied with the answers"


def counted(page: Page, browser: Client, method: str, path: str, data: dict[str, str] | None = None) -> HttpResponse:
    """One request, its queries noted."""
    with CaptureQueriesContext(connection) as queries:
        answer: HttpResponse = getattr(browser, method)(path, data)
    assert answer.status_code < 400, f"{path} answered {answer.status_code}"
    page.queries.append(len(queries))
    if os.environ.get("BENCH_SHOW_QUERIES"):
        print(
            f"\n{method} {path}",
            *(query["sql"][:300] for query in queries.captured_queries),
            sep="\n  ",
            file=sys.stderr,
        )
    return answer


def main() -> None:
    """Prepare the rows, count, and print one entry a page as JSON."""
    now = timezone.now()
    member = Member.objects.filter(roles=[]).order_by("pk")[3]
    pages = choose(now)
    for page in pages:
        look(page, member)
    print(json.dumps([asdict(page) for page in pages]))
