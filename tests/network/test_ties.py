from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.actions.closing import close
from events.models import SignUp
from network.actions.tying import (
    look_for_all_ties,
    look_for_new_ties,
    offer_to_be_asked,
    say_known,
)
from network.models import Askable, Tie
from network.models.rows import linked_words
from tests import factories
from tests.network.people import introduced, text

NOW = timezone.now()


def met(*people, days_ago, series=None, state="confirmed", **fields):
    """They had a place at a date that many days ago."""
    event = factories.make_event(in_days=-days_ago, series=series, **fields)
    position = 1 if state == "waiting" else None
    for number, person in enumerate(people):
        at = {"signed_up_at": NOW, "changed_at": NOW}
        SignUp.objects.create(
            event=event, contact=person.contact, state=state, position=position and position + number, **at
        )
    return event


def known(one, other):
    return Tie.objects.known().of(one).to([other.pk]).exists()


def everything():
    return list(Tie.objects.order_by("pk").values_list())


def test_two_shared_events_are_knowing_and_one_is_not(amara, denise, kwame):
    met(amara, denise, kwame, days_ago=400)
    met(amara, denise, days_ago=40)

    look_for_all_ties(NOW)

    assert [known(amara, denise), known(amara, kwame), known(denise, kwame)] == [True, False, False]


def test_the_words_say_where_they_met_and_when_last(amara, denise):
    first = met(amara, denise, days_ago=40)
    last = met(amara, denise, days_ago=10)
    look_for_all_ties(NOW)

    tie = Tie.objects.get()

    day = timezone.localtime(last.ends_at)
    assert (tie.first_event, tie.shared_events, tie.last_at) == (first, 2, last.ends_at)
    assert linked_words(tie).startswith(f"Met at Collaboration Station, last on {day.day} {day:%B}")


@pytest.mark.parametrize(
    "second",
    [
        {"days_ago": -3},
        {"days_ago": 3, "state": "waiting"},
        {"days_ago": 3, "state": "cancelled"},
        {"days_ago": 3, "cancelled_at": NOW, "cancelled_because": "Snow"},
        {"days_ago": 3, "capacity": 500, "taken": 151},
    ],
    ids=["to come", "waiting", "gave it back", "called off", "a great hall"],
)
def test_dates_that_do_not_count(amara, denise, second):
    met(amara, denise, days_ago=30)
    met(amara, denise, **second)

    look_for_all_ties(NOW)

    assert not known(amara, denise)


def test_the_clock_finds_what_ended_lately_and_does_it_once(amara, denise, django_assert_num_queries):
    met(amara, denise, days_ago=90)
    met(amara, denise, days_ago=1)

    looked = look_for_new_ties(NOW)
    after = everything()
    look_for_new_ties(NOW)

    assert looked == 2
    assert known(amara, denise)
    assert everything() == after


def test_what_is_not_true_any_more_goes_in_the_night(amara, denise):
    met(amara, denise, days_ago=90)
    event = met(amara, denise, days_ago=20)
    look_for_all_ties(NOW)
    before = known(amara, denise)

    SignUp.objects.filter(event=event, contact=denise.contact).update(state="cancelled")
    look_for_all_ties(NOW)

    assert before
    assert not Tie.objects.exists()


def test_losing_one_reason_keeps_the_others(amara, denise):
    introduced(amara, denise)
    met(amara, denise, days_ago=90)
    event = met(amara, denise, days_ago=20)
    look_for_all_ties(NOW)

    SignUp.objects.filter(event=event).update(state="cancelled")
    look_for_all_ties(NOW)

    tie = Tie.objects.get()
    assert (tie.shared_events, tie.is_known) == (0, True)


def test_people_of_one_group_know_each_other_while_they_share_it(amara, denise):
    group = factories.make_group("Thinkers and doers", lead=amara)
    theirs = factories.put_in(group, denise)
    look_for_new_ties(NOW)
    look_for_new_ties(NOW)
    together, words = known(amara, denise), linked_words(Tie.objects.get())

    theirs.leave(at=NOW)
    look_for_new_ties(NOW)

    assert together
    assert words.startswith("Both in Thinkers and doers")
    assert not known(amara, denise)


def test_both_must_say_that_they_know_each_other_and_either_may_take_it_back(client, amara, denise):
    client.force_login(amara)
    client.post(f"/people/{denise.profile.uuid}/know/", {"say": "yes"})
    one_sided = known(amara, denise)
    client.force_login(denise)
    asked = text(client.get("/"))
    client.post(f"/people/{amara.profile.uuid}/know/", {"say": "yes", "back": "home"})
    both = known(amara, denise)
    client.post(f"/people/{amara.profile.uuid}/know/", {"say": ""})

    assert not one_sided
    assert "Amara Nwachukwu says that you know each other" in asked
    assert both
    assert not known(amara, denise)


