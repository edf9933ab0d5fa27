"""The components page shows every component, and is open to whom it should be."""

import inspect
import re

import pytest
from django.conf import settings
from django.template import Engine
from django.template.loader import get_template
from django.urls import reverse

from collab.kit.components import basics, events, pledges, questions, stories
from collab.kit.components.library import register

MARKS = {
    "button": 'data-module="govuk-button"', "button_link": '<a class="btn', "status_tag": "tag tag--due",
    "sector_tag": "sec sec-council", "swatch": "swatch", "cloth_band": "cloth-band", "stitch": 'class="stitch"',
    "crumb": "wrap crumb", "back_link": ">Your stories<", "panel": 'class="panel"', "notice": "notice notice--warn",
    "confirm_panel": 'class="confirm"', "form_patch": 'class="form-patch"', "all_done": 'class="all-done"',
    "empty_state": 'class="empty"', "initials": 'class="initials', "copy_box": "data-copy-text", "qr": 'class="qr',
    "counts": 'class="counts', "timeline": 'class="timeline"', "field": "govuk-form-group",
    "error_summary": "govuk-error-summary__title", "check_answers": "govuk-summary-list__row",
    "filter_panel": "filter--here", "chosen_filters": 'class="chosen"', "result_head": "12 stories",
    "pager": "Page 2 of 3", "patch": 'class="patch ', "quilt": 'class="quilt"', "patch_row": 'class="patch-row"',
    "date_block": 'class="date-block', "event_row": 'class="event-row"', "event_facts": 'class="chips"',
    "sector_mix": 'class="mix"', "bars": 'class="bars"', "story_card": "story-card--feature",
    "focal": "fx-30 fy-70", "byline": 'class="byline"', "pull_quote": 'class="pull"', "took_list": 'class="took"',
    "consent_line": 'class="consent"', "people_list": 'class="people"', "person_row": 'class="person-row"',
    "need_card": 'class="need ',
}  # fmt: skip


@pytest.fixture
def page(client, db):
    return client.get(reverse("ui")).content.decode()


def test_every_component_has_its_mark_in_this_test():
    ours = [basics, events, pledges, questions, stories]
    tags = {name for name in register.tags if any(inspect.getattr_static(module, name, None) for module in ours)}

    assert tags == set(MARKS)


@pytest.mark.parametrize("name", MARKS)
def test_the_page_shows(page, name):
    assert MARKS[name] in page


def test_the_page_has_no_inline_style_or_script(page):
    assert re.findall(r'\sstyle="|<script(?! type="module" src)|\son\w+="', page) == []
    assert '<script type="module" src' in page


@pytest.mark.parametrize("name", ["about", "help", "accessibility", "privacy", "house_rules"])
def test_a_page_of_words_sets_no_cookie_and_asks_nothing_of_the_database(client, db, name, django_assert_num_queries):
    client.get(reverse(name))

    with django_assert_num_queries(0):
        response = client.get(reverse(name))

    assert response.status_code == 200
    assert dict(response.cookies) == {}


@pytest.mark.parametrize("name", ["about", "help", "accessibility", "privacy", "house_rules"])
def test_sentences_are_short(client, db, name):
    html = client.get(reverse(name)).content.decode().partition("<main")[2].partition("</main>")[0]
    paragraphs = re.findall(r"<(?:p|li|td)[ >].*?</(?:p|li|td)>", html, re.DOTALL)
    words = [
        sentence.split()
        for paragraph in paragraphs
        for sentence in re.split(r"[.?:]\s", re.sub(r"<[^>]+>", " ", paragraph))
    ]

    assert [" ".join(sentence) for sentence in words if len(sentence) > 25] == []


def test_a_page_that_is_not_there_says_what_to_do(client, db):
    response = client.get("/nothing/here/")

    assert response.status_code == 404
    assert "We cannot find that page" in response.content.decode()


def test_the_page_for_our_own_mistakes_needs_nothing():
    page = get_template("500.html").render()

    assert "Something went wrong at our end" in page
    assert re.search(r'<div class="prose">\s*<h1>', page), "lines are as short as on other pages"


def test_every_page_is_made_of_components_as_they_are_meant():
    folder = settings.BASE_DIR / "templates"

    # A component without a word that it needs, such as where a way back leads, fails as its page is read.
    names = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*.html"))]

    assert [Engine.get_default().get_template(name).name for name in names] == names
