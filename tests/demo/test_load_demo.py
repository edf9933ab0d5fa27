"""The demo network is loaded once for all of these tests, and taken out again."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, Q
from django.test import override_settings
from django.utils import timezone

from collab.demo.days import meeting_days, meets_on
from collab.demo.everything import Inconsistent, check_counters, load
from collab.demo.loading import Loading
from collab.demo.members import give_second_factors
from collab.demo.people import who_can_sign_in
from collab.merge import likely_same
from collab.pages import home, needs
from collab.pages.organisations import typed_names
from collab.pages.waiting import waiting_for
from commons.models import GoWord, NetworkSettings, Report, RiskReport
from events.models import Closing, Event, Series, SignUp
from groups.models import Group, Membership, Outcome
from members.actions import demo_code
from members.models import Contact, Helper, Invitation, JoinRequest, Member, Profile
from outbox.models import OutgoingEmail
from pledges.models import Answer, Pledge, Reminder
from stories.models import Consent, Decision, Story

pytestmark = pytest.mark.django_db
PAST = [68, 55, 49, 52, 41, 0, 46, 50, 58, 54, 61, 68]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        loading = Loading(seed=5)
        load(loading)
        yield loading
        transaction.set_rollback(True)


def test_the_network_has_its_name_people_and_organisations(demo):
    assert NetworkSettings.current().name == "Westmere Together"
    assert Member.objects.count() == 60
    assert len(demo.organisations) == 25
    assert Member.objects.filter(contact__email_verified_at=None).count() == 0


def test_reports_wait_for_those_who_look_after_them(demo):
    waiting = Report.objects.waiting().values_list("kind", flat=True)

    assert list(waiting) == ["pledge", "complaint", "story", "event"]
    assert Report.objects.decided().count() == 1
    assert RiskReport.objects.waiting().count() == 1


def test_there_is_something_to_do_about_organisations(demo):
    amara, denise, orla = (demo.people[person] for person in ("P01", "P50", "P34"))

    said = [waiting_for(member, now=timezone.now()) for member in (amara, denise, orla)]

    assert [(waiting["workplaces"], waiting["hand_overs"]) for waiting in said] == [(0, 1), (1, 0), (1, 0)]
    assert [[row.slug for row in group] for group in likely_same()] == [
        ["ferngate-residents-association", "ferngate-residents-assoc"]
    ]
    assert typed_names().count() == 4


def test_staff_have_the_roles_of_the_file(demo):
    roles = {person.contact.name: person.roles for person in demo.people.values() if person.roles}

    assert roles["Orla Fitzsimmons"] == ["facilitator", "admin"]
    assert roles["Beatrix Holm"] == ["moderator"]
    assert {role for theirs in roles.values() for role in theirs} == {
        "facilitator",
        "moderator",
        "admin",
        "safeguarding",
    }


def test_staff_can_pass_the_second_factor_in_the_demo_alone(demo):
    staff = [person for person in demo.people.values() if person.roles]

    assert not Authenticator.objects.exists()
    with override_settings(DEMO=True):
        give_second_factors(list(demo.people.values()))
        assert all(demo_code(person) for person in staff)
    assert not any(demo_code(person) for person in staff)
    assert Authenticator.objects.count() == len(staff)


def test_nobody_invented_shares_a_name_with_the_people_of_the_sources_or_with_the_sixty(demo):
    members = {word for person in demo.people.values() for word in person.contact.name.split()}
    guests = {word for guest in demo.guests for word in guest.name.split()}

    assert len(demo.guests) == len({guest.email for guest in demo.guests}) == 130
    assert not (members | guests) & {"Sam", "Jim", "Mo"}
    assert not members & guests
    assert not Contact.objects.exclude(email="").exclude(email__endswith=".example").exists()


def test_people_are_on_their_way_in(demo):
    states = [row.state(demo.now) for row in Invitation.objects.order_by("pk")]

    assert JoinRequest.objects.waiting().count() == 3
    assert states == ["open", "lapsed", "open"]
    assert Profile.objects.open_to(AnonymousUser()).count() == 3
    assert [helper.is_helping for helper in Helper.objects.all()] == [True]


def test_twelve_meetings_are_past_and_six_to_come(demo):
    now = demo.now
    monthly = demo.coming[0].series.dates
    past, coming = list(monthly.past(now)), list(monthly.coming(now))

    assert [event.taken for event in reversed(past)] == PAST
    assert [event.theme for event in past if event.cancelled_at] == ["What makes a welcome?"]
    assert len(coming) == 6
    assert (coming[0].taken, coming[0].places_left) == (66, 2)
    assert coming[0].starts_at > now - timedelta(hours=2)


def test_three_workshops_and_a_group_have_dates_of_their_own(demo):
    workshops, group = Series.objects.filter(rule="").get(), Series.objects.exclude(group=None).get()

    assert [day.weekday() for day in workshops.dates.values_list("day", flat=True)] == [1, 1, 1]
    assert (workshops.kind, workshops.is_taken_as_a_whole, group.audience) == ("workshops", True, "group")
    assert {day.weekday() for day in group.dates.values_list("day", flat=True)} == {2}
    assert not Event.objects.visible_to(AnonymousUser()).filter(series=group).exists()


def test_places_and_waiting_numbers_agree_with_the_rows(demo):
    for event in Event.objects.all():
        rows = SignUp.objects.filter(event=event)
        numbers = list(rows.filter(position__gt=0).order_by("position").values_list("position", flat=True))

        assert numbers == list(range(1, event.last_position + 1))
        assert rows.with_a_place().count() == event.taken
        assert rows.count() == event.taken + event.last_position
        assert not numbers or event.taken == event.capacity


def test_no_date_promises_a_place_by_video(demo):
    promised = {fact for event in demo.coming for fact in event.venue.access}

    assert "step-free" in promised
    assert "online" not in promised


def test_a_counter_that_lies_is_found(demo):
    Event.objects.filter(pk=demo.coming[0].pk).update(taken=67)

    with pytest.raises(Inconsistent, match="67 places"):
        check_counters()


def test_some_wait_at_the_first_and_the_last_meeting(demo):
    waiting = [event.signups.filter(state=SignUp.State.WAITING).count() for event in demo.past]

    assert waiting == [7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]


def test_a_host_meets_a_line_an_offer_and_places_kept_for_some(demo):
    _next, pub, kept, from_home, *_later = demo.coming

    assert Counter(pub.signups.values_list("state", flat=True)) == {
        "confirmed": 20, "offered": 1, "waiting": 5, "cancelled": 1
    }  # fmt: skip
    assert sum(kept.held.values_list("places", flat=True)) == 10
    assert Event.objects.get(pk=from_home.pk).has_both_ways
    assert from_home.questions.count() == 1


def test_guests_have_no_name_in_public(demo):
    assert SignUp.objects.filter(show_name=True, contact__in=demo.guests).count() == 0
    assert SignUp.objects.filter(show_name=True).exists()


def test_pledges_spread_over_all_answers(demo):
    states = Counter(Pledge.objects.values_list("state", flat=True))

    assert states == {"kept": 16, "let-go": 2, "going": 12, "stuck": 3, "made": 3}
    assert Answer.objects.filter(said="kept").count() == 16
    assert Answer.objects.filter(at__gt=demo.now).count() == 0
    assert Pledge.objects.filter(made_at__gt=demo.now).count() == 0


def test_three_groups_go_on_and_one_has_ended_well(demo):
    people = Count("memberships", filter=Q(memberships__state="in"))
    groups = {group.slug: group for group in Group.objects.annotate(people=people)}

    assert {slug: (group.kind, group.people, group.is_closed) for slug, group in groups.items()} == {
        "thinkers-and-doers": ("doers", 36, False),
        "close-to-home": ("practice", 18, False),
        "wheels-to-upper-dene": ("breaker", 6, False),
        "friday-phone-round": ("doers", 6, True),
    }
    assert groups["thinkers-and-doers"].next_on == demo.coming[0].day
    assert all(group.memberships.leads().exists() for group in groups.values())
    assert groups["wheels-to-upper-dene"].outcomes.count() == 4
    assert set(Outcome.objects.values_list("state", flat=True)) == {"hoped", "begun", "seen", "let-go"}


def test_groups_have_something_for_their_people_to_do(demo):
    wants = {
        key: [vars(row) for row in Membership.objects.with_needs(demo.people[key], today=timezone.localdate(demo.now))]
        for key in ("P05", "P34", "P46", "P50")
    }

    assert [row["asks"] for row in wants["P05"] if row["asks"] and row["role"] == "lead"] == [1]
    assert any(row["to_review"] for row in wants["P34"])
    assert any(row["to_agree"] for row in wants["P46"])
    assert [row["state"] for row in wants["P50"]] == ["invited", "in"]


def test_groups_have_pledges_and_stories_of_their_own(demo):
    only = Pledge.objects.filter(visibility="group")

    assert Counter(Pledge.objects.exclude(group=None).values_list("group__slug", flat=True)) == {
        "thinkers-and-doers": 17, "close-to-home": 3, "wheels-to-upper-dene": 4
    }  # fmt: skip
    assert only.count() == 6
    assert not Pledge.objects.visible_to(AnonymousUser()).filter(pk__in=only).exists()
    assert Story.objects.exclude(group=None).count() == 4


def test_reminders_are_due_this_week_and_none_for_what_is_finished(demo):
    this_week = Reminder.objects.planned().filter(kind="due", due_at__lt=demo.now + timedelta(days=7))

    assert this_week.filter(pledge__state="made").count() == 2
    assert not Reminder.objects.due(demo.now).exists()
    assert {reminder.pledge_id for reminder in Reminder.objects.all()} == {one.pk for one in Pledge.objects.live()}


def test_denise_has_a_question_to_answer_at_once(demo):
    denise = demo.people["P50"]

    email = OutgoingEmail.objects.get(state="due")
    pledges = home.their_pledges(denise)
    asked = [need.row.contact for need in needs.pledge_needs(pledges, now=demo.now)]

    assert email.subject.startswith("Your pledge")
    assert email.to == denise.email
    assert asked == [denise.contact]
    assert who_can_sign_in()[0] == denise


def test_members_with_a_place_at_the_next_meeting_were_told(demo):
    told = OutgoingEmail.objects.filter(purpose="events.confirmed", state="sent")
    members = [person.contact for person in demo.people.values()]

    assert told.count() == SignUp.objects.filter(event=demo.coming[0], contact__in=members).count() == 44


def test_visitors_read_twelve_stories_of_which_eight_rest_on_a_source(demo):
    read = Story.objects.visible_to(AnonymousUser())

    assert read.count() == 12
    assert Consent.objects.filter(basis="source", story__in=read).count() == 8
    assert set(read.filter(kind="ours").values_list("is_invented", flat=True)) == {True}
    assert set(read.filter(kind="elsewhere").values_list("is_invented", flat=True)) == {False}
    assert all(story.pledge_count == Pledge.objects.on_wall().filter(story=story).count() for story in read)


def test_one_story_waits_and_one_went_back_with_a_sentence(demo):
    waiting, back = Story.objects.get(state="submitted"), Decision.objects.get(outcome="returned")

    assert list(Story.objects.to_check()) == [waiting]
    assert back.story.state == Story.State.CHANGES_ASKED
    assert back.by is not None
    assert back.by.has_role("moderator")
    assert back.sentence.startswith("This reads as an invitation")


def test_pictures_are_copied_to_where_uploads_stand(demo):
    told = [story for story in demo.stories.values() if story.picture]

    assert len(told) == 4
    assert all(story.picture.size > 1000 and story.picture_alt for story in told)


def test_the_word_station_leads_to_a_wall(demo):
    assert GoWord.objects.get(word="kettle").path.startswith("/events/collaboration-station/2")


def test_loading_again_changes_nothing(demo):
    before = [model.objects.count() for model in (Contact, Event, SignUp, Story, Pledge, Reminder, OutgoingEmail)]

    with pytest.raises(CommandError, match="members here already"):
        call_command("load_demo")
    call_command("load_demo", again=True, verbosity=0)

    assert [
        model.objects.count() for model in (Contact, Event, SignUp, Story, Pledge, Reminder, OutgoingEmail)
    ] == before


@pytest.mark.parametrize(
    ("today", "last", "first"),
    [
        (datetime(2026, 11, 22, 12, tzinfo=UTC), "2026-11-18", "2026-12-09"),
        (datetime(2026, 12, 12, 12, tzinfo=UTC), "2026-12-09", "2027-01-20"),
        (datetime(2026, 12, 9, 12, tzinfo=UTC), "2026-11-18", "2026-12-09"),
        (datetime(2026, 12, 9, 20, tzinfo=UTC), "2026-12-09", "2027-01-20"),
        (datetime(2027, 1, 1, 0, tzinfo=UTC), "2026-12-09", "2027-01-20"),
        (datetime(2027, 3, 31, 12, tzinfo=UTC), "2027-03-17", "2027-04-21"),
    ],
)
def test_the_dates_move_with_today(today, last, first):
    past, coming = meeting_days(today, past=12, coming=6)

    assert (len(past), len(coming)) == (12, 6)
    assert (meets_on(past[-1]).isoformat(), meets_on(coming[0]).isoformat()) == (last, first)
    assert [*past, *coming] == sorted({*past, *coming})


def test_equal_seeds_make_equal_addresses():
    assert Loading(seed=7).uuid() == Loading(seed=7).uuid() != Loading(seed=8).uuid()
    assert Loading(seed=7).now <= timezone.now()


def test_past_dates_know_who_came_and_all_but_the_last_are_closed(demo):
    came = [event.attendance.came().count() for event in demo.past]

    assert came == [61, 44, 41, 45, 33, 0, 38, 43, 49, 45, 52, 60]
    assert Closing.objects.count() == 10
    assert not Closing.objects.filter(event=demo.past[-1]).exists()
