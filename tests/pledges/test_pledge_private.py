"""The private link: change it, confirm the address, answer, take it down."""

import re
from datetime import date, timedelta

import pytest
from django.urls import resolve, reverse
from django.utils import timezone

from outbox.models import OutgoingEmail
from pledges.emails import ANSWER, CONFIRM, PRIVATE
from pledges.models import Answer, Pledge, Reminder
from tests.factories import make_contact, make_pledge
from tests.pledges.screens import open_event, private_url, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge():
    """Made by somebody with an address and no account."""
    return make_pledge(by=make_contact(email="reg@westmere.example"), event=open_event())


def details(**changes):
    return {"act": "ring ten tenants", "visibility": "public", **changes}


def test_when_where_and_by_when_are_added_later(client, pledge):
    soon = timezone.localdate() + timedelta(days=20)

    page = client.post(
        private_url(pledge), details(cue="after the Monday meeting", by_on=f"{soon.day} {soon:%B}"), follow=True
    )

    pledge.refresh_from_db()
    assert (pledge.cue, pledge.by_on) == ("after the Monday meeting", soon)
    assert "Saved" in seen(page)
    assert "how it is going" in seen(page)
    assert Reminder.objects.planned().filter(kind="due").exists()


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [("by_on", "some day", "Enter a day, like 20 November"), ("by_on", "1 May 2020", "Choose today or a later day"),
     ("act", "", "Write what you will do"), ("act", "x" * 210, "Cut 10 characters so it fits"),
     ("role_or_place", "x" * 81, "Cut 1 character from “Your role or place”"),
     ("first_step_on", "1 May 2099", "Choose a day in the next 7 days")],
)  # fmt: skip
def test_what_cannot_be_saved_comes_back_as_it_was_typed(client, pledge, field, typed, error):
    page = client.post(private_url(pledge), details(**{field: typed}))

    assert page.context["form"].errors == {field: [error]}
    assert page.context["form"][field].value() == typed
    pledge.refresh_from_db()
    assert pledge.act == "ring ten tenants"


def test_what_cannot_be_saved_is_not_read_back_as_if_it_were(client, pledge):
    Pledge.objects.filter(pk=pledge.pk).update(cue="at the hall")

    page = client.post(private_url(pledge), details(cue="at the pier", by_on="some day"))

    assert ("When and where", "at the hall") in page.context["lines"]
    assert page.context["pledge"].cue == "at the hall"
    assert page.context["form"]["cue"].value() == "at the pier"


def test_a_save_that_went_wrong_says_so_first_and_never_saved(client, pledge):
    url = f"{private_url(pledge)}?saved=1"

    saved = client.get(url)
    wrong = client.post(url, details(by_on="some day"))

    assert "Saved" in seen(saved)
    assert "Saved" not in seen(wrong)
    assert seen(wrong).startswith("There is something to put right")


def test_an_older_tab_leaves_alone_what_it_did_not_change(client, pledge):
    opened = as_opened(client.get(private_url(pledge)))
    client.post(private_url(pledge), opened | {"cue": "after tea", "by_on": "tomorrow"})

    client.post(private_url(pledge), opened | {"role_or_place": "tenant"})

    pledge.refresh_from_db()
    assert (pledge.cue, pledge.role_or_place) == ("after tea", "tenant")
    assert pledge.by_on == timezone.localdate() + timedelta(days=1)


def test_an_older_tab_is_told_before_it_replaces_newer_words(client, pledge):
    opened = as_opened(client.get(private_url(pledge)))
    client.post(private_url(pledge), opened | {"cue": "after tea"})

    told = client.post(private_url(pledge), opened | {"cue": "before work"})
    pledge.refresh_from_db()
    kept = pledge.cue
    client.post(private_url(pledge), as_opened(told))

    assert told.context["form"].errors == {
        "cue": ["You changed this to “after tea” on another page. Save again to replace it"]
    }
    assert kept == "after tea"
    pledge.refresh_from_db()
    assert pledge.cue == "before work"


def as_opened(page):
    """What the form on a page holds, hidden boxes too."""
    form = page.context["form"]
    boxes = {field.html_name: field.value() or "" for field in form}
    hidden = re.findall(r'<input type="hidden" name="(initial-[a-z_]+)"(?: value="([^"]*)")?', page.content.decode())
    return boxes | dict(hidden)


def test_new_words_with_a_name_in_them_wait_for_a_host(client, pledge):
    client.post(private_url(pledge), details(act="ring Joan Ashworth"))

    pledge.refresh_from_db()
    assert (pledge.act, pledge.is_held) == ("ring Joan Ashworth", True)


def test_one_button_confirms_the_address_and_opening_the_page_does_not(client, pledge):
    Pledge.objects.update(confirmed_at=None)
    url = reverse("pledge_confirm", args=[CONFIRM.token(pledge.uuid)])

    client.get(url)
    pledge.refresh_from_db()
    opened = pledge.confirmed_at
    page = client.post(url, follow=True)

    assert opened is None
    assert seen(page).startswith("Thank you, this is your address")
    assert re.search(r"<title>\s*Thank you\s", page.content.decode())
    (link,) = re.findall(r'href="([^"]+)">See your pledge', page.content.decode())
    assert PRIVATE.read(resolve(link).kwargs["token"]) == pledge.uuid
    pledge.refresh_from_db()
    assert pledge.confirmed_at is not None
    pledge.contact.refresh_from_db()
    assert pledge.contact.email_verified_at is not None


