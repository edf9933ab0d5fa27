"""What the list of pledges can be narrowed to, and what is said of many pledges together."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_contact, make_event, make_pledge, make_series
from tests.pledges.screens import seen

pytestmark = pytest.mark.django_db


def acts(page):
    return [row["text"].removeprefix("I will ") for row in page.context["patches"]]


def kept_by(people, *, cloth="council"):
    now = timezone.now()
    for number in range(people):
        make_pledge(f"do {number}", by=make_contact(f"P{number}", cloth=cloth), state="kept", answered_at=now)


def test_the_pledges_of_one_meeting_are_a_list_with_its_name(client):
    ours, other = make_series("tea", title="Tea at four"), make_series("song", title="Song at six")
    make_pledge("pour", event=make_event(series=ours))
    make_pledge("stir", event=make_event(series=ours, in_days=40))
    make_pledge("sing", event=make_event(series=other))

    page = client.get(reverse("pledge_list"), {"series": ours.slug})

    assert acts(page) == ["stir", "pour"]
    assert [chip["text"] for chip in page.context["chosen"]] == ["Tea at four"]


def test_a_meeting_that_is_not_for_this_reader_is_not_named(client):
    secret = make_series("tea", title="Tea for members", audience="members")
    make_pledge("pour", event=make_event(series=secret))

    page = client.get(reverse("pledge_list"), {"series": secret.slug})

    assert acts(page) == []
    assert "Tea for members" not in seen(page)


def test_choosing_a_sector_keeps_the_meeting_that_was_chosen(client):
    series = make_series("tea", title="Tea at four")

    page = client.get(reverse("pledge_list"), {"series": series.slug, "filter": "1"})

    assert f'<input type="hidden" name="series" value="{series.slug}"' in page.content.decode()


def test_shares_are_said_of_five_pledges_and_not_of_four(client):
    kept_by(4)
    four = seen(client.get(reverse("pledge_list")))
    kept_by(1, cloth="housing")

    five = client.get(reverse("pledge_list"), {"sector": ""})

    assert "in 100" not in four
    assert five.context["shares"] == []  # Kept for a minute: what was four stays so.


def test_shares_are_plain_sentences(client):
    kept_by(3)
    make_pledge("sing", by=make_contact("Ann"), state="let-go", answered_at=timezone.now())
    make_pledge("dance", by=make_contact("Bob"))

    page = client.get(reverse("pledge_list"))

    assert page.context["shares"] == [
        "People have said how 80 in 100 are going.",
        "Of those, 75 in 100 are kept.",
        "1 was let go.",
    ]


def test_shares_are_never_those_of_one_person_or_of_two(client):
    now, ann, bob = timezone.now(), make_contact("Ann"), make_contact("Bob")
    for number in range(3):
        make_pledge(f"do {number}", by=ann, state="kept", answered_at=now)
        make_pledge(f"sing {number}", by=bob)

    assert client.get(reverse("pledge_list")).context["shares"] == []


def test_shares_leave_out_what_only_the_reader_sees(sign_in, amara):
    kept_by(4)
    make_pledge("sing", by=amara, visibility="partner", state="let-go", answered_at=timezone.now())

    assert sign_in(amara).get(reverse("pledge_list")).context["shares"] == []


def test_what_waits_for_others_is_listed_and_is_in_no_share(client):
    kept_by(5)
    make_pledge("sing", state="waiting", wanted=2, wanted_by=timezone.localdate())

    page = client.get(reverse("pledge_list"))

    assert page.context["count"] == 6
    assert page.context["shares"][0] == "People have said how 100 in 100 are going."


def test_a_list_of_what_asks_for_others_holds_what_still_waits(client):
    today = timezone.localdate()
    make_pledge("walk", state="waiting", wanted=3, wanted_by=today)
    make_pledge("swim", state="waiting", wanted=3, wanted_by=today - timedelta(days=1))
    make_pledge("sit")

    page = client.get(reverse("pledge_list"), {"state": "waiting"})

    assert acts(page) == ["walk"]
    assert [chip["text"] for chip in page.context["chosen"]] == ["Asks for others to join in"]


def test_a_list_of_what_is_due_soon_leaves_out_what_is_past_kept_or_far_away(client):
    today = timezone.localdate()
    for act, days in [("today", 0), ("in four weeks", 28), ("yesterday", -1), ("in five weeks", 35)]:
        make_pledge(act, by_on=today + timedelta(days=days))
    make_pledge("done", by_on=today, state="kept", answered_at=timezone.now())
    make_pledge("no day")

    page = client.get(reverse("pledge_list"), {"state": "due"})

    assert acts(page) == ["in four weeks", "today"]
