"""The list of pledges, one pledge, and a member's own."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commons.models import NetworkSettings
from pledges.models import Answer, Rhythm
from tests.factories import make_contact, make_pledge, make_story
from tests.pledges.screens import open_event, seen

pytestmark = pytest.mark.django_db


def acts(page):
    return [row["text"].removeprefix("I will ") for row in page.context["patches"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_with_one_row_and_three(client, django_assert_num_queries, rows):
    for number in range(rows):
        make_pledge(f"do {number}")
    NetworkSettings.current()

    with django_assert_num_queries(3):  # the rows, how many, and the first time the sectors to choose from
        page = client.get(reverse("pledge_list"))

    assert len(acts(page)) == rows
    assert "sessionid" not in page.cookies
    assert "csrftoken" not in page.cookies


def test_a_visitor_sees_public_ones_and_a_member_those_for_members(client, sign_in, amara):
    make_pledge("one for all")
    make_pledge("two for members", visibility="members")
    make_pledge("three for nobody", visibility="partner")
    make_pledge("four to be looked at", is_held=True)
    make_pledge("five of her own", by=amara, visibility="partner")

    visitor = acts(client.get(reverse("pledge_list")))
    member = acts(sign_in(amara).get(reverse("pledge_list")))

    assert visitor == ["one for all"]
    assert member == ["five of her own", "two for members", "one for all"]


def test_it_can_be_narrowed_by_sector_and_by_what_became_of_it(client):
    now = timezone.now()
    make_pledge("council, kept", by=make_contact("Priya", cloth="council"), state="kept", answered_at=now)
    make_pledge("council, stuck", by=make_contact("Tom", cloth="council"), state="stuck", answered_at=now)
    make_pledge("housing, kept", by=make_contact("Marcus", cloth="housing"), state="kept", answered_at=now)

    page = client.get(reverse("pledge_list"), {"sector": "council", "state": "kept"})
    live = client.get(reverse("pledge_list"), {"state": "live"})
    nonsense = client.get(reverse("pledge_list"), {"sector": "xx", "state": "yy", "before": "zz"})

    assert acts(page) == ["council, kept"]
    assert [row["text"] for row in page.context["chosen"]] == ["Council", "Kept"]
    assert acts(live) == ["council, stuck"]
    assert "stuck" not in live.context["patches"][0]["state"].lower()
    assert nonsense.status_code == 200


def test_the_next_page_goes_on_where_this_one_ends(client):
    now = timezone.now()
    for number in range(45):
        make_pledge(f"do {number}", made_at=now - timedelta(minutes=number))

    pages, url = [], reverse("pledge_list")
    while url:
        page = client.get(reverse("pledge_list") + (url if url.startswith("?") else ""))
        pages.append(acts(page))
        url = page.context["next_url"]

    assert [len(page) for page in pages] == [20, 20, 5]
    assert [act for page in pages for act in page] == [f"do {number}" for number in range(45)]


def test_made_in_the_same_moment_is_told_apart(client):
    at = timezone.now() - timedelta(days=1)
    for number in range(50):
        make_pledge(f"do {number}", made_at=at)

    found, url = [], reverse("pledge_list")
    while url:
        page = client.get(url if url.startswith("/") else reverse("pledge_list") + url)
        found += [row["text"] for row in page.context["patches"]]
        url = page.context["next_url"]

    assert found == [f"I will do {number}" for number in reversed(range(50))]


@pytest.mark.parametrize("rows", [1, 20, 68])
def test_it_asks_as_much_for_one_row_as_for_sixty_eight(sign_in, amara, rows, django_assert_num_queries):
    for number in range(rows):
        make_pledge(f"do {number}")
    member, path = sign_in(amara), reverse("pledge_list")
    NetworkSettings.current()
    member.get(path)

    with django_assert_num_queries(3):  # the session, the member and the page
        member.get(path)


def test_what_is_only_theirs_is_counted_for_them_alone(client, sign_in, amara):
    for number in range(25):
        make_pledge(f"do {number}")
    make_pledge("sing alone", by=amara, visibility="partner")

    visitor, member = client.get(reverse("pledge_list")), sign_in(amara).get(reverse("pledge_list"))

    assert [page.context["count"] for page in (visitor, member)] == [25, 26]


def test_an_empty_list_asks_for_the_first_patch(client):
    assert "The first patch is yours." in seen(client.get(reverse("pledge_list")))


def test_one_pledge_says_where_it_was_made_and_what_caused_it(client, django_assert_num_queries):
    pledge = make_pledge("knock on ten doors", event=open_event(), story=make_story("Tea in the bus shelter"))
    NetworkSettings.current()

    with django_assert_num_queries(1):
        page = client.get(pledge.get_absolute_url())

    assert "Collaboration Station" in seen(page)
    assert "Tea in the bus shelter" in seen(page)


def test_what_was_said_about_it_is_for_its_maker_alone(client, sign_in, amara, denise):
    pledge = make_pledge("knock on ten doors", by=amara)
    Answer.objects.create(pledge=pledge, said="stuck", note="Who has the key?", at=timezone.now())

    visitor, other, own = (
        seen(client.get(pledge.get_absolute_url())),
        seen(sign_in(denise).get(pledge.get_absolute_url())),
        seen(sign_in(amara).get(pledge.get_absolute_url())),
    )

    assert "Who has the key?" in own
    assert "Stuck" in own
    for page in (visitor, other):
        assert "knock on ten doors" in page
        assert "key" not in page
        assert "Stuck" not in page


def test_a_pledge_that_is_not_for_you_is_not_there(client, sign_in, denise, amara):
    pledge = make_pledge(by=amara, visibility="partner")

    assert client.get(pledge.get_absolute_url()).status_code == 404
    assert sign_in(denise).get(pledge.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_my_pledges_live_ones_first_with_four_equal_answers(sign_in, amara, django_assert_num_queries, rows):
    now = timezone.now()
    for number in range(rows):
        make_pledge(f"do {number}", by=amara)
        make_pledge(f"done {number}", by=amara, state="kept", answered_at=now)
    member = sign_in(amara)
    # What a process keeps for ten seconds.
    NetworkSettings.current(), Rhythm.now()

    with django_assert_num_queries(5):  # the session, the member, her pledges, her wishes, the next question
        page = member.get(reverse("pledge_mine"))

    assert f"{rows} kept, {rows} going on" in seen(page)
    assert seen(page).count("Kept Still going Stuck Let it go") == rows
    assert seen(page).index("I will do") < seen(page).index("I will done")


def test_no_pledge_of_mine_is_said_kindly(sign_in, amara):
    assert "You have made no pledge yet." in seen(sign_in(amara).get(reverse("pledge_mine")))


def test_a_number_that_is_nought_is_not_shown(sign_in, amara):
    make_pledge("sing", by=amara)

    page = sign_in(amara).get(reverse("pledge_mine"))

    assert page.context["numbers"] == "1 going on"
