"""One screen and a check: what a host types, what is read back, and what is there afterwards."""

from datetime import date, time, timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.utils import timezone

from commons.models import AuditEntry
from events.models import Event, Series, Venue
from tests.factories import make_event, make_series

THIRD_WEDNESDAY = {
    "title": "Kettle and Talk",
    "place": "new",
    "venue_name": "St Hilda’s hall",
    "venue_address": "Church Walk, Westmere",
    "how_often": "month",
    "nth": "3",
    "weekday": "2",
    "span": "half 5 to 7",
}


ELSEWHERE = ["Somewhere else", "Online, with no room"]


def typed(**more):
    return {**THIRD_WEDNESDAY, "form_key": str(uuid4()), **more}


def check(client, **more):
    """The page that reads it back."""
    return client.get(f"/host/new/check/?{urlencode(typed(**more))}")


def publish(client, **more):
    return client.post("/host/new/check/", typed(**more))


def wrongs(response):
    return [message for errors in response.context["form"].errors.values() for message in errors]


@pytest.fixture
def host(sign_in, kwame):
    return sign_in(kwame)


def test_a_host_sets_up_every_third_wednesday(host, kwame):
    answer = publish(host, first_on="18 November 2026") if timezone.localdate() < date(2026, 11, 18) else publish(host)

    series = Series.objects.get()
    assert answer.headers["Location"] == f"/host/{series.slug}/ready/"
    assert (series.title, series.slug, series.starts, series.ends) == (
        "Kettle and Talk", "kettle-and-talk", time(17, 30), time(19)
    )  # fmt: skip
    assert (series.rule, series.rule_in_words) == ("FREQ=MONTHLY;BYDAY=+3WE", "the third Wednesday of every month")
    assert list(series.hosts.all()) == [kwame]
    assert series.dates.count() in {12, 13}
    assert {event.where for event in series.dates.all()} == {"St Hilda’s hall"}
    assert AuditEntry.objects.get(action="events.series_set_up").target == series.uuid


def test_it_is_said_to_be_set_up_once_and_afterwards_there_are_its_link_and_code(host):
    ready = publish(host).headers["Location"]

    first, later = host.get(ready).content.decode(), host.get(ready).content.decode()

    assert ("Kettle and Talk is set up" in first, "Kettle and Talk is set up" in later) == (True, False)
    assert "What you can do next" not in later
    assert all("Code that opens Kettle and Talk" in page for page in (first, later))


def test_an_end_before_the_start_is_named(host):
    assert wrongs(check(host, span="7pm to 5pm")) == [
        "The end is before the start. Enter the start first, like 5:30pm to 7pm"
    ]


def test_it_is_read_back_as_a_sentence_and_nothing_is_kept(host):
    page = check(host, first_on="1 March 2028").content.decode()

    assert "The third Wednesday of every month, 5:30pm to 7pm, starting 15 March 2028." in page
    assert "St Hilda’s hall, Church Walk, Westmere" in page
    assert (Series.objects.count(), Venue.objects.count()) == (0, 0)


