"""What I agreed to and when, who looked, and the table of what is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collab.privacy.tables import table_for_people
from commons.models import audit
from members.models import Profile
from stories.models import NamingLevel
from tests.factories import make_consent, make_pledge, make_story


def words_of(answer):
    return " ".join(answer.content.decode().split())


def test_everything_agreed_to_stands_there_with_its_day_and_its_way_back(sign_in, amara):
    now = timezone.now()
    story = make_story("Tea for two", teller=amara, uses=["members", "web"])
    quote = story.quotes.create(words="I poured")
    make_consent(story, contact=amara.contact, uses=["members"], quote=quote, naming=NamingLevel.PLACE)
    make_pledge(by=amara, confirmed_at=now - timedelta(days=3))

    page = words_of(sign_in(amara).get("/me/privacy/"))

    today = f"{timezone.localdate(now):%-d %B %Y}"
    assert "The story “Tea for two”" in page
    assert "Members of this network can read it. Anyone on the web can read it. Shown of you: name, role" in page
    assert "Your words in the story “Tea for two”" in page
    assert "Shown of you: place only." in page
    assert page.count(f"You said yes on {today}.") == 3
    assert "Emails that ask how your pledges go" in page
    assert "Members can find you" in page
    assert page.count('href="/stories/withdraw/') == 2
    assert page.count('href="/me/profile/"') == 1


def test_what_was_taken_back_says_so_and_has_no_button(sign_in, amara):
    story = make_story("Tea for two", teller=amara)
    story.consents.get().end(at=timezone.now())

    page = words_of(sign_in(amara).get("/me/privacy/"))

    assert f"You took it back on {timezone.localdate():%-d %B %Y}." in page
    assert "/stories/withdraw/" not in page


def test_somebody_who_agreed_to_nothing_reads_that(sign_in, amara):
    Profile.objects.update(is_findable=False)

    page = words_of(sign_in(amara).get("/me/privacy/"))

    assert "You have not agreed to anything here yet." in page
    assert "Nobody has looked." in page


def test_who_looked_stands_there_by_role(sign_in, amara, kwame, denise):
    audit("events.needs_looked", by=kwame.uuid, kind="access need", target=amara.contact.uuid)
    audit("events.needs_looked", by=amara.uuid, kind="own look", target=amara.contact.uuid)
    audit("events.needs_looked", by=kwame.uuid, kind="other look", target=denise.contact.uuid)
    audit("members.sign_in", by=amara.uuid, kind="member", target=amara.uuid)

    page = words_of(sign_in(amara).get("/me/privacy/"))

    assert ": host, access need" in page
    assert "own look" not in page
    assert "other look" not in page
    assert "Kwame" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_three_as_for_one(sign_in, amara, django_assert_num_queries, count):
    for n in range(count):
        make_story(f"Story {n}", teller=amara)
        make_pledge(f"ring {n} tenants", by=amara)
    client = sign_in(amara)
    client.get("/me/privacy/")

    with django_assert_num_queries(QUERIES):
        client.get("/me/privacy/")


# One of them for each app that has something to agree to.
QUERIES = 13


def test_the_privacy_page_shows_each_kind_from_the_code(client, db):
    page = words_of(client.get("/privacy/"))

    rows = page.count('<td data-head="How long">')
    assert rows == len(table_for_people()) > 15
    assert "as long as your details; begun and not sent, 14 days" in page
    assert "until you take it down, and 30 days after" in page
    assert 'href="/privacy/yours/"' in page


def test_each_kind_that_people_read_of_says_why_and_how_long():
    silent = [one.label for one in table_for_people() if not (one.why and one.until)]

    assert silent == []


def test_my_details_lead_there(sign_in, amara):
    page = words_of(sign_in(amara).get("/me/"))

    assert page.count('href="/me/privacy/"') == 1
