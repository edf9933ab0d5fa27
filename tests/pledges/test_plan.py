"""What helps to keep a pledge: offered after, read back, on paper, in a calendar and by email."""

import re
from datetime import date, time, timedelta

import icalendar
import pytest
from django.utils import timezone

from collab.kit.components.events import day_words
from members.actions.joining import member_for
from outbox.models import OutgoingEmail
from pledges.actions.making import confirm_pledge
from pledges.actions.making import make_pledge as make
from pledges.models import Pledge, calendar_of
from pledges.models.clock_times import time_in
from pledges.models.reading_back import plan_of
from tests.factories import make_contact, make_group, make_invitation, make_pledge
from tests.pledges.screens import open_event, pledge_url, private_url, seen, who

pytestmark = pytest.mark.django_db
MONDAY = date(2030, 1, 7)


@pytest.fixture
def pledge():
    return make_pledge(by=make_contact(email="reg@westmere.example"), event=open_event())


def words_of(day):
    return f"{day.day} {day:%B %Y}"


def details(**changes):
    return {"act": "ring ten tenants", "visibility": "public", **changes}


def test_the_plan_is_read_back_on_one_screen(client, pledge):
    soon = timezone.localdate() + timedelta(days=10)

    page = client.post(
        private_url(pledge),
        details(
            cue="after the Monday meeting",
            by_on=words_of(soon),
            obstacle="the lift is out",
            answer_to_obstacle="take the stairs",
            first_step="find the list",
        ),
        follow=True,
    )

    step_on = timezone.localdate() + timedelta(days=7)
    assert (
        f"When and where after the Monday meeting By {soon:%A} {soon.day} {soon:%B} "
        "What might get in the way the lift is out And then take the stairs "
        f"A first small step find the list, by {step_on:%A} {step_on.day} {step_on:%B} "
        "Who may see it Anyone" in seen(page)
    )
    assert "We will ask" in seen(page)


@pytest.mark.parametrize(("days", "asked"), [(21, False), (22, True)])
def test_a_first_step_is_asked_for_when_the_day_is_more_than_three_weeks_off(client, pledge, days, asked):
    day = timezone.localdate() + timedelta(days=days)

    page = client.post(private_url(pledge), details(by_on=words_of(day)), follow=True)

    assert ("That day is a while off. What is a first small step?" in seen(page)) is asked
    assert page.context["form"].plan[0].name == ("first_step" if asked else "cue")
    assert Pledge.objects.get().by_on == day


def test_words_of_another_language_stand_alone_and_are_marked(client, pledge):
    page = client.post(private_url(pledge), details(act="zadzwonię do sąsiadów", language="pl"), follow=True)

    assert 'lang="pl" dir="auto">“Zadzwonię do sąsiadów”' in page.content.decode()
    assert Pledge.objects.get().language == "pl"


def test_a_language_that_is_not_on_our_list_stays(client, pledge):
    Pledge.objects.update(language="gd")

    client.post(private_url(pledge), details(cue="at tea"))
    same = client.post(private_url(pledge), details(cue="at lunch", language="gd"))

    assert same.status_code == 302
    assert (Pledge.objects.get().language, Pledge.objects.get().cue) == ("gd", "at lunch")


def test_its_maker_gives_it_to_a_group_and_the_link_alone_names_none(client, sign_in, amara):
    pledge, group = make_pledge("sing", by=amara), make_group("Night choir", lead=amara)

    by_link = client.get(private_url(pledge))
    signed_in = sign_in(amara).get(private_url(pledge))
    sign_in(amara).post(private_url(pledge), {"act": "sing", "visibility": f"group:{group.slug}"})

    assert "Night choir" not in by_link.content.decode()
    assert "Night choir" in signed_in.content.decode()
    pledge.refresh_from_db()
    assert (pledge.visibility, pledge.group) == ("group", group)


def test_the_first_email_says_who_sees_it_and_how_many_messages_come_and_when():
    by_on = timezone.localdate() + timedelta(days=70)
    pledge = Pledge(act="sing", visibility="public", by_on=by_on, cue="at tea")

    make(pledge, at=timezone.now(), email="reg@westmere.example")

    (email,) = OutgoingEmail.objects.all()
    days = [day_words(row.due_on) for row in pledge.reminders.order_by("due_on")]
    assert f"When and where: at tea\nBy: {day_words(by_on)}\n" in (email.text.replace("\n\n", "\n"))
    assert "Who may see it: Anyone" in email.text
    assert f"Emails from us: 2, on {days[0]} and {days[1]}" in email.text


