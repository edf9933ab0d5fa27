"""Fill in whatever form a page shows, as a person would who answers everything."""

import re
import threading
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urljoin
from uuid import uuid4

from devstack.bench_client import Browser, Task, Unexpected

ANSWERS = {
    "email": "person.{n}@people.example",
    "reach": "person.{n}@people.example",
    "name": "Adele Abernethy",
    "first_name": "Adele",
    # Words of their own, so that nothing is drawn once for all of them that would be drawn for each.
    "act": "ring tenant {n} and ask what they would like",
}
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r' (name|value)="([^"]*)"')


@dataclass
class Form:
    """One form of a page: where it goes, and its fields as they stand."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    open: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside: Form | None = None
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in pairs}
        if tag == "form":
            self.inside = Form(attributes.get("action", ""), attributes.get("method", "get").lower())
            self.forms.append(self.inside)
        elif self.inside is not None:
            self.read(self.inside, tag, attributes)

    def read(self, form: Form, tag: str, attributes: dict[str, str]) -> None:
        """One control of a form."""
        name, kind = attributes.get("name", ""), attributes.get("type", "text")
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and attributes.get("value"):
            form.fields.setdefault(self.select, attributes["value"])
        elif tag == "textarea":
            form.open[name] = kind
        elif tag == "button" and name and attributes.get("value") != "back":
            form.fields.setdefault(name, attributes.get("value", ""))
        elif tag == "input" and name:
            self.read_input(form, name, kind, attributes)

    def read_input(self, form: Form, name: str, kind: str, attributes: dict[str, str]) -> None:
        """Hidden ones stay; of a choice the first is taken; ticks are left alone."""
        if kind == "hidden":
            form.fields[name] = attributes.get("value", "")
        elif kind == "radio":
            form.fields.setdefault(name, attributes.get("value", ""))
        elif kind not in {"checkbox", "submit", "file", "search"}:
            form.open[name] = kind

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "select":
            self.select = ""


def main_form(page: str) -> Form:
    """The form that the page is about: the post form with most to fill in."""
    main = page[max(page.find("<main"), 0) :]
    forms = [form for form in Forms(main).forms if form.method == "post"]
    return max(forms, key=lambda form: len(form.open))


def another(form: Form, page: str) -> Form:
    """The same form on another copy of its page, with the hidden values of that one.

    To read a whole page costs a person more than it costs the server to write it, on the same two processors.
    """
    found = [dict(ATTRIBUTE.findall(tag)) for tag in HIDDEN.findall(page)]
    hidden = {one["name"]: one.get("value", "") for one in found if one.get("name") in form.fields}
    return replace(form, fields=form.fields | hidden)


def fill(form: Form, number: int) -> dict[str, str]:
    """Every field answered."""
    answers = {}
    for name, kind in form.open.items():
        words = ANSWERS.get(name.rpartition("-")[2]) or (ANSWERS["email"] if kind == "email" else "")
        answers[name] = words.format(n=number)
    return form.fields | answers


def has_errors(page: str) -> bool:
    """Whether the page came back to ask again."""
    return "govuk-error-summary" in page


def flow(path: str, *, posts: int) -> Task:
    """Open a form, send it, and the next one, until the last page."""

    def task(browser: Browser, number: int) -> None:
        browser.cookies.clear()
        page = browser.get(path)
        for _ in range(posts):
            form = main_form(page)
            page = browser.post(urljoin(browser.path, form.action or browser.path), fill(form, number))
            if has_errors(page):
                raise Unexpected(f"{browser.path} was not satisfied with the answers")

    return task


def press(path: str) -> Task:
    """Send a form that is open, each time as somebody else; where it leads is not opened."""
    # A person is a thread.
    mine = threading.local()

    def task(browser: Browser, number: int) -> None:
        if not hasattr(mine, "form"):
            mine.form = main_form(browser.get(path))
        browser.send(path, fill(mine.form, number) | {"form_key": str(uuid4())})

    return task


def visit(path: str) -> Task:
    """Open one page."""

    def task(browser: Browser, number: int) -> None:
        browser.get(path)

    return task