def test_bank_holidays_are_marked_and_may_be_left_out(host):
    mondays = {"how_often": "month", "nth": "-1", "weekday": "0", "first_on": "1 March 2028"}
    page = check(host, **mondays)
    marked = [(row.day, row.holiday) for row in page.context["dates"] if row.holiday]

    publish(host, **mondays, skip="2028-05-29")

    assert marked == [(date(2028, 5, 29), "Spring bank holiday"), (date(2028, 8, 28), "Summer bank holiday")]
    days = [event.day for event in Event.objects.order_by("day")[:4]]
    assert days == [date(2028, 3, 27), date(2028, 4, 24), date(2028, 6, 26), date(2028, 7, 31)]
    assert Series.objects.get().skipped == [date(2028, 5, 29)]


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"how_often": "once", "first_on": "18 November 2028"}, "Saturday 18 November 2028, 5:30pm to 7pm."),
        (
            {"how_often": "week", "first_on": "15 November 2028"},
            "Every Wednesday, 5:30pm to 7pm, starting 15 November 2028.",
        ),
        (
            {"how_often": "fortnight", "first_on": "15/11/2028", "last_on": "31 January 2029"},
            "Every second Wednesday until 31 January 2029, 5:30pm to 7pm, starting 15 November 2028.",
        ),
        (
            {"how_often": "month-day", "first_on": "18 November 2028"},
            "The 18th of every month, 5:30pm to 7pm, starting 18 November 2028.",
        ),
        (
            {"how_often": "workshops", "first_on": "1 November 2028", "third_on": "22 November 2028"},
            "Three workshops: Wednesday 1 November 2028, Wednesday 8 November 2028 and "
            "Wednesday 22 November 2028, 5:30pm to 7pm.",
        ),
    ],
)
def test_each_rhythm_is_read_back(host, chosen, sentence):
    page = check(host, **chosen)

    assert page.context["rows"][1]["value"] == sentence


def test_the_same_form_sent_twice_is_one_series(host):
    form = typed()

    first, second = host.post("/host/new/check/", form), host.post("/host/new/check/", form)

    assert first.headers["Location"] == second.headers["Location"]
    assert Series.objects.count() == 1


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(host):
    answer = check(host, title="", venue_address="", how_often="week", span="half 5")

    assert wrongs(answer) == [
        "Enter a name", "Say when it ends too, like 5:30pm to 7pm", "Enter its address",
        "Enter the first day, like 18 November",
    ]  # fmt: skip
    assert 'value="St Hilda’s hall"' in answer.content.decode()
    assert 'value="half 5"' in answer.content.decode()


def test_workshops_out_of_order_are_refused(host):
    answer = check(host, how_often="workshops", first_on="8 November 2028", second_on="1 November 2028")

    assert wrongs(answer) == ["The second workshop is after the first, and the third after the second"]


@pytest.mark.parametrize("often", ["workshops", "week", "month", "month-day", "once"])
def test_a_day_that_nobody_means_is_refused(host, often):
    answer = check(host, how_often=often, first_on="31 December 9999")

    assert wrongs(answer) == ["Choose a day in the next three years"]


def test_an_end_before_the_start_is_refused(host):
    answer = check(host, first_on="1 March 2028", last_on="3 March 2028")

    assert wrongs(answer) == ["The last one is before the first. Choose a later day"]


def test_three_workshops_are_three_dates_and_one_sign_up(host):
    publish(host, how_often="workshops", first_on="1 November 2028")

    series = Series.objects.get()
    assert [event.day.day for event in series.dates.order_by("day")] == [1, 8, 15]
    assert (series.kind, series.is_taken_as_a_whole, series.rule) == ("workshops", True, "")


def test_the_last_place_is_offered_first(host, kwame):
    make_series("old", venue=Venue.objects.create(name="Old Market library", address="Cornmarket")).hosts.add(kwame)
    last = make_series("new-one")
    last.hosts.add(kwame)

    page = host.get("/host/new/")
    answer = publish(host, place=str(last.venue_id))

    places = [label for _value, label in page.context["form"].fields["place"].choices]
    assert places == ["St Hilda’s hall, 1 Mill Lane, Westmere", "Old Market library, Cornmarket", *ELSEWHERE]
    assert answer.status_code == 302
    assert Series.objects.get(title="Kettle and Talk").venue == last.venue


def test_a_house_where_a_few_meet_is_offered_to_nobody_else(host):
    home, hall = (
        Venue.objects.create(name="Ruth’s", address="9 Dene"),
        Venue.objects.create(name="Hall", address="Mill"),
    )
    make_event(series=make_series("house", audience="link", venue=home))
    make_event(series=make_series("open", venue=hall))

    places = [label for _value, label in host.get("/host/new/").context["form"].fields["place"].choices]

    assert places == ["Hall, Mill", *ELSEWHERE]