def test_the_plan_is_emailed_once_and_again_when_it_is_another(client, pledge):
    Pledge.objects.update(by_on=MONDAY, cue="at tea")
    url = f"{private_url(pledge)}email/"

    first = client.post(url, follow=True)
    client.post(url)
    Pledge.objects.update(cue="at lunch")
    client.post(url)

    assert "Your plan is on its way to you by email." in seen(first)
    one, two = OutgoingEmail.objects.order_by("pk")
    assert ("When and where: at tea" in one.text, "When and where: at lunch" in two.text) == (True, True)
    assert "SUMMARY;LANGUAGE=en-GB:I will ring ten tenants" in one.calendar


def test_the_plan_is_emailed_only_a_few_times_a_day(client, pledge):
    for number in range(7):
        Pledge.objects.update(cue=f"at {number}")
        page = client.post(f"{private_url(pledge)}email/", follow=True)

    assert OutgoingEmail.objects.count() == 5
    assert "No more emails today. Your private link has it all." in seen(page)


def test_the_card_has_their_words_and_the_way_back(client, pledge):
    Pledge.objects.update(cue="at tea", first_step="find the list")

    page = client.get(f"{private_url(pledge)}card/")

    assert "“I will ring ten tenants”" in seen(page)
    assert "When and where at tea A first small step find the list" in seen(page)
    assert 'aria-label="QR code that opens your pledge"' in page.content.decode()


@pytest.mark.parametrize(
    ("cue", "at"),
    [("at 2pm", time(14)), ("after the Monday meeting at 2:30 pm", time(14, 30)), ("at 12am", time(0)),
     ("12.15pm, by the door", time(12, 15)), ("at 14:05", time(14, 5)), ("on Mondays, 9am", time(9)),
     ("after the Tuesday meeting at 2pm", None), ("at 2pm or 3pm", None), ("at half 5", None), ("room 14", None),
     ("at 2", None), ("9:30", None), ("", None), ("call 01632 960 100", None), ("at 25:10", None)],
)  # fmt: skip
def test_only_a_time_that_is_certain_is_read_from_the_cue(cue, at):
    assert time_in(cue, MONDAY) == at


def test_a_day_in_another_year_is_read_back_with_its_year(pledge):
    pledge.by_on = MONDAY

    assert ("By", "Monday 7 January 2030") in plan_of(pledge)


def test_the_calendar_has_their_words_at_their_time_and_no_alarm(pledge):
    pledge.by_on, pledge.cue, pledge.first_step, pledge.first_step_on = MONDAY, "at 2pm", "find it", date(2029, 12, 31)

    text = calendar_of(pledge).decode()

    calendar = icalendar.Calendar.from_ical(text)
    due, step = calendar.walk("VEVENT")
    assert due.decoded("dtstart").isoformat() == "2030-01-07T14:00:00+00:00"
    assert "DTSTART;TZID=Europe/London:20300107T140000" in text
    assert step.decoded("dtstart") == date(2029, 12, 31)
    assert str(step["summary"]) == "find it"
    assert not calendar.walk("VALARM")
    assert {str(calendar[name]) for name in ("version", "method")} == {"2.0", "PUBLISH"}
    assert all(entry[name] for entry in (due, step) for name in ("uid", "dtstamp", "organizer"))
    assert re.fullmatch(r"(?:[^\r\n]*\r\n)+", text)


@pytest.mark.parametrize(
    ("held", "visibility", "urls"), [(False, "public", 1), (True, "public", 0), (False, "members", 0)]
)
def test_the_calendar_leads_only_to_a_page_that_opens_for_anybody(pledge, held, visibility, urls):
    pledge.by_on, pledge.is_held, pledge.visibility = MONDAY, held, visibility

    assert calendar_of(pledge).decode().count("\r\nURL") == urls


def test_a_guests_pledge_is_theirs_once_their_account_has_the_same_proved_address(client, sign_in, orla):
    client.post(pledge_url(open_event()), who("sing", email="Ida@Quill.example"))
    client.post(pledge_url(Pledge.objects.get().event), who("dance", email="ida@quill.example"))
    confirm_pledge(Pledge.objects.get(act="sing"), at=timezone.now())
    make_invitation(orla, "ida@quill.example")

    ida = member_for("ida@quill.example", now=timezone.now())
    mine = seen(sign_in(ida).get("/pledges/mine/"))

    # An address can be typed by anybody: the one that nobody confirmed is not put in her name.
    assert ("I will sing" in mine, "I will dance" in mine) == (True, False)


def test_long_words_emoji_and_words_from_the_right_are_shown_whole(client, pledge):
    act, cue = "سأتصل بالجيران 🌻 " + "a" * 60, "w" * 200

    page = client.post(private_url(pledge), details(act=act, cue=cue, language="ar"), follow=True)

    assert f'lang="ar" dir="auto">“{act}”' in page.content.decode()
    assert cue in seen(page)
    assert cue in seen(client.get(f"{private_url(pledge)}card/"))
