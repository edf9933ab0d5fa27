"""What search engines and chat programs read of a date."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from commons.models import NetworkSettings
from events.actions import set_capacity
from events.models import Event, Series
from tests.events.people import sign_ups
from tests.factories import make_event, make_organisation, make_series

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def data_of(client, event):
    response = client.get(event.get_absolute_url())
    (block,) = BLOCK.findall(response.content.decode())
    return json.loads(block)


def test_a_date_in_the_words_of_schema_org(client):
    event = make_event(theme="warm homes", standfirst="Bring one thing.")

    data = data_of(client, event)

    url = f"http://testserver{event.get_absolute_url()}"
    assert (data["@type"], data["name"], data["url"]) == ("Event", "Collaboration Station: warm homes", url)
    assert data["startDate"] == timezone.localtime(event.starts_at).isoformat()
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert data["location"] == [{"@type": "Place", "name": "St Hilda’s hall", "address": "1 Mill Lane, Westmere"}]
    assert data["offers"]["availability"] == "https://schema.org/InStock"
    assert (data["offers"]["price"], data["offers"]["url"]) == ("0", f"{url}join/")
    assert data["superEvent"]["name"] == "Collaboration Station"


def test_whoever_puts_it_on_is_the_organizer_else_the_network(client):
    event = make_event()
    network = data_of(client, event)["organizer"]

    Series.objects.update(organisation=make_organisation("Loom and Ladder"))

    loom = {
        "@type": "Organization",
        "name": "Loom and Ladder",
        "url": "http://testserver/organisations/loom-and-ladder/",
    }
    assert network == {"@type": "Organization", "name": NetworkSettings.current().name, "url": "http://testserver/"}
    assert data_of(client, event)["organizer"] == loom


def test_full_cancelled_and_moved_are_said(client):
    event = make_event(capacity=1)
    sign_ups(event, 1)
    full = data_of(client, event)
    set_capacity(event, 2, at=timezone.now())
    Event.objects.update(rule_day=event.day - timedelta(days=7))
    moved = data_of(client, event)
    Event.objects.update(cancelled_at=timezone.now(), cancelled_because="Snow.")
    cancelled = data_of(client, event)

    assert full["offers"]["availability"] == "https://schema.org/SoldOut"
    assert moved["eventStatus"] == "https://schema.org/EventRescheduled"
    assert moved["previousStartDate"].startswith(str(event.day - timedelta(days=7)))
    assert cancelled["eventStatus"] == "https://schema.org/EventCancelled"
    assert "offers" not in cancelled


@pytest.mark.parametrize(
    ("capacity", "mode", "kinds"),
    [
        (68, "MixedEventAttendanceMode", ["Place", "VirtualLocation"]),
        (0, "OnlineEventAttendanceMode", ["VirtualLocation"]),
    ],
)
def test_both_kinds_of_place_and_never_the_joining_link(client, capacity, mode, kinds):
    event = make_event(capacity=capacity, online_capacity=20, online_link="https://meet.example/canary")

    data = data_of(client, event)

    assert data["eventAttendanceMode"] == f"https://schema.org/{mode}"
    assert [place["@type"] for place in data["location"]] == kinds
    assert b"meet.example" not in client.get(event.get_absolute_url()).content


@pytest.mark.parametrize(
    "hostile", ["</script><script>alert(1)</script>", "<!--<script>", "]]>\u2028\u2029&amp;", '"}, "x": "', "\\"]
)
def test_no_word_can_end_the_script(client, hostile):
    event = make_event(theme=hostile, standfirst=hostile)

    page = client.get(event.get_absolute_url()).content.decode()

    (block,) = BLOCK.findall(page)
    assert not set(block) & set("<>&\u2028\u2029")
    assert json.loads(block)["description"] == hostile
    assert "<script>alert" not in page


def test_a_title_and_a_sentence_for_whoever_it_is_sent_to(client):
    event = make_event(standfirst='Bring "one" thing & a <friend>.')

    page = client.get(event.get_absolute_url()).content.decode()

    assert f'<link rel="canonical" href="http://testserver{event.get_absolute_url()}">' in page
    assert '<meta property="og:title" content="Collaboration Station">' in page
    (description,) = re.findall(r'<meta name="description" content="([^"]*)">', page)
    assert "5:30pm to 7pm" in description
    assert "Bring &quot;one&quot; thing &amp; a &lt;friend&gt;." in description


def test_a_series_has_a_title_and_a_sentence_too(client):
    series = make_series(standfirst="One table, every street.")

    page = client.get(series.get_absolute_url()).content.decode()

    assert '<meta property="og:title" content="Collaboration Station">' in page
    assert 'content="The third Wednesday of every month. One table, every street."' in page
    assert 'href="webcal://testserver/events/collaboration-station/calendar.ics"' in page


def test_what_has_a_link_only_asks_not_to_be_listed(client):
    event = make_event(series=make_series(audience="link"))

    page = client.get(event.get_absolute_url()).content.decode()

    series_page = client.get(event.series.get_absolute_url()).content.decode()
    assert BLOCK.findall(page) == []
    assert '<meta name="robots" content="noindex">' in series_page
    assert '<meta name="robots" content="noindex">' in page
    assert "Whoever has this address. It is in no list." in page
