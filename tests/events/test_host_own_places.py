"""One date, or one and all after it, with places, a link to join and an access lead of its own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commons.models import AuditEntry
from events.actions import Change, TooFewPlaces, change_date, sign_up, write_due_reminders
from events.models import Event, Venue, access_lead_of
from events.tasks import make_dates
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest, sign_ups, states
from tests.factories import make_event, make_member, make_series

LINK = "https://meet.example/kettle"


@pytest.fixture
def series(db, kwame):
    row = make_series(first_on=timezone.localdate())
    row.hosts.add(kwame)
    make_dates()
    return row


@pytest.fixture
def host(sign_in, kwame, series):
    return sign_in(kwame)


@pytest.fixture
def tomorrow(series):
    """A date that is at hand, with a place in the room and one from home."""
    event = make_event(series=series, in_days=1, online_capacity=10, online_link=f"{LINK}-old")
    sign_up(event, guest(1), at=timezone.now(), way="room")
    sign_up(event, guest(2), at=timezone.now(), way="online")
    return event


def coming(series):
    return list(series.dates.order_by("day").select_related("series", "venue"))


def post(host, event, **more):
    now = Change.none(event)
    form = {
        "day": now.day.isoformat(), "span": "5:30pm to 7pm", "place": str(event.venue_id), "scope": "one",
        "capacity": event.capacity, "online_capacity": event.online_capacity, "online_link": event.online_link,
    }  # fmt: skip
    return host.post(f"{event.get_host_url()}change/", {**form, **more})


def test_one_date_has_places_and_a_link_of_its_own(host, series, kwame):
    first, second, *_rest = coming(series)

    post(host, second, capacity="20", online_capacity="5", online_link=LINK)

    own = [(event.capacity, event.online_capacity, event.online_link) for event in coming(series)[:3]]
    series.refresh_from_db()
    assert own == [(68, 0, ""), (20, 5, LINK), (68, 0, "")]
    assert (series.capacity, series.online_link) == (68, "")
    entry = AuditEntry.objects.get(action="events.capacity_changed")
    assert (entry.target, entry.facts) == (second.uuid, {"capacity": 20, "online": 5, "moved": 0})
    assert first.pk != second.pk


def test_more_places_go_to_those_who_wait(host, series):
    event = coming(series)[0]
    Event.objects.filter(pk=event.pk).update(capacity=1)
    sign_ups(event, 3)
    event.refresh_from_db()

    post(host, event, capacity="2")

    assert [state for state, _number in states(event).values()] == ["confirmed", "offered", "waiting"]
    assert emails("events.offered") == ["guest2@people.example"]
    assert emails("events.changed") == []


def test_fewer_than_are_taken_is_refused_and_leads_to_the_list(host, series):
    event = coming(series)[0]
    sign_ups(event, 3)

    answer = post(host, event, capacity="2", theme="Damp homes")

    assert answer.context["form"].errors["capacity"] == [
        "3 people have a place. To have fewer, choose who moves, under “Places and the line”"
    ]
    assert 'value="Damp homes"' in answer.content.decode()
    with pytest.raises(TooFewPlaces):
        change_date(event, Change(event.day, series.starts, series.ends, event.venue, capacity=2), at=timezone.now())


def test_all_after_have_them_too_and_a_fuller_date_keeps_its_own(host, series):
    _first, second, third, *_rest = coming(series)
    sign_ups(third, 3)

    answer = post(host, second, capacity="2", online_capacity="4", online_link=LINK, scope="after")

    said = [str(message) for message in host.get(answer.headers["Location"]).context["messages"]]
    series.refresh_from_db()
    own = [(event.capacity, event.online_capacity, event.online_link) for event in coming(series)[:4]]
    assert own == [(68, 0, ""), (2, 4, LINK), (68, 0, LINK), (2, 4, LINK)]
    assert (series.capacity, series.online_capacity, series.online_link) == (2, 4, LINK)
    assert sum("keeps its places, because more are taken." in one for one in said) == 1


def test_earlier_dates_keep_the_link_they_had(host, series):
    series.online_link = f"{LINK}-old"
    series.save()
    second = coming(series)[1]

    post(host, second, online_link=LINK, scope="after")

    assert [event.joining_link for event in coming(series)[:3]] == [f"{LINK}-old", LINK, LINK]


def test_a_new_link_is_told_to_those_who_were_shown_the_old_one(host, tomorrow):
    post(host, tomorrow, online_link=LINK)

    told = OutgoingEmail.objects.get(purpose="events.changed")
    assert told.to == "guest2@people.example"
    assert "The link to join by video is new." in told.text
    assert [LINK in words and f"{LINK}-old" not in words for words in (told.text, told.html)] == [True, True]
    assert "It was:" not in told.text


def test_nobody_is_told_of_a_link_that_nobody_was_shown(host, series):
    event = make_event(series=series, in_days=9, online_capacity=10, online_link=f"{LINK}-old")
    sign_up(event, guest(1), at=timezone.now(), way="online")

    post(host, event, online_link=LINK)

    event.refresh_from_db()
    assert (event.online_link, emails("events.changed")) == (LINK, [])


def test_a_new_usual_link_is_told_where_it_was_shown(host, series, tomorrow):
    Event.objects.filter(pk=tomorrow.pk).update(online_link="")
    series.online_link = f"{LINK}-old"
    series.save()
    form = {"capacity": "68", "online_capacity": "10", "online_link": LINK}

    host.post(f"/host/{series.slug}/places/", form)
    host.post(f"/host/{series.slug}/places/", form)

    assert emails("events.changed") == ["guest2@people.example"]
    assert LINK in OutgoingEmail.objects.get(purpose="events.changed").text


def test_a_reminder_that_has_not_gone_out_is_written_again_with_the_new_link(host, tomorrow):
    long_ago = timezone.now() - timedelta(days=30)
    tomorrow.signups.update(signed_up_at=long_ago, changed_at=long_ago)
    at_ten = timezone.localtime().replace(hour=10, minute=1)
    write_due_reminders(at_ten)

    post(host, tomorrow, online_link=LINK)
    write_due_reminders(at_ten)

    theirs = OutgoingEmail.objects.filter(purpose="events.day-before", to="guest2@people.example").order_by("pk")
    assert [(one.state, f"{LINK}-old" in one.text) for one in theirs] == [("cancelled", True), ("due", False)]


def test_another_place_is_told_to_those_who_go_there(host, tomorrow):
    library = Venue.objects.create(name="The library", address="Cornmarket")
    make_event(series=make_series("elsewhere", venue=library))

    post(host, tomorrow, place=str(library.pk))

    assert emails("events.changed") == ["guest1@people.example"]


def test_a_date_goes_online_and_whoever_waits_for_the_room_waits_for_that(host, series):
    event = coming(series)[0]
    Event.objects.filter(pk=event.pk).update(capacity=0, online_capacity=1)
    event.refresh_from_db()
    sign_ups(event, 2)
    event.signups.filter(state="waiting").update(way="room")

    post(host, event, place="online", capacity="", online_capacity="2")

    event.refresh_from_db()
    assert (event.venue, event.capacity, event.online_capacity, event.where) == (None, 0, 2, "Online")
    assert list(event.signups.order_by("pk").values_list("state", "way")) == [
        ("confirmed", "online"), ("offered", "online")
    ]  # fmt: skip


def test_somebody_must_be_able_to_come(host, series):
    event = coming(series)[0]

    room = post(host, event, capacity="0")
    online = post(host, event, place="online")

    assert room.context["form"].errors == {"capacity": ["Enter how many people can come"]}
    assert online.context["form"].errors == {"online_capacity": ["Enter how many people can come"]}


def test_a_date_has_an_access_lead_of_its_own(host, series, kwame):
    first, second, *_rest = coming(series)
    alone = host.get(f"{first.get_host_url()}change/").context["form"].fields
    ruth = make_member("Ruth Allen", roles=["facilitator"])
    series.hosts.add(ruth)

    post(host, second, lead=str(ruth.uuid))

    second.refresh_from_db()
    assert "lead" not in alone
    assert (access_lead_of(first), access_lead_of(second)) == (kwame, ruth)
    assert AuditEntry.objects.get(action="events.access_lead_named").target == second.uuid
