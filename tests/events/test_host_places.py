"""A host's pages about places."""

import pytest
from django.utils import timezone

from commons.models import AuditEntry
from events.actions import Guest, cancel_date, give_back, hold_places, sign_up
from events.models import Event, SignUp
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest, sign_ups, states
from tests.factories import make_event, make_member, sector


@pytest.fixture
def event(kwame):
    """One that Kwame hosts, with two places."""
    row = make_event(capacity=2)
    row.series.hosts.add(kwame)
    return row


@pytest.fixture
def host(kwame, sign_in):
    return sign_in(kwame)


def of(event, rest):
    return f"/host/{event.series.slug}/{event.day}/{rest}"


def read(client, url):
    return " ".join(client.get(url).content.decode().split())


def test_a_host_sees_who_comes_who_waits_and_why(event, host):
    rows = sign_ups(event, 5)
    give_back(rows[0], at=timezone.now())

    words = read(host, of(event, "places/"))

    assert "2 of 2 places" in words
    assert "1 person is asked" in words
    assert "1 person is coming" in words
    assert "May answer until" in words
    first, second = words.index("Next: the first place that comes free"), words.index("Not next: 1 person waits before")
    assert words.index("Guest 4") < first < words.index("Guest 5") < second
    assert words.index("Not coming") < words.rindex("Guest 1")


def test_a_host_hears_that_what_is_free_is_kept_for_others(event, host, kwame):
    hold_places(event, {sector("residents"): 1}, by=kwame, at=timezone.now())
    sign_ups(event, 2)

    words = read(host, of(event, "places/"))

    assert "Waits: what is free is kept for people from other sectors." in words
    assert "Residents (1)" in words


def test_an_empty_date_says_so(event, host):
    words = read(host, of(event, "places/"))

    assert "Nobody waits." in words
    assert "Nobody is coming yet." in words


def test_the_page_costs_the_same_with_one_and_with_three(event, host, django_assert_num_queries):
    Event.objects.update(capacity=1)
    counts = []
    for number in range(1, 7, 3):
        sign_ups(event, 3, first=number)
        host.get(of(event, "places/"))
        with django_assert_num_queries(5):  # the session and its member, the date, may they host it, the sign-ups
            host.get(of(event, "places/"))
        counts.append(event.signups.count())
    assert counts == [3, 6]


@pytest.mark.parametrize(
    "page", ["places/", "add/", "places/how-many/", "places/kept/", "questions/", "questions/add/"]
)
def test_a_host_of_another_series_finds_nothing(event, sign_in, page):
    other = make_member("Hedda Stranger", roles=["facilitator"])

    assert sign_in(other).get(of(event, page)).status_code == 404


def test_an_organiser_opens_any(event, orla, sign_in):
    assert "Places" in read(sign_in(orla), of(event, "places/"))


def test_a_host_adds_somebody_who_rang(event, host, kwame):
    form = {"name": "Jim Fell", "reach": "01632 960 111", "sector": "", "brings": "", "form_key": ""}

    answer = host.post(of(event, "add/"), form)
    words = read(host, answer["Location"])

    signup = SignUp.objects.get()
    assert (signup.contact.name, signup.state, signup.added_by) == ("Jim Fell", "confirmed", kwame)
    assert "Jim Fell has a place" in words
    assert "01632 960 111" in words
    assert not OutgoingEmail.objects.exists()
    assert AuditEntry.objects.get(action="events.added").target == signup.uuid


def test_a_slip_keeps_what_the_host_typed(event, host):
    words = host.post(of(event, "add/"), {"name": "Jim Fell", "reach": "twelve"}).content.decode()

    assert "Enter an email address, like name@example.com, or a number" in words
    assert 'value="Jim Fell"' in words
    assert not SignUp.objects.exists()


def test_the_same_form_of_a_host_twice_is_one_row(event, host):
    form = {"name": "Jim Fell", "form_key": "6fa459ea-ee8a-3ca4-894e-db77e160355e"}

    answers = [host.post(of(event, "add/"), form)["Location"] for _ in range(2)]

    assert answers[0] == answers[1]
    assert SignUp.objects.count() == 1


def test_a_host_says_yes_for_somebody_who_rang_back(event, host):
    rows = sign_ups(event, 2)
    jim = sign_up(event, guest(9), at=timezone.now())
    give_back(rows[0], at=timezone.now())

    host.post(of(event, f"places/{jim.uuid}/"), {"do": "yes"})

    assert SignUp.objects.get(pk=jim.pk).state == "confirmed"
    assert AuditEntry.objects.get(action="events.said_yes").target == jim.uuid


def test_a_host_reads_who_is_told_by_email_and_who_is_to_be_rung(event, host):
    by_email = sign_up(event, guest(1), at=timezone.now())
    by_phone = sign_up(event, Guest(name="Reg", email="", phone="01632960777"), at=timezone.now(), has_carer=True)

    pages = [read(host, of(event, f"places/{row.uuid}/")) for row in (by_email, by_phone)]

    assert ["told by email" in page for page in pages] == [True, False]
    assert ["They have no email, so ring them." in page for page in pages] == [False, True]
    assert ["comes too" in page for page in pages] == [False, True]


def test_a_host_takes_somebody_off_who_is_told_and_the_next_is_offered(event, host):
    rows = sign_ups(event, 3)
    url = of(event, f"places/{rows[0].uuid}/")
    assert "Take them off the list" in read(host, url)

    host.post(url, {"do": "off"})
    host.post(url, {"do": "off"})

    assert states(event)["Guest 3"] == ("offered", 1)
    assert emails("events.taken-off") == ["guest1@people.example"]
    assert AuditEntry.objects.filter(action="events.taken_off").count() == 1