def test_a_pledge_typed_under_someone_elses_address_is_not_theirs_until_they_say_so(sign_in, amara):
    pledge = make_pledge("sell your van", by=amara, confirmed_at=None, visibility="partner")

    mine = sign_in(amara).get(reverse("pledge_mine"))
    one = sign_in(amara).get(pledge.get_absolute_url())

    assert "You have made no pledge yet" in seen(mine)
    assert one.status_code == 404


def test_taking_it_down_takes_two_looks_and_leaves_nothing_planned(client, pledge):
    Reminder.objects.create(
        pledge=pledge, kind="due", due_on=date(2030, 1, 7), due_at=timezone.now() + timedelta(days=9)
    )
    url = f"{private_url(pledge)}take-down/"

    client.get(url)
    before = Pledge.objects.on_wall().count()
    page = client.post(url, follow=True)
    client.post(url)

    assert before == 1
    assert seen(page).startswith("It is down")
    assert not Pledge.objects.on_wall().exists()
    assert not Reminder.objects.planned().exists()
    assert [answer.said for answer in Answer.objects.all()] == ["let-go"]


def test_its_private_page_says_that_it_is_down_and_offers_no_second_time(client, pledge):
    url = private_url(pledge)
    before = seen(client.get(url))

    client.post(f"{url}take-down/")
    after = client.get(url)

    assert "Take it down" in before
    assert "How is it going?" in before
    assert "It is down. Only you can see it." in seen(after)
    assert "Take it down" not in seen(after)
    assert "How is it going?" not in seen(after)


def test_the_calendar_file_carries_their_words(client, pledge):
    Pledge.objects.update(by_on=date(2030, 1, 7), cue="after tea")

    page = client.get(f"{private_url(pledge)}calendar.ics")

    text = page.content.decode()
    assert page["Content-Type"].startswith("text/calendar")
    assert "SUMMARY;LANGUAGE=en-GB:I will ring ten tenants" in text
    assert "DTSTART;VALUE=DATE:20300107" in text
    assert "DESCRIPTION;LANGUAGE=en-GB:after tea" in text


def test_an_answer_from_the_private_page_is_thanked_for(client, pledge):
    page = client.post(f"{private_url(pledge)}answer/", {"say": "kept"}, follow=True)

    assert seen(page).startswith("Thank you. It is kept")
    pledge.refresh_from_db()
    assert pledge.state == "kept"


@pytest.mark.parametrize(
    ("said", "ended", "heading"),
    [("kept", "Kept on", "You said: Kept. You can change it"),
     ("let-go", "Let go on", "You said: Let it go. You can change it"), ("going", "Just now", "How is it going?")],
)  # fmt: skip
def test_the_private_page_says_what_was_answered(client, pledge, said, ended, heading):
    client.post(f"{private_url(pledge)}answer/", {"say": said})

    page = client.get(private_url(pledge))

    assert ended in seen(page)
    assert heading in seen(page)
    assert ("Just now" in seen(page), "/lines/" in page.content.decode()) == (said == "going", said == "kept")


def test_a_link_of_another_purpose_a_changed_one_and_an_old_one_open_nothing(client, pledge, monkeypatch):
    token = PRIVATE.token(pledge.uuid)
    wrong = [
        ANSWER.token(pledge.uuid),
        CONFIRM.token(pledge.uuid),
        token[:-1] + ("a" if token[-1] != "a" else "b"),
        "x",
    ]

    pages = [client.get(reverse("pledge_private", args=[one])) for one in wrong]
    monkeypatch.setattr("django.core.signing.time.time", lambda: 4_000_000_000)
    old = client.get(reverse("pledge_private", args=[token]))

    assert {page.status_code for page in pages} == {404}
    assert {seen(page).partition(".")[0] for page in pages} == {
        "This link does not open anything It may have been cut in two by your email program"
    }
    assert (old.status_code, "This link has run out" in seen(old)) == (410, True)
    assert "tenants" not in old.content.decode()


def test_the_private_link_is_a_link_without_script(client, pledge):
    page = client.get(private_url(pledge))

    [link] = re.findall(r'href="([^"]+)"[^>]*>\s*Open your private link', page.content.decode())

    assert client.get(link).context["pledge"] == pledge


def test_a_link_signs_nobody_in_and_is_kept_by_no_cache(client, pledge):
    page = client.get(private_url(pledge))

    assert "sessionid" not in client.cookies
    assert "no-store" in page["Cache-Control"]


def test_without_an_address_no_email_is_promised(client):
    pledge = make_pledge(event=open_event(), confirmed_at=None)

    client.post(private_url(pledge), details(by_on="tomorrow"))

    assert "No emails about it will come." in seen(client.get(private_url(pledge)))
    assert not Reminder.objects.exists()
    assert not OutgoingEmail.objects.exists()
