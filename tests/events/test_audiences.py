"""Who finds a series that is not for everyone: in the list, at its address, as a file, on Home, and who may come."""

import pytest
from django.test import Client

from events.models import Event, Series
from groups.models import Group
from tests.conftest import pass_second_factor
from tests.factories import make_event, make_group, make_member, make_organisation, make_series, put_in

READERS = ["visitor", "member", "in the group", "host"]
MEMBERS = ["member", "in the group", "host"]
GROUP, ALL = ["in the group", "host"], READERS
LISTED = {"public": ALL, "members": MEMBERS, "group": GROUP, "link": ["host"]}
OPENED = {**LISTED, "link": ALL}


@pytest.fixture
def people(db, kwame):
    """Somebody of each sort, with a browser."""
    group_member = make_member("Grace Okoro")
    make_group(people=[group_member])
    clients = {name: Client() for name in READERS}
    clients["member"].force_login(make_member("Mary Lunn"))
    clients["in the group"].force_login(group_member)
    clients["host"].force_login(kwame)
    pass_second_factor(clients["host"], kwame)
    return clients


@pytest.fixture(params=list(LISTED))
def event(request, people, kwame):
    """A date of a series for these people, put on by an organisation."""
    series = make_series(audience="public", title="Canary Club", organisation=make_organisation())
    series.audience = request.param
    series.group = Group.objects.get() if request.param == "group" else None
    series.save()
    series.hosts.add(kwame)
    return make_event(series=series, in_days=3)


def shows(client, address):
    answer = client.get(address)
    return answer.status_code == 200 and "Canary Club" in answer.content.decode()


def who(people, sees):
    return [name for name, client in people.items() if sees(client)]


def test_who_finds_it_in_lists(people, event):
    listed = LISTED[event.series.audience]

    assert who(people, lambda client: shows(client, "/events/")) == listed
    assert who(people, lambda client: shows(client, event.series.organisation.get_absolute_url())) == listed


def test_who_is_told_of_it_at_home(people, event):
    assert who(people, lambda client: shows(client, "/")) == LISTED[event.series.audience]


@pytest.mark.parametrize("page", ["", "calendar.ics", "{day}/", "{day}/calendar.ics", "{day}/wall/", "{day}/pledge/"])
def test_who_opens_its_pages(people, event, page):
    address = f"{event.series.get_absolute_url()}{page.format(day=event.day)}"

    assert who(people, lambda client: shows(client, address)) == OPENED[event.series.audience]
    others = set(READERS) - set(OPENED[event.series.audience])
    assert {people[name].get(address).status_code for name in others} <= {404}


def test_who_may_have_a_place(people, event):
    join = f"{event.get_absolute_url()}join/"
    form = {
        "name": "Jo",
        "reach": "jo@people.example",
        "organisation": "",
        "sector": event.series.organisation.sector.slug,
    }

    answers = {name: client.post(join, form).status_code for name, client in people.items()}

    allowed = OPENED[event.series.audience]
    assert answers == {name: 302 if name in allowed else 404 for name in READERS}
    assert event.signups.count() == len(allowed)


def test_a_series_for_whoever_has_the_link_gets_an_address_that_cannot_be_guessed(people, event, kwame):
    if event.series.is_secret:
        Series.objects.update(audience="public", group=None)
    old = event.series.slug

    people["host"].post(f"/host/{old}/audience/", {"audience": "link"})

    series = Series.objects.get()
    stem, _, tail = series.slug.rpartition("-")
    assert (series.audience, stem, len(tail)) == ("link", "canary-club", 16)
    assert people["visitor"].get(f"/events/{old}/").status_code == 404
    assert people["visitor"].get(series.get_absolute_url()).status_code == 200


def test_a_group_is_named_and_is_the_hosts_own(people, kwame):
    series = make_series()
    series.hosts.add(kwame)
    host, others = people["host"], Group.objects.get()
    put_in(make_group("Another"), kwame)

    none = host.post(f"/host/{series.slug}/audience/", {"audience": "group"})
    strange = host.post(f"/host/{series.slug}/audience/", {"audience": "group", "group": others.slug})
    put_in(others, kwame)
    host.post(f"/host/{series.slug}/audience/", {"audience": "group", "group": others.slug})

    assert none.context["form"].errors["group"] == ["Choose the group"]
    assert "group" in strange.context["form"].errors
    series.refresh_from_db()
    assert (series.audience, series.group) == ("group", others)
    assert Event.objects.count() == 0


def test_a_host_without_a_group_is_not_offered_one(people, kwame):
    series = make_series()
    series.hosts.add(kwame)

    form = people["host"].get(f"/host/{series.slug}/audience/").context["form"]

    assert [value for value, _words in form.fields["audience"].choices] == ["public", "members", "link"]
    assert "group" not in form.fields


def test_only_hosts_see_the_way_to_the_jobs_of_a_date(people, kwame):
    event = make_event()
    event.series.hosts.add(kwame)

    assert who(
        people, lambda client: event.get_host_url() in client.get(event.get_absolute_url()).content.decode()
    ) == ["host"]