def test_a_no_is_not_told_and_not_asked_again(client, amara, denise):
    client.force_login(amara)
    said = client.post(f"/people/{denise.profile.uuid}/know/", {"say": "yes"}, follow=True)
    before = text(client.get(f"/people/{denise.profile.uuid}/"))
    client.force_login(denise)
    client.post(f"/people/{amara.profile.uuid}/know/", {"say": "no"})
    asked_again = "says that you know each other" in text(client.get("/"))
    client.force_login(amara)
    after = text(client.get(f"/people/{denise.profile.uuid}/"))

    assert "Noted. It counts when they say so too." in text(said)
    assert "You said that you know each other. It counts when Denise says so too." in before
    assert strip(before) == strip(after)
    assert not asked_again


def strip(words):
    return [word for word in words.split() if not word.startswith("value=")]


def test_strange_words_change_nothing(client, amara, denise):
    client.force_login(amara)

    answer = client.post(f"/people/{denise.profile.uuid}/know/", {"say": "perhaps"})

    assert answer.status_code == 302
    assert not Tie.objects.exists()


def test_nobody_can_say_it_to_everybody(client, amara, denise, kwame, monkeypatch):
    monkeypatch.setattr("network.actions.introducing.ASKS_AN_HOUR", 1)
    client.force_login(amara)

    statuses = [client.post(f"/people/{p.profile.uuid}/know/", {"say": "yes"}).status_code for p in (denise, kwame)]

    assert statuses == [302, 429]
    assert Tie.objects.count() == 1


def test_a_claim_by_somebody_who_hid_or_is_a_month_old_is_not_on_home(client, amara, denise, kwame):
    say_known(by=amara, whom=denise, says="yes", at=NOW - timedelta(days=31))
    say_known(by=kwame, whom=denise, says="yes", at=NOW)
    kwame.profile.is_findable = False
    kwame.profile.save()
    client.force_login(denise)

    assert [need.part for need in client.get("/").context["needs"]] == []


def test_a_member_offers_to_be_asked_and_stops(client, amara):
    client.force_login(amara)

    for offer, there in (("1", True), ("1", True), ("0", False), ("0", False)):
        page = client.post("/people/ask-me/", {"offer": offer}, follow=True)
        assert Askable.objects.filter(member=amara).exists() is there
        assert ("Stop this" in text(page)) is there


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"reverse": True}, "the_smaller_number_comes_first"),
        ({"one_says": "yes"}, "one_says_it_at_a_time"),
        ({"other_said_at": NOW}, "other_says_it_at_a_time"),
        ({"group_name": "Doers"}, "a_group_has_a_name_and_a_day"),
    ],
)
def test_the_database_refuses_half_a_tie(amara, denise, fields, rule):
    one, other = (denise, amara) if fields.pop("reverse", False) else (amara, denise)

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Tie.objects.create(one=one, other=other, **fields)


def test_a_pair_has_one_row(amara, denise):
    introduced(amara, denise)

    with pytest.raises(IntegrityError, match="one_tie_a_pair"), transaction.atomic():
        introduced(amara, denise)


def test_a_persons_page_says_how_you_know_them(client, amara, denise):
    introduced(amara, denise)
    client.force_login(amara)

    words = text(client.get(f"/people/{denise.profile.uuid}/"))

    assert "You know Denise" in words
    assert "Introduced here, last on" in words
    assert "Introduce Denise to someone" in words


def test_the_panel_on_a_persons_page_costs_few_queries(client, amara, denise, kwame, django_assert_num_queries):
    introduced(amara, kwame)
    introduced(kwame, denise)
    offer_to_be_asked(denise, offers=True, at=NOW)
    client.force_login(amara)
    client.get(f"/people/{denise.profile.uuid}/")

    # One of them for the organisations of theirs besides the first.
    with django_assert_num_queries(12):
        client.get(f"/people/{denise.profile.uuid}/")


def test_erasing_one_leaves_no_tie(amara, denise):
    introduced(amara, denise)
    contact = denise.contact

    denise.delete()
    contact.delete()

    assert not Tie.objects.exists()


@pytest.mark.parametrize(("state", "is_known"), [("came", True), ("missed", False), ("apologies", False)])
def test_where_the_door_was_kept_only_those_who_came_have_met(amara, denise, state, is_known):
    met(amara, denise, days_ago=30)
    second = met(amara, denise, days_ago=3)
    factories.make_attendance(second, amara)
    factories.make_attendance(second, denise, state=state)

    look_for_all_ties(NOW)

    assert known(amara, denise) == is_known


def test_people_who_walked_in_have_met(amara, denise):
    for days_ago in (30, 3):
        event = met(days_ago=days_ago)
        factories.make_attendance(event, amara, is_walk_in=True)
        factories.make_attendance(event, denise, is_walk_in=True)

    look_for_new_ties(NOW)

    assert known(amara, denise)


def test_a_closed_date_at_which_nobody_was_noted_counts_for_nobody(amara, denise):
    met(amara, denise, days_ago=30)
    close(met(amara, denise, days_ago=3), by=None, at=NOW)

    look_for_all_ties(NOW)

    assert not known(amara, denise)
