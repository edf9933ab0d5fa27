"""Every form comes out in the design system: labels, hints, errors, and a summary that leads to the fields."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.template import Context, Template

from collab.kit.forms import CountedTextarea, DecoyField, SectorPicker, error_rows


class JoinForm(forms.Form):
    name = forms.CharField(label="Your name", error_messages={"required": "Enter your name"})
    email = forms.EmailField(
        label="Email",
        required=False,
        help_text="So we can tell you if anything changes",
        error_messages={"invalid": "Enter an email address in the format name@example.com"},
    )
    words = forms.CharField(label="I will…", max_length=9, widget=CountedTextarea(maximum=9), required=False)
    how = forms.ChoiceField(
        label="How will you join?",
        choices=[("room", "In the hall"), ("online", "Online")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you will join"},
    )
    sector = forms.ChoiceField(
        label="Where are you from?", choices=[("nhs", "NHS")], widget=SectorPicker, required=False
    )
    shown = forms.BooleanField(label="Show my name", required=False)
    website = DecoyField()


class Elements(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def one(self, **wanted):
        [attrs] = [attrs for _tag, attrs in self.found if wanted.items() <= attrs.items()]
        return attrs

    def ids(self):
        return {attrs["id"] for _tag, attrs in self.found if "id" in attrs}


WRONG = {"name": "", "email": "jim at home", "words": "far too long to fit"}


def test_the_error_summary_leads_to_each_field():
    page = Elements(str(JoinForm(WRONG)))
    links = [attrs["href"] for tag, attrs in page.found if tag == "a"]

    assert links == ["#id_name", "#id_email", "#id_words", "#id_how_0"]
    assert {link[1:] for link in links} <= page.ids()


def test_the_summary_says_the_same_words_as_the_fields():
    rows = error_rows(JoinForm({"name": "", "how": "room"}))

    assert rows == [("id_name", "Enter your name")]


def test_a_form_that_was_not_sent_has_no_summary():
    assert "govuk-error-summary" not in str(JoinForm())
    assert "govuk-error-summary" in str(JoinForm(WRONG))


def test_a_field_is_described_by_its_hint_then_its_error():
    page = Elements(str(JoinForm(WRONG)))

    assert page.one(id="id_email")["aria-describedby"] == "id_email_helptext id_email_error"
    assert page.one(id="id_email")["class"] == "govuk-input govuk-input--error"
    assert {"id_email_helptext", "id_email_error"} <= page.ids()


def test_label_hint_error_and_box_come_in_that_order():
    html = str(JoinForm(WRONG)["email"].as_field_group())
    places = [html.index(part) for part in ("<label", "govuk-hint", "govuk-error-message", "<input")]

    assert places == sorted(places)


def test_what_was_typed_is_kept():
    html = str(JoinForm(WRONG))

    assert 'value="jim at home"' in html
    assert "far too long to fit</textarea>" in html


def test_the_browser_neither_stops_nor_cuts_what_is_typed():
    page = Elements(str(JoinForm()))

    assert [attrs for _tag, attrs in page.found if "required" in attrs] == []
    assert "maxlength" not in page.one(id="id_words")
    assert page.one(**{"data-module": "govuk-character-count"})["data-maxlength"] == "9"
    assert page.one(id="id_words")["aria-describedby"] == "id_words-info"


def test_choices_are_a_group_with_a_legend():
    html = str(JoinForm(WRONG)["how"].as_field_group())
    page = Elements(html)

    assert page.one(**{"class": "govuk-fieldset"})["aria-describedby"] == "id_how_error"
    assert page.one(id="id_how_0")["class"] == "govuk-radios__input"
    assert html.index("<legend") < html.index("govuk-error-message") < html.index('type="radio"')


def test_a_sector_is_a_patch_of_cloth_with_its_word():
    html = str(JoinForm()["sector"].as_field_group())

    assert "sec sec-nhs" in html
    assert '<span class="word">NHS</span>' in html


def test_what_may_be_left_out_says_so():
    form = JoinForm()

    assert "Email (optional)" in form["email"].as_field_group()
    assert "(optional)" not in form["name"].as_field_group()
    assert "(optional)" not in form["shown"].as_field_group()


def test_the_box_for_robots_is_out_of_the_way():
    page = Elements(str(JoinForm()["website"].as_field_group()))

    assert page.one(**{"class": "decoy"})["aria-hidden"] == "true"
    assert page.one(id="id_website")["tabindex"] == "-1"


@pytest.mark.parametrize(("heading", "expected"), [(True, True), (False, False)])
def test_a_question_page_has_its_label_as_heading(heading, expected):
    page = Template("{% field form.name heading=heading %}")

    html = page.render(Context({"form": JoinForm(), "heading": heading}))

    assert ("<h1" in html) is expected
