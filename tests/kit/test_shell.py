"""What stands round every page."""

import json
import re
from pathlib import Path

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse

from commons.models import NetworkSettings

ROOT = Path(__file__).resolve().parent.parent.parent
PARTS = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"
PAGE = '{% extends "base.html" %}{% block title %}Join{% endblock %}{% block main %}{{ form }}{% endblock %}'


class NameForm(forms.Form):
    name = forms.CharField(label="Your name", error_messages={"required": "Enter your name"})


def main_links(html):
    nav = html.partition('id="navigation"')[2].partition("</ul>")[0]
    return [word.strip() for word in re.findall(r">([^<>]+)</(?:a|strong)>", nav)]


def shape(html):
    """Tags and classes, without ids, words and addresses."""
    return re.findall(r"<(\w+)[^>]*?class=\"([^\"]+?)\s*\"", html)


@pytest.mark.parametrize(("data", "title"), [({}, "Error: Join – "), (None, "Join – ")])
def test_the_title_says_when_something_is_to_be_put_right(rf: RequestFactory, client, db, data, title):
    request = rf.get("/")
    request.user = client.get(reverse("help")).wsgi_request.user
    request.session = client.session

    html = engines["django"].from_string(PAGE).render({"form": NameForm(data)}, request)

    assert re.sub(r"\s+", " ", html.partition("<title>")[2]).startswith(title)


def test_a_visitor_is_shown_where_they_are(client, db):
    html = client.get(reverse("about")).content.decode()

    assert main_links(html)[-1] == "About us"
    assert 'aria-current="page"' in html
    assert "People" not in main_links(html)


def test_a_member_sees_their_name_and_not_about_us_in_the_main_links(client, amara):
    client.force_login(amara)

    html = client.get(reverse("about")).content.decode()

    assert "Amara Nwachukwu" in html.partition("<main")[0]
    assert "About us" not in main_links(html)


def test_every_page_has_the_way_to_a_person_and_a_skip_link(client, db):
    html = client.get(reverse("help")).content.decode()

    assert html.index("govuk-skip-link") < html.index("<header")
    assert "Stuck? Talk to a person" in html.partition("<footer")[2]
    assert '<html lang="en-GB">' in html


@pytest.mark.parametrize(
    ("phone", "words"),
    [("", "Reply to any email we send."), ("01632 960 045", "You can also reply to any email we send.")],
)
def test_the_end_of_a_page_says_how_to_write_whether_or_not_there_is_a_phone(client, orla, phone, words):
    NetworkSettings.change({"phone": phone, "name_bold": "Together"}, by=orla.uuid)

    html = client.get("/about/").content.decode()

    assert f"<p>{words}</p>" in html.partition("<footer")[2]


def test_our_error_summary_is_built_like_the_design_systems():
    theirs = json.loads((PARTS / "error-summary" / "fixtures.json").read_text())["fixtures"][0]
    ours = engines["django"].from_string("{% error_summary form %}").render({"form": NameForm({})})

    assert shape(ours) == shape(theirs["html"])


def test_our_radios_are_built_like_the_design_systems():
    class HowForm(forms.Form):
        how = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect)

    theirs = json.loads((PARTS / "radios" / "fixtures.json").read_text())["fixtures"][0]

    assert shape(str(HowForm())) == shape(theirs["html"])