def test_what_was_typed_comes_back_to_be_changed(host):
    answers = check(host).context["rows"]

    page = host.get(answers[0]["url"].partition("#")[0]).content.decode()

    assert 'value="Kettle and Talk"' in page
    assert 'value="half 5 to 7"' in page


def test_the_confirmation_has_the_link_the_code_and_the_jobs(host):
    ready = host.get(publish(host).headers["Location"])
    page = ready.content.decode()

    assert "Kettle and Talk is set up" in page
    assert "/events/kettle-and-talk/" in page
    assert "/events/kettle-and-talk/calendar.ics" in page
    assert '<svg class="qr' in page
    assert [job.title for job in ready.context["jobs"]] == [
        "Words", "Who it is for", "Places", "The place, and getting in", "Plan", "Hosts"
    ]  # fmt: skip


def test_no_two_series_have_one_address_and_none_hides_a_page(host):
    for title in ("Kettle and Talk", "Kettle and talk!", "New", "2026-11"):
        publish(host, title=title)

    slugs = set(Series.objects.values_list("slug", flat=True))
    assert slugs == {"kettle-and-talk", "kettle-and-talk-2", "new-2", "meet-2026-11"}


def test_another_like_it_has_its_words_and_none_of_its_people(host, kwame, orla):
    first = make_series(standfirst="Bring one thing.", plan=[{"minutes": 20, "what": "Hello"}], capacity=30)
    first.hosts.add(kwame, orla)
    begun = host.get(f"/host/new/?like={first.slug}").context["form"]

    publish(host, like=first.slug)

    new = Series.objects.get(title="Kettle and Talk")
    assert (begun["title"].value(), begun["how_often"].value(), begun["nth"].value()) == (
        "Collaboration Station",
        "month",
        3,
    )
    assert (new.standfirst, new.plan, new.capacity) == ("Bring one thing.", [{"minutes": 20, "what": "Hello"}], 30)
    assert list(new.hosts.all()) == [kwame]
    assert not new.dates.filter(signups__isnull=False).exists()


def test_another_like_it_asks_what_is_asked_at_every_date_and_no_more(host, kwame):
    first = make_series()
    first.hosts.add(kwame)
    first.questions.create(words="Tea or coffee?", kind="choice", options=["Tea", "Coffee"], is_required=True)
    first.questions.create(words="Asked once", kind="short", retired_at=timezone.now())

    publish(host, like=first.slug)

    new = Series.objects.get(title="Kettle and Talk")
    assert [(row.words, row.options, row.is_required) for row in new.questions.all()] == [
        ("Tea or coffee?", ["Tea", "Coffee"], True)
    ]


def test_another_like_it_is_for_the_same_people(host, kwame):
    first = make_series(audience="link")
    first.hosts.add(kwame)
    page = check(host, like=first.slug).content.decode()

    publish(host, like=first.slug)

    new = Series.objects.get(title="Kettle and Talk")
    assert "It is for the same people as Collaboration Station: Whoever has the link." in page
    assert (new.audience, len(new.slug.rpartition("-")[2])) == ("link", 16)


def test_nobody_copies_a_series_of_others(host):
    make_series("theirs", standfirst="Not yours.")

    publish(host, like="theirs")

    assert Series.objects.get(title="Kettle and Talk").standfirst == ""


def test_a_member_without_the_role_sets_nothing_up(client, amara):
    client.force_login(amara)

    assert [client.get("/host/new/").status_code, publish(client).status_code] == [403, 403]
    assert Series.objects.count() == 0


def test_a_year_of_dates_is_made_from_a_far_first_day(host):
    far = timezone.localdate() + timedelta(days=300)

    publish(host, how_often="week", first_on=far.isoformat())

    assert Event.objects.count() == 53