def test_more_places_are_offered_in_order(event, host):
    sign_ups(event, 5)

    host.post(of(event, "places/how-many/"), {"capacity": "4", "online": "0"})

    assert [state for state, _ in states(event).values()] == ["confirmed"] * 2 + ["offered"] * 2 + ["waiting"]


def test_fewer_places_than_taken_are_refused_until_the_host_picks(event, host):
    rows = sign_ups(event, 3)
    url = of(event, "places/how-many/")

    refused = host.post(url, {"capacity": "1", "online": "0"}).content.decode()
    still = Event.objects.get().capacity
    too_many = host.post(
        url, {"capacity": "1", "online": "0", "moving": [str(rows[0].uuid), str(rows[1].uuid)]}
    ).content.decode()
    done = host.post(url, {"capacity": "1", "online": "0", "moving": [str(rows[0].uuid)]})

    assert "Choose 1 person in the room" in refused
    assert "Guest 1" in refused
    assert still == 2
    assert "Choose 1 person in the room" in too_many
    assert done.status_code == 302
    assert states(event) == {"Guest 1": ("waiting", -1), "Guest 2": ("confirmed", None), "Guest 3": ("waiting", 1)}
    (told,) = OutgoingEmail.objects.filter(purpose="events.moved")
    assert told.to == "guest1@people.example"
    assert "You are number 1 in line, ahead of those who were waiting" in told.text


def test_somebody_moved_is_said_to_stand_in_front(event, host):
    rows = sign_ups(event, 3)
    host.post(of(event, "places/how-many/"), {"capacity": "1", "online": "0", "moving": [str(rows[0].uuid)]})

    words = read(host, of(event, "places/"))

    assert "They had a place before, and so stand in front." in words


def test_a_host_keeps_places_for_sectors(event, host):
    residents = sector("residents")

    wrong = host.post(of(event, "places/kept/"), {f"sector_{residents.pk}": "3"}).content.decode()
    host.post(of(event, "places/kept/"), {f"sector_{residents.pk}": "2"})

    assert "Keep fewer places: there are 2 in the room" in wrong
    assert 'value="3"' in wrong
    assert list(event.held.values_list("sector", "places")) == [(residents.pk, 2)]
    assert AuditEntry.objects.get(action="events.held_places").facts == {"places": 2}


def test_a_host_keeps_places_at_this_date_and_all_after(event, host):
    small = make_event(in_days=24, series=event.series, capacity=1)
    residents = sector("residents")
    posted = {f"sector_{residents.pk}": "2", "scope": "after"}

    wrong = host.post(of(event, "places/kept/"), posted).content.decode()
    Event.objects.filter(pk=small.pk).update(capacity=4)
    host.post(of(event, "places/kept/"), posted)

    assert "Keep fewer places: one of these dates has only 1 in the room" in wrong
    assert list(event.held.values_list("places", flat=True)) == [2]
    assert list(small.held.values_list("places", flat=True)) == [2]


def test_a_person_of_another_date_is_not_found_here(event, host):
    (elsewhere,) = sign_ups(make_event(in_days=17, series=event.series), 1)

    answers = [
        host.get(of(event, f"places/{elsewhere.uuid}/")),
        host.post(of(event, f"places/{elsewhere.uuid}/"), {"do": "off"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert SignUp.objects.get().state == "confirmed"


def test_among_many_the_host_finds_who_moves_by_letters_and_ticks_stay(event, host):
    Event.objects.update(capacity=20)
    rows, url = sign_ups(event, 12), of(event, "places/how-many/")
    jose = sign_up(event, Guest("José O’Connor", email="jose@people.example"), at=timezone.now())
    fewer = {"capacity": "11", "online": "0"}

    asked = host.post(url, fewer).content.decode()
    looked = host.post(url, {**fewer, "moving": [str(rows[2].uuid)], "find": "oco", "look": "1"})
    done = host.post(url, {**fewer, "moving": [str(rows[2].uuid), str(jose.uuid)], "find": "oco"})

    assert "Find by the first three letters" in asked
    shown = looked.context["form"]["moving"].subwidgets
    assert [(one.data["label"], one.data["selected"]) for one in shown] == [("Guest 3", True), ("José O’Connor", False)]
    assert looked.context["form"].errors == {}
    assert done.status_code == 302
    assert {name for name, (state, _) in states(event).items() if state == "waiting"} == {"Guest 3", "José O’Connor"}


def test_among_many_the_places_page_finds_somebody_wherever_they_stand(event, host):
    few = read(host, of(event, "places/"))
    sign_ups(event, 13)

    found = host.get(of(event, "places/"), {"find": "13"})
    nobody = host.get(of(event, "places/"), {"find": "zzz"}).content.decode()

    assert "Find by the first three letters" not in few
    assert [row.contact.name for row in found.context["found"]] == ["Guest 13"]
    assert "1 person found" in found.content.decode()
    assert "Nobody at this date is called that." in nobody


def test_nobody_is_taken_off_a_date_that_is_off_or_over(event, host, kwame):
    (row,) = sign_ups(event, 1)
    cancel_date(event, because="Snow.", by=kwame, at=timezone.now())
    page = of(event, f"places/{row.uuid}/")

    asked = read(host, page)
    said = read(host, host.post(page, {"do": "off"}).headers["Location"])

    assert "Take them off the list" not in asked
    assert "This date is cancelled, so it cannot be changed." in said
    assert states(event) == {"Guest 1": ("confirmed", None)}
    assert OutgoingEmail.objects.exclude(purpose__in=["events.confirmed", "events.cancelled"]).count() == 0
