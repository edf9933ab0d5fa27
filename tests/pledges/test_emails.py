"""The emails: complete as plain text, and the same words in HTML."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from commons.models import NetworkSettings
from outbox.models import OutgoingEmail
from pledges.actions.making import make_pledge as make
from pledges.actions.reminding import write_due_reminders
from pledges.emails import subject_for
from pledges.models import Pledge, Reminder
from tests.factories import make_contact, make_pledge
from tests.pledges.screens import open_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def emails():
    """One first email and one reminder, about words that HTML would change."""
    ours = {"name_light": "Westmere", "name_bold": "Together", "phone": "01632 960 045", "hours": "9am to 5pm"}
    NetworkSettings.objects.update_or_create(pk=1, defaults=ours)
    NetworkSettings.forget_copy()
    first = Pledge(act="ask Tom & Co about <the> hall", first_name="Priya", event=open_event(), visibility="public")
    make(first, at=timezone.now(), email="priya@westmere.example")
    asked = make_pledge("sing & dance", by=make_contact("Reg Thackeray", email="reg@westmere.example"))
    now = timezone.now()
    Reminder.objects.create(pledge=asked, kind="due", due_on=timezone.localdate(), due_at=now)
    write_due_reminders(now + timedelta(seconds=1))
    return {email.purpose: email for email in OutgoingEmail.objects.all()}


def words(text):
    return re.sub(r"[“”\"]", "", " ".join(text.split()))


def test_both_parts_say_the_same(emails):
    for email in emails.values():
        body = re.sub(r"<(title|style)>.*?</\1>", "", email.html, flags=re.DOTALL)
        plain_of_html = words(html.unescape(re.sub(r"<[^>]+>", " ", body)))
        for line in filter(None, map(words, email.text.splitlines())):
            assert line in plain_of_html.replace(" .", ".")


def test_each_is_signed_says_why_it_came_and_links_in_full(emails):
    for email in emails.values():
        assert email.text.startswith("Dear ")
        assert "Westmere Together\n01632 960 045, 9am to 5pm. You can reply to this email." in email.text
        assert "You got this because" in email.text
        assert "\n\n\n" not in email.text
        assert "&amp;" not in email.text
        assert re.findall(r"https?://[^/\s]+", email.text) == ["http://testserver"] * email.text.count("http")
        assert "!" not in email.text


def test_the_first_email_can_be_stopped_and_so_can_the_reminder(emails):
    for purpose in ("pledges.made", "pledges.reminder"):
        assert emails[purpose].unsubscribe_url.startswith("http://testserver/emails/stop/")


def test_the_first_email_about_somebody_elses_words_is_kept_short_in_its_subject():
    pledge = make_pledge("a" * 200, by=make_contact(email="reg@westmere.example"), form_key=None)
    pledge.pk, pledge.uuid = None, type(pledge)._meta.get_field("uuid").get_default()

    make(pledge, at=timezone.now())

    assert len(OutgoingEmail.objects.get().subject) == 50


@pytest.mark.parametrize(
    ("act", "subject"),
    [
        ("ring ten tenants", "Your pledge: ring ten tenants"),
        (
            "photograph dumping for a month and walk it with the staff",
            "Your pledge: photograph dumping for a month and…",
        ),
        ("ring every tenant in our whole block before", "Your pledge: ring every tenant in our whole block…"),
    ],
)
def test_a_subject_ends_with_a_whole_word(act, subject):
    pledge = Pledge(act=act, first_name="Reg", visibility="public")

    assert subject_for([pledge]) == subject
