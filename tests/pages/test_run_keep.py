"""An organiser sees what is kept and for how long, and chooses a shorter time within what the release allows."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from collab.privacy import terms
from collab.privacy.keeping import keep_no_longer, next_night
from commons.models import AuditEntry, KeptFor, RateCount
from members.models import Contact, Invitation
from pledges.models import Pledge
from tests.factories import make_contact, make_invitation, make_pledge

DAY = timedelta(days=1)
PAGE = "/run/keep/invitations/"
SURE = {"days": "30", "was": "60", "sure": "yes"}


def words_of(answer):
    return " ".join(answer.content.decode().split())


def ended(inviter, *days_ago):
    """Invitations that were taken back so many days ago."""
    for days in days_ago:
        invitation = make_invitation(inviter, f"reg{days}@westmere.example")
        Invitation.objects.filter(pk=invitation.pk).update(withdrawn_at=timezone.now() - days * DAY)


def days_left():
    now = timezone.now()
    return sorted((now - row.withdrawn_at).days for row in Invitation.objects.all() if row.withdrawn_at)


def test_an_organiser_keeps_ended_invitations_for_less_time(client, sign_in, orla):
    ended(orla, 20, 40, 59)
    sign_in(orla)

    asked = words_of(client.post(PAGE, {"days": "30", "was": "60"}))
    untouched = KeptFor.objects.exclude(days=None).exists()
    done = client.post(PAGE, SURE, follow=True)
    keep_no_longer(timezone.now())

    assert "Now it is 60 days. Nothing has changed yet." in asked
    assert "this deletes 2 more. They cannot come back." in asked
    assert "30 days after it was accepted, taken back or ran out" in asked
    assert not untouched
    assert "Saved. From tonight: Invitations that ended, 30 days" in words_of(done)
    assert days_left() == [20]


def test_what_would_go_tonight_anyway_is_not_counted(client, sign_in, orla):
    ended(orla, 40, 61)
    sign_in(orla)

    asked = words_of(client.post(PAGE, {"days": "30", "was": "60"}))

    assert "this deletes 1 more. It cannot come back." in asked


def test_with_nothing_there_it_says_so(client, sign_in, orla):
    sign_in(orla)

    asked = words_of(client.post(PAGE, {"days": "30", "was": "60"}))

    assert "this deletes nothing." in asked


def test_the_change_is_in_the_log_by_who_which_and_how_many(client, sign_in, orla):
    sign_in(orla)

    client.post(PAGE, SURE)
    client.post(PAGE, SURE)

    entry = AuditEntry.objects.get(action="commons.kept_for_changed")
    page = words_of(client.get("/run/keep/"))
    assert (entry.actor, entry.facts) == (orla.uuid, {"term": "invitations", "was": 60, "days": 30})
    assert "<strong>Orla Fitzsimmons</strong> changed how long something is kept" in page
    assert "Before: 60. Days: 30. What is kept: Invitations that ended" in page


def test_people_read_the_days_that_are_in_force(client, sign_in, orla):
    before = words_of(client.get("/privacy/"))
    sign_in(orla)

    client.post(PAGE, SURE)

    after = words_of(client.get("/privacy/"))
    assert "60 days after it was accepted, taken back or ran out" in before
    assert "30 days after it was accepted, taken back or ran out" in after
    assert "60 days after it was accepted" not in after
    assert after.count('data-head="How long"') == before.count('data-head="How long"')


@pytest.mark.parametrize("days", ["29", "61", "0", "-30", "", "soon", "30.5", "9999999999"])
def test_days_that_are_not_allowed_are_refused_and_what_was_typed_stays(client, sign_in, orla, days):
    sign_in(orla)

    page = client.post(PAGE, {"days": days, "was": "60", "sure": "yes"})

    assert page.context["form"].errors == {"days": ["Enter a number of days, from 30 to 60"]}
    assert page.context["form"]["days"].value() == days
    assert not KeptFor.objects.exclude(days=None).exists()


@pytest.mark.parametrize("days", ["30", "60", "45 days", " 45 "])
def test_both_ends_and_what_lies_between_are_allowed(client, sign_in, orla, days):
    sign_in(orla)

    page = client.post(PAGE, {"days": days, "was": "60"})

    assert page.context["form"].errors == {}


def test_somebody_who_was_slower_is_told_and_overwrites_nothing(client, sign_in, orla):
    KeptFor.change("invitations", 45, own=60, was=60, by=orla.uuid)
    KeptFor.change("lists", 7, own=30, was=30, by=orla.uuid)
    sign_in(orla)

    page = client.post(PAGE, SURE)
    again = {name: page.context["form"][name].value() for name in ("days", "was")}
    still = terms.days_of(terms.every_term()["invitations"])
    client.post(PAGE, {**again, "sure": "yes"})

    assert "Somebody else changed this meanwhile. It is 45 days now." in words_of(page)
    assert words_of(page).count("</strong> changed how long something is kept") == 1
    assert again == {"days": "30", "was": "45"}
    assert still == 45
    assert KeptFor.objects.chosen() == {"invitations": 30, "lists": 7}


def test_somebody_who_was_slower_hears_of_it_before_the_last_step(client, sign_in, orla):
    KeptFor.change("invitations", 45, own=60, was=60, by=orla.uuid)
    sign_in(orla)

    page = client.post(PAGE, {"days": "30", "was": "60"})

    assert "Somebody else changed this meanwhile." in words_of(page)
    assert 'name="sure"' not in page.content.decode()


def test_going_back_leaves_nothing_of_ones_own(client, sign_in, orla):
    KeptFor.change("invitations", 30, own=60, was=60, by=orla.uuid)
    ended(orla, 40)
    sign_in(orla)

    page = words_of(client.get(PAGE))
    asked = words_of(client.post(PAGE, {"days": "60", "was": "30"}))
    client.post(PAGE, {"days": "60", "was": "30", "sure": "yes"})

    assert "Go back to 60 days" in page
    assert "1 will stay that would have gone." in asked
    assert "tell them" in asked
    assert KeptFor.objects.chosen() == {}
    assert "Go back to" not in words_of(client.get(PAGE))


@pytest.mark.parametrize("name", ["erasures", "codes", "copy", "emails-sent", "nothing-of-ours"])
def test_what_stays_as_it_is_has_no_page_to_change_it(client, sign_in, orla, name):
    sign_in(orla)

    answers = [client.get(f"/run/keep/{name}/"), client.post(f"/run/keep/{name}/", {**SURE, "days": "1"})]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not KeptFor.objects.exists()


def test_the_list_says_what_stays_and_why(client, sign_in, orla):
    sign_in(orla)

    page = words_of(client.get("/run/keep/"))

    assert page.count('href="/run/keep/') == len(terms.changeable()) > 10
    assert "The marks have to outlive every backup." in page
    assert "72 hours" in page
    assert "15 minutes" in page


def test_the_front_page_of_running_leads_there(client, sign_in, orla):
    sign_in(orla)

    assert words_of(client.get("/run/")).count('href="/run/keep/"') == 1


def test_the_list_asks_as_much_however_many_were_changed(client, sign_in, orla, django_assert_num_queries):
    sign_in(orla)
    client.get("/run/keep/")
    for name in ["invitations", "guests", "reports"]:
        term = terms.every_term()[name]
        KeptFor.change(name, term.within(1), own=term.days, was=term.days, by=orla.uuid)

        with django_assert_num_queries(QUERIES):
            client.get("/run/keep/")


QUERIES = 5


def test_people_without_an_account_are_forgotten_sooner(client, sign_in, orla):
    now = timezone.now()
    for name, days in [("Reg", 70), ("Una", 50)]:
        guest = make_contact(name, email=f"{name}@westmere.example")
        make_pledge(by=guest, made_at=now - days * DAY, state="kept", answered_at=now - days * DAY)
        Contact.objects.filter(pk=guest.pk).update(made_at=now - 400 * DAY)
    sign_in(orla)

    asked = words_of(client.post("/run/keep/guests/", {"days": "60", "was": "90"}))
    client.post("/run/keep/guests/", {"days": "60", "was": "90", "sure": "yes"})
    keep_no_longer(now)

    assert "this deletes 1 more." in asked
    assert "without one, 60 days after your last event, pledge or story" in asked
    assert sorted(Contact.objects.filter(member=None).values_list("name", flat=True)) == ["Una"]
    assert Pledge.objects.filter(contact=None).count() == 1


def test_one_choice_counts_for_each_table_that_shares_it(client, sign_in, orla):
    sign_in(orla)

    asked = words_of(client.post("/run/keep/lists/", {"days": "7", "was": "30"}))

    assert "7 days after the list was brought in or left" in asked


def test_a_choice_touches_no_other_table(client, sign_in, orla):
    now = timezone.now()
    RateCount.objects.create(key="one", window_started_at=now - 7 * DAY, count=1)
    ended(orla, 40)
    sign_in(orla)

    client.post("/run/keep/reports/", {"days": "90", "was": "366", "sure": "yes"})
    keep_no_longer(now)

    assert (days_left(), RateCount.objects.count()) == ([40], 1)


@pytest.mark.parametrize(
    ("now", "night"),
    [
        ("2026-11-26 02:00", "2026-11-26 03:30"),
        ("2026-11-26 03:30", "2026-11-27 03:30"),
        ("2026-07-01 12:00", "2026-07-02 03:30"),
    ],
)
def test_the_next_night_is_when_the_clock_rings(now, night):
    here, wanted = (timezone.make_aware(datetime.fromisoformat(words)) for words in (now, night))

    assert next_night(here) == wanted


def test_the_database_keeps_nothing_for_no_day(db):
    with pytest.raises(IntegrityError, match="kept_for_a_day_at_least"):
        KeptFor.objects.create(name="invitations", days=0)
