"""What people need to take part: who may tell it, who may read it, and how it goes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from collab.privacy.agreeing import agreements, looks
from collab.privacy.downloads import parts_about
from collab.privacy.erasing import erase
from collab.privacy.keeping import keep_no_longer
from collab.privacy.people import person_of
from commons.models import AuditEntry
from events.actions import (
    give_back,
    keep_offers_moving,
    mark_met,
    set_capacity,
    sign_up,
    take_back_needs,
    take_off,
    tell_needs,
)
from events.models import AccessNeed, AccessTotal, Event, SignUp
from tests.events.people import sign_ups
from tests.factories import make_contact, make_event, make_member

SECRET = "zqcanary coeliac"


@pytest.fixture
def event(kwame):
    row = make_event()
    row.series.hosts.add(kwame)
    return row


def tell(signup, needs=("hearing",), words=SECRET, **fields):
    tell_needs(signup, needs=needs, words=words, at=fields.get("at", timezone.now()))
    return AccessNeed.objects.get(signup=signup)


def page_of(event, more=""):
    return f"/host/{event.series.slug}/{event.day}/needs/{more}"


def join(client, event, **fields):
    posted = {"name": "Jo Bright", "reach": "jo@people.example", "form_key": "5f0f9dd6-4e0a-4f6c-9f0f-1f6f4f1f7f11"}
    return client.post(f"{event.get_absolute_url()}join/", {**posted, **fields})


def totals(event):
    return {row.need: (row.asked, row.met) for row in AccessTotal.objects.filter(event=event).exclude(asked=0)}


def looked(by):
    return list(AuditEntry.objects.filter(action="events.needs_read", actor=by.uuid).values_list("target", flat=True))


# --- Telling -------------------------------------------------------------------------------------


BOX = {"access-needs": ["hearing", "food"], "access-words": SECRET, "access-agrees": "on"}


def test_a_guest_tells_it_in_a_box_of_its_own_on_the_form(client, event):
    before = timezone.now()

    join(client, event, **BOX)

    row = AccessNeed.objects.get()
    assert (row.signup.contact.name, row.needs, row.words) == ("Jo Bright", ["food", "hearing"], SECRET)
    assert (row.wording, row.taken_back_at, row.agreed_at >= before) == (1, None, True)


def test_without_a_yes_of_its_own_nothing_is_kept_and_what_was_typed_stays(client, event):
    answer = join(client, event, **{**BOX, "access-agrees": ""})

    words = answer.content.decode()
    assert words.count("Tick the box that lets us keep what you need") == 2
    assert 'href="#id_access-agrees"' in words
    assert SECRET in words
    assert 'value="Jo Bright"' in words
    assert '<details class="govuk-details" open>' in words
    assert not SignUp.objects.exists()


def test_the_box_may_stay_empty(client, event):
    join(client, event, **{"access-agrees": "on"})

    assert SignUp.objects.count() == 1
    assert not AccessNeed.objects.exists()


def test_too_many_words_are_counted_and_not_cut(client, event):
    answer = join(client, event, **{**BOX, "access-words": "x" * 503})

    assert "Cut 3 characters from what you wrote here" in answer.content.decode()
    assert not SignUp.objects.exists()


def test_a_form_sent_twice_is_one_row_and_counts_once(client, event):
    join(client, event, **BOX)
    join(client, event, **BOX)

    assert AccessNeed.objects.count() == 1
    assert totals(event) == {"food": (1, 0), "hearing": (1, 0), "words": (1, 0)}


def test_a_known_person_tells_with_the_form_that_makes_the_sign_up_and_not_with_a_later_one(client, event):
    make_contact("Reg Thackeray", email="jo@people.example")

    join(client, event, **BOX)
    join(client, event, **{**BOX, "access-words": "A stranger’s words"})

    assert AccessNeed.objects.get().words == SECRET


def test_a_member_tells_it_with_the_form(event, amara, sign_in):
    sign_in(amara).post(f"{event.get_absolute_url()}join/", BOX)

    assert AccessNeed.objects.get().signup.contact == amara.contact


def test_it_is_told_and_changed_on_a_page_of_its_own(client, event):
    (signup,) = sign_ups(event, 1)
    url = signup.get_needs_url()
    assert url.split(":")[0] in client.get(signup.get_absolute_url()).content.decode()

    client.post(url, {"needs": ["quiet"], "words": "", "agrees": "on"})
    answer = client.post(url, {"needs": ["quiet", "print"], "words": "", "agrees": "on"}, follow=True)

    assert AccessNeed.objects.get().needs == ["print", "quiet"]
    assert totals(event) == {"print": (1, 0), "quiet": (1, 0)}
    assert "We have told the person who looks after access" in answer.content.decode()


def test_an_empty_page_says_what_to_do(client, event):
    (signup,) = sign_ups(event, 1)

    answer = client.post(signup.get_needs_url(), {"agrees": "on"})

    assert answer.content.decode().count("Choose or write what helps you") == 2
    assert not AccessNeed.objects.exists()


def test_a_link_that_may_have_been_passed_on_does_not_show_it(client, event):
    (signup,) = sign_ups(event, 1)
    tell(signup)

    words = client.get(signup.get_needs_url()).content.decode()

    assert "You told us on" in words
    assert SECRET not in words
    assert "checked" not in words


def test_a_member_reads_their_own_and_that_is_on_record(event, amara, sign_in):
    signup = sign_up(event, amara.contact, at=timezone.now())
    tell(signup)

    words = sign_in(amara).get(signup.get_needs_url()).content.decode()

    assert SECRET in words
    assert looked(amara.contact) == [signup.uuid]


@pytest.mark.parametrize("why", ["left", "over", "cancelled"])
def test_nothing_is_told_once_there_is_nothing_to_get_ready(client, event, why):
    (signup,) = sign_ups(event, 1)
    if why == "left":
        give_back(signup, at=timezone.now())
    if why == "over":
        then = timezone.now() - timedelta(days=3)
        Event.objects.update(starts_at=then - timedelta(hours=1), ends_at=then)
    if why == "cancelled":
        Event.objects.update(cancelled_at=timezone.now(), cancelled_because="Snow")

    answer = client.post(signup.get_needs_url(), {"needs": ["quiet"], "agrees": "on"})

    assert "so there is nothing to tell" in answer.content.decode()
    assert not AccessNeed.objects.exists()


# --- Taking back ---------------------------------------------------------------------------------


def test_what_is_taken_back_is_gone_at_once_and_the_totals_stay(client, event, kwame):
    (signup,) = sign_ups(event, 1)
    tell(signup)

    answer = client.post(signup.get_needs_url() + "end/", follow=True)

    row = AccessNeed.objects.get()
    assert (row.needs, row.words, row.met, row.taken_back_at is None) == ([], "", [], False)
    assert totals(event) == {"hearing": (1, 0), "words": (1, 0)}
    assert "What you told us is deleted. You keep your place" in answer.content.decode()
    assert SignUp.objects.get().has_a_place
    assert AccessNeed.objects.read_by_lead(event, by=kwame) == []


def test_whoever_tells_it_again_is_not_counted_twice(event):
    (signup,) = sign_ups(event, 1)
    tell(signup)
    take_back_needs(signup, by=signup.contact.uuid, at=timezone.now())

    row = tell(signup)

    assert (row.words, row.taken_back_at) == (SECRET, None)
    assert totals(event) == {"hearing": (1, 0), "words": (1, 0)}


def test_the_database_keeps_no_words_without_a_consent(event):
    (signup,) = sign_ups(event, 1)
    tell(signup)

    with pytest.raises(IntegrityError, match="what_is_taken_back_is_blank"), transaction.atomic():
        AccessNeed.objects.update(taken_back_at=timezone.now())


def test_the_yes_stands_in_ones_own_list_without_what_was_said(event):
    (signup,) = sign_ups(event, 1)
    tell(signup)

    (one,) = agreements(signup.contact)

    assert one.what.startswith("What helps you take part: Collaboration Station")
    assert one.url.startswith("/events/place/")
    assert SECRET not in f"{one.what} {one.details}"


# --- Reading -------------------------------------------------------------------------------------


def test_the_first_host_reads_it_and_each_look_at_each_person_is_on_record(event, kwame, sign_in):
    one, two, _quiet = sign_ups(event, 3)
    tell(one)
    tell(two, words="Gluten")
    client = sign_in(kwame)

    words = client.get(page_of(event)).content.decode()
    client.get(page_of(event))

    assert SECRET in words
    assert "Gluten" in words
    assert "Guest 3" not in words
    assert sorted(looked(kwame)) == sorted([one.uuid, two.uuid] * 2)


def test_a_look_that_cannot_be_written_down_is_not_shown(event, kwame, sign_in):
    (signup,) = sign_ups(event, 1)
    tell(signup)
    client = sign_in(kwame)
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE commons_auditentry ADD CHECK (action <> 'events.needs_read') NOT VALID")

    with transaction.atomic():
        answer = client.get(page_of(event))
        transaction.set_rollback(True)

    assert answer.status_code == 500
    assert SECRET not in answer.content.decode()


def test_the_person_sees_who_looked(event, kwame, sign_in, amara):
    tell(sign_up(event, amara.contact, at=timezone.now()))
    sign_in(kwame).get(page_of(event))

    (look,) = looks(person_of(amara.contact))

    assert (look.who, look.what) == (kwame.role_words, "what you need to take part")


def test_other_hosts_and_organisers_see_numbers_and_nobodys_words(event, orla, sign_in):
    (signup,) = sign_ups(event, 1)
    tell(signup)
    other = make_member("Ros Hale", roles=["facilitator"])
    event.series.hosts.add(other)

    seen = [sign_in(member).get(page_of(event)).content.decode() for member in (other, orla)]

    assert ["Kwame Asiedu looks after access" in words for words in seen] == [True, True]
    assert ["A hearing loop" in words for words in seen] == [True, True]
    assert [SECRET in words or "Guest 1" in words for words in seen] == [False, False]
    assert not AuditEntry.objects.filter(action="events.needs_read").exists()


def test_a_foreign_series_is_not_there(event, sign_in):
    other = make_member("Ros Hale", roles=["facilitator"])

    assert sign_in(other).get(page_of(event)).status_code == 404


def test_another_host_is_named_and_the_first_no_longer_reads_it(event, kwame, sign_in):
    (signup,) = sign_ups(event, 1)
    tell(signup)
    other = make_member("Ros Hale", roles=["facilitator"])
    event.series.hosts.add(other)
    client = sign_in(kwame)

    client.post(page_of(event, "lead/"), {"lead": str(other.uuid)})

    assert SECRET not in client.get(page_of(event)).content.decode()
    assert SECRET in sign_in(other).get(page_of(event)).content.decode()
    entry = AuditEntry.objects.get(action="events.access_lead_named")
    assert (entry.actor, entry.target, entry.facts) == (kwame.uuid, event.uuid, {"member": str(other.uuid)})


def test_only_a_host_of_the_series_can_be_named(event, kwame, amara, sign_in):
    answer = sign_in(kwame).post(page_of(event, "lead/"), {"lead": str(amara.uuid)})

    event.refresh_from_db()
    assert "Choose one of the hosts" in answer.content.decode()
    assert event.access_lead is None


def test_a_lead_who_no_longer_hosts_reads_nothing(event, kwame):
    (signup,) = sign_ups(event, 1)
    tell(signup)
    other = make_member("Ros Hale", roles=["facilitator"])
    Event.objects.update(access_lead=other)
    event.refresh_from_db()

    assert AccessNeed.objects.read_by_lead(event, by=other) == []
    assert len(AccessNeed.objects.read_by_lead(event, by=kwame)) == 1


def test_whoever_gave_the_place_back_is_on_the_list_no_longer(event, kwame):
    (signup,) = sign_ups(event, 1)
    tell(signup)

    give_back(signup, at=timezone.now())

    assert AccessNeed.objects.read_by_lead(event, by=kwame) == []


def lapse(signup, kwame):
    SignUp.objects.update(state="offered", position=1, offered_until=timezone.now())
    keep_offers_moving(timezone.now())


WAYS_OUT = {
    "they gave it back": lambda signup, kwame: give_back(signup, at=timezone.now()),
    "the host took them off": lambda signup, kwame: take_off(signup, by=kwame, at=timezone.now()),
    "they did not say yes in time": lapse,
}


@pytest.mark.parametrize("leave", WAYS_OUT.values(), ids=WAYS_OUT)
def test_what_is_needed_goes_with_the_place_and_the_totals_stay(event, kwame, leave):
    (signup,) = sign_ups(event, 1)
    tell(signup)
    mark_met(event, {signup.uuid: {"hearing"}}, by=kwame)
    before = totals(event)

    leave(signup, kwame)

    row = AccessNeed.objects.get()
    assert (row.needs, row.words, row.met, row.taken_back_at is not None) == ([], "", [], True)
    assert totals(event) == before == {"hearing": (1, 1), "words": (1, 0)}
    assert AccessNeed.objects.counts(event) == []


def test_whoever_comes_back_and_tells_it_again_counts_once(event, kwame):
    (signup,) = sign_ups(event, 1)
    tell(signup)
    give_back(signup, at=timezone.now())

    sign_up(event, signup.contact, at=timezone.now())
    tell(signup)

    assert totals(event) == {"hearing": (1, 0), "words": (1, 0)}
    assert [one.asked for one in AccessNeed.objects.counts(event)] == [1, 1]


def test_moving_to_the_line_keeps_what_is_needed(event):
    signups = sign_ups(event, 2)
    tell(signups[0])

    set_capacity(event, 1, moving=[signups[0].uuid], at=timezone.now())

    assert AccessNeed.objects.get().needs == ["hearing"]


def test_the_page_costs_the_same_with_one_and_three(event, kwame, sign_in, django_assert_num_queries):
    for number, signup in enumerate(sign_ups(event, 3)):
        tell(signup)
        if number in (0, 2):
            client = sign_in(kwame)
            client.get(page_of(event))
            with django_assert_num_queries(QUERIES):
                client.get(page_of(event))


QUERIES = 10


def test_nobody_there_says_so(event, kwame, sign_in):
    words = sign_in(kwame).get(page_of(event)).content.decode()

    assert "Nobody has told us of anything they need." in words
    assert "Nothing is asked for." in words


# --- Ready or not --------------------------------------------------------------------------------


def test_the_lead_ticks_what_is_ready_and_takes_a_tick_away(event, kwame, sign_in):
    (signup,) = sign_ups(event, 1)
    tell(signup, needs=["hearing", "food"])
    client, ready = sign_in(kwame), f"ready-{signup.uuid}"

    client.post(page_of(event), {"person": [str(signup.uuid)], ready: ["hearing", "words", "print"]})
    first = AccessNeed.objects.get().met, totals(event)
    client.post(page_of(event), {"person": [str(signup.uuid)], ready: ["words"]})

    assert first == (["hearing", "words"], {"food": (1, 0), "hearing": (1, 1), "words": (1, 1)})
    assert AccessNeed.objects.get().met == ["words"]
    assert totals(event) == {"food": (1, 0), "hearing": (1, 0), "words": (1, 1)}


def test_new_words_are_not_ready_because_the_old_ones_were(event, kwame):
    (signup,) = sign_ups(event, 1)
    tell(signup)
    mark_met(event, {signup.uuid: {"hearing", "words"}}, by=kwame)

    row = tell(signup, words="Something else")

    assert row.met == ["hearing"]
    assert totals(event) == {"hearing": (1, 1), "words": (1, 0)}


def test_nobody_but_the_lead_ticks(event, orla, sign_in):
    (signup,) = sign_ups(event, 1)
    tell(signup)

    answer = sign_in(orla).post(page_of(event), {"person": [str(signup.uuid)], f"ready-{signup.uuid}": ["hearing"]})

    assert answer.status_code == 403
    assert AccessNeed.objects.get().met == []


# --- Going ---------------------------------------------------------------------------------------


def test_fourteen_days_after_the_date_nothing_is_left_but_the_totals(event, kwame):
    one, two = sign_ups(event, 2)
    tell(one)
    tell(two)
    mark_met(event, {one.uuid: {"hearing"}}, by=kwame)
    take_back_needs(two, by=two.contact.uuid, at=timezone.now())

    keep_no_longer(event.ends_at + timedelta(days=13, hours=23))
    before = AccessNeed.objects.count()
    keep_no_longer(event.ends_at + timedelta(days=14, hours=1))

    assert (before, AccessNeed.objects.count(), SignUp.objects.count()) == (2, 0, 2)
    assert totals(event) == {"hearing": (2, 1), "words": (2, 0)}


def test_it_is_in_ones_own_copy_of_everything_and_in_nobody_elses(event):
    one, two = sign_ups(event, 2)
    tell(one)
    tell(two, words="Not theirs")

    rows = {part.name: part.rows for part in parts_about(person_of(one.contact))}["events.AccessNeed"]

    assert [(row["words"], row["needs"]) for row in rows] == [(SECRET, ["hearing"])]


def test_it_goes_with_the_person(event):
    (signup,) = sign_ups(event, 1)
    tell(signup)

    erase(signup.contact, at=timezone.now())

    assert not AccessNeed.objects.exists()
    assert totals(event) == {"hearing": (1, 0), "words": (1, 0)}
