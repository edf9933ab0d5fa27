"""What a host sets for a series, and who hosts it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collab.kit.components.events import day_words
from commons.models import AuditEntry
from events.actions import add_host, hand_over, sign_up
from events.models import Event, Series, Venue
from events.tasks import make_dates
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest, sign_ups, states
from tests.factories import make_event, make_member, make_series


@pytest.fixture
def series(db, kwame):
    row = make_series(first_on=timezone.localdate())
    row.hosts.add(kwame)
    make_dates()
    return row


@pytest.fixture
def host(sign_in, kwame, series):
    return sign_in(kwame)


def post(host, series, page, /, **data):
    return host.post(f"/host/{series.slug}/{page}/", data)


def coming(series):
    return list(series.dates.order_by("day").select_related("series", "venue"))


def test_new_words_reach_calendars_at_their_next_look(host, series):
    post(host, series, "words", title="Kettle and Talk", standfirst="Bring a cup.", kind="conversation", arrive="")

    series.refresh_from_db()
    assert (series.title, series.standfirst, series.kind) == ("Kettle and Talk", "Bring a cup.", "conversation")
    assert set(series.dates.values_list("sequence", flat=True)) == {1}
    assert series.slug == "collaboration-station"


def test_words_that_are_too_long_come_back_whole(host, series):
    answer = post(host, series, "words", title="", standfirst="long " * 80, kind="meet-up")

    assert answer.context["form"].errors == {"title": ["Enter a name"], "standfirst": ["Cut 99 characters"]}
    assert ("long " * 79).strip() in answer.content.decode()
    series.refresh_from_db()
    assert series.title == "Collaboration Station"


def test_more_places_go_to_those_who_wait(host, series):
    event = coming(series)[0]
    Event.objects.filter(pk=event.pk).update(capacity=1)
    sign_ups(event, 2)

    post(host, series, "places", capacity="30", online_capacity="12", online_link="meet.example/us")

    series.refresh_from_db()
    assert (series.capacity, series.online_capacity, series.online_link) == (30, 12, "https://meet.example/us")
    assert set(series.dates.values_list("capacity", "online_capacity")) == {(30, 12)}
    assert states(event)["Guest 2"][0] == "offered"


def test_a_date_keeps_its_places_when_more_are_taken(host, series):
    event = coming(series)[0]
    sign_ups(event, 3)

    answer = post(host, series, "places", capacity="2", online_capacity="0", online_link="")

    said = [str(message) for message in host.get(answer.headers["Location"]).context["messages"]]
    event.refresh_from_db()
    assert event.capacity == 68
    assert f"{day_words(event.day)} keeps its places, because more are taken." in said
    assert {one.capacity for one in coming(series)[1:]} == {2}


def test_somebody_must_be_able_to_come(host, series):
    answer = post(host, series, "places", capacity="0", online_capacity="0")

    assert answer.context["form"].errors["capacity"] == ["Enter a number of places, in the room or from home"]


def test_another_usual_place_moves_the_dates_that_were_there_and_tells_people(host, series):
    first, second, *_rest = coming(series)
    elsewhere = Venue.objects.create(name="The Packhorse", address="Mill Road")
    Event.objects.filter(pk=second.pk).update(venue=elsewhere)
    sign_ups(first, 1)
    sign_up(second, guest(2), at=timezone.now())

    post(host, series, "venue", place="new", venue_name="Old Market library", venue_address="Cornmarket")

    assert [event.venue.name for event in coming(series)[:3]] == [
        "Old Market library", "The Packhorse", "Old Market library"
    ]  # fmt: skip
    assert emails("events.changed") == ["guest1@people.example"]


def test_what_helps_people_get_in_is_said_fact_by_fact(host, client, series):
    same = {"name": series.venue.name, "address": series.venue.address}
    post(host, series, "access", **same, travel="Bus 5 stops outside.", access=["step-free", "hearing-loop"])

    page = client.get(coming(series)[0].get_absolute_url()).content.decode()
    series.venue.refresh_from_db()
    assert series.venue.access == ["step-free", "hearing-loop"]
    assert "Bus 5 stops outside." in page
    assert "Hearing loop" in page


def test_a_plan_begins_from_one_of_three(host, series):
    own = coming(series)[1]
    own.set_plan([{"minutes": 90, "what": "Only this"}])
    past = make_event(series=series, in_days=-5)
    box = host.get(f"/host/{series.slug}/plan/?from=conversation").context["form"]["plan"].value()

    post(host, series, "plan", plan=box)

    series.refresh_from_db()
    plans = [event.plan for event in coming(series) if event != past]
    past.refresh_from_db()
    assert past.plan == []
    assert series.plan[0] == {"minutes": 10, "what": "Hello, and find the label with your name"}
    assert (plans[0], plans[1]) == (series.plan, [{"minutes": 90, "what": "Only this"}])
    assert sum(step["minutes"] for step in series.plan) == 120


def test_a_line_without_minutes_is_named(host, series):
    answer = post(host, series, "plan", plan="20 Hello\nTables")

    assert answer.context["form"].errors["plan"] == ["Begin line 2 with how many minutes it takes, like: 20 Hello"]
    assert "20 Hello\nTables" in answer.content.decode()


def test_a_second_host_is_told_and_sees_the_series(host, series, sign_in):
    ruth = make_member("Ruth Allen", roles=["facilitator"])

    post(host, series, "hosts", host=str(ruth.uuid))
    add_host(series, ruth, by=ruth, at=timezone.now())

    assert emails("events.host-added") == [ruth.email]
    assert sign_in(ruth).get(f"/host/{series.slug}/").status_code == 200
    assert AuditEntry.objects.filter(action="events.host_added").count() == 1


def test_only_those_who_may_host_are_in_the_list(host, series, amara, orla):
    choices = host.get(f"/host/{series.slug}/hosts/").context["form"].fields["host"].queryset

    answer = post(host, series, "hosts", host=str(amara.uuid))

    assert list(choices) == [orla]
    assert answer.context["form"].errors["host"] == ["Choose a person from the list"]


def test_somebody_always_hosts_it(host, series, kwame, orla):
    alone = host.post(f"/host/{series.slug}/hosts/{kwame.uuid}/drop/")
    still = list(series.hosts.all())
    series.hosts.add(orla)

    asked = host.get(f"/host/{series.slug}/hosts/").content.decode()
    gone = host.post(f"/host/{series.slug}/hosts/{kwame.uuid}/drop/")

    assert (alone.headers["Location"], still) == (f"/host/{series.slug}/hosts/", [kwame])
    assert (gone.headers["Location"], list(series.hosts.all())) == ("/host/", [orla])
    assert ("Stop hosting it" in asked, "Take Orla off" in asked) == (True, True)
    assert "Kwame Asiedu does not host it any more" in host.get("/host/").content.decode()
    assert host.get(f"/host/{series.slug}/").status_code == 404


def test_a_series_is_handed_over_and_both_are_told(host, series, kwame):
    ruth = make_member("Ruth Allen", roles=["facilitator"])

    host.post(f"/host/{series.slug}/hosts/{kwame.uuid}/hand-over/", {"host": str(ruth.uuid)})
    hand_over(series, giver=kwame, to=ruth, by=kwame, at=timezone.now())

    assert list(series.hosts.all()) == [ruth]
    assert (emails("events.host-added"), emails("events.handed-over")) == ([ruth.email], [kwame.email])
    told = OutgoingEmail.objects.get(purpose="events.handed-over")
    assert "Collaboration Station is with Ruth Allen now" in told.text
    entry = AuditEntry.objects.get(action="events.handed_over")
    assert (entry.target, entry.facts) == (series.uuid, {"giver": str(kwame.uuid), "to": str(ruth.uuid)})
    assert Series.objects.get().first_host == ruth


def test_an_organiser_hands_over_for_somebody_who_is_away(sign_in, series, kwame, orla):
    answer = sign_in(orla).post(f"/host/{series.slug}/hosts/{kwame.uuid}/hand-over/", {"host": str(orla.uuid)})

    assert answer.headers["Location"] == "/host/"
    assert list(series.hosts.all()) == [orla]


def test_home_and_the_account_page_lead_hosts_to_their_jobs(host, client, series, kwame):
    make_dates()
    event = coming(series)[0]
    Event.objects.filter(pk=event.pk).update(
        starts_at=timezone.now() + timedelta(days=2),
        ends_at=timezone.now() + timedelta(days=2, hours=1),
    )

    home, account = host.get("/").content.decode(), host.get("/me/").content.decode()

    assert f'href="/host/{series.slug}/{event.day}/"' in home
    assert 'href="/host/"' in account
