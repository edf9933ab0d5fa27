"""What a host has in hand on the day before."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from events.actions import give_back, mark_met, sign_up, tell_needs
from events.models import Attendance, Event
from members.models import Place
from tests.events.people import sign_ups
from tests.factories import make_contact, make_event, make_member, make_organisation, make_pledge, sector


@pytest.fixture
def event(kwame):
    row = make_event(capacity=3)
    row.series.hosts.add(kwame)
    return row


@pytest.fixture
def host(sign_in, kwame):
    return sign_in(kwame)


def pack(host, event):
    return host.get(f"/host/{event.series.slug}/{event.day}/pack/").content.decode()


def test_the_list_says_who_and_from_where(event, host):
    loom = make_organisation("Loom and Ladder", cloth="charity")
    reg = make_contact("Reg Thackeray", email="reg@people.example", cloth="residents", organisation=loom)
    una = make_contact("Una Stott", email="una@people.example", cloth="faith", organisation_typed="The bus shelter")
    for contact in (reg, una):
        sign_up(event, contact, at=timezone.now())

    words = pack(host, event)

    assert all(part in words for part in ("Reg Thackeray", "Loom and Ladder", "Residents", "Una Stott"))
    assert "The bus shelter" in words
    assert "2 people are coming." in words


def test_whoever_waits_is_counted_and_not_listed(event, host):
    sign_ups(event, 4)

    words = pack(host, event)

    assert "3 people are coming." in words
    assert "Guest 4" not in words
    assert "1 person is waiting for a place." in words


def test_whoever_was_offered_a_place_is_not_counted_as_coming(event, host):
    first, *_ = sign_ups(event, 3)
    sign_up(event, make_contact("Una Stott", email="una@people.example", cloth="faith"), at=timezone.now())
    give_back(first, at=timezone.now())

    words = " ".join(pack(host, event).split())

    assert "2 people are coming. 1 person has been offered a place and has not said yes." in words
    assert 'Una Stott <span class="small muted">has not said yes</span>' in words
    assert "Faith" in words.partition("Nobody yet from these sectors:")[2].partition("</ul>")[0]


def test_sectors_that_nobody_comes_from_are_named(event, host):
    sign_up(event, make_contact(cloth="residents"), at=timezone.now())
    for cloth in ("police", "funder"):
        sector(cloth)

    words = pack(host, event)

    missing = words.partition("Nobody yet from these sectors:")[2].partition("</ul>")[0]
    assert ("Police" in missing, "Funder" in missing, "Residents" in missing) == (True, True, False)


def test_of_missing_sectors_organisations_are_named_to_invite(event, host):
    near = Place.objects.create(slug="westmere", name="Westmere", kind="district")
    event.venue.place = near
    event.venue.save()
    sign_up(event, make_contact(cloth="residents"), at=timezone.now())
    for name in ("Aid North", "Bread Shed", "Common Ground", "Drop In", "Every Door"):
        make_organisation(name, cloth="charity")
    make_organisation("Every Door").places.add(near)
    make_organisation("Tenants Together", cloth="residents")
    before = make_event(series=event.series, in_days=-20)
    there = make_contact(cloth="charity", organisation=make_organisation("Drop In"))
    Attendance.objects.create(event=before, contact=there, state="came", noted_at=timezone.now())

    words = pack(host, event)

    missing = words.partition("Nobody yet from these sectors:")[2].partition("</ul>")[0]
    assert re.findall(r'/organisations/([\w-]+)/"', missing) == ["drop-in", "every-door", "aid-north"]


def test_access_stands_there_in_numbers_without_anybodys_words(event, host, kwame):
    one, two = sign_ups(event, 2)
    tell_needs(one, needs=["hearing"], words="zqcanary", at=timezone.now())
    tell_needs(two, needs=["hearing"], words="", at=timezone.now())
    mark_met(event, {one.uuid: {"hearing"}}, by=kwame)

    words = " ".join(pack(host, event).split())

    assert "<td>A hearing loop</td> <td>2</td> <td>1</td>" in words
    assert "<td>Something else, in their own words</td> <td>1</td> <td>0</td>" in words
    assert "zqcanary" not in words


def test_pledges_of_those_coming_that_fall_due_by_then(event, host, amara, denise):
    sign_up(event, amara.contact, at=timezone.now())
    make_pledge("mend the kettle", by=amara, by_on=event.day)
    make_pledge("paint the hall", by=amara, by_on=event.day + timedelta(days=1))
    make_pledge("ring ten tenants", by=denise, by_on=event.day)
    make_pledge("say nothing aloud", by=amara, by_on=event.day, visibility="partner")

    words = pack(host, event)

    shown = [act in words for act in ("mend the kettle", "paint the hall", "ring ten tenants", "say nothing aloud")]
    assert shown == [True, False, False, False]


def test_guests_have_a_way_to_put_their_address_right_and_members_none(event, host, amara):
    (signup,) = sign_ups(event, 1)
    mine = sign_up(event, amara.contact, at=timezone.now())

    words = pack(host, event)

    assert f"/people/{signup.uuid}/email/" in words
    assert f"/people/{mine.uuid}/email/" not in words


def test_nobody_yet_and_nothing_due_is_said(event, host):
    words = pack(host, event)

    assert "Nobody has a place yet." in words
    assert "No pledge of theirs falls due by then." in words


def test_a_cancelled_date_says_so_at_the_top(event, host):
    Event.objects.update(cancelled_at=timezone.now(), cancelled_because="The hall is flooded.")

    assert "The hall is flooded." in pack(host, event)


def test_a_foreign_host_finds_nothing(event, sign_in):
    client = sign_in(make_member("Ros Hale", roles=["facilitator"]))

    assert client.get(f"/host/{event.series.slug}/{event.day}/pack/").status_code == 404


def test_it_costs_the_same_with_one_and_three(event, host, django_assert_num_queries):
    for number in (1, 3):
        sign_ups(event, number)
        pack(host, event)
        with django_assert_num_queries(QUERIES):
            pack(host, event)


QUERIES = 9
