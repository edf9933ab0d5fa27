"""A pledge of a group: who may see it, how it comes to the group, and when it is asked about."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from pledges.actions.booking import book_reminders
from pledges.models import Pledge
from tests.factories import make_contact, make_event, make_group, make_member, make_pledge, make_story, put_in
from tests.pledges.screens import private_url, seen, words

pytestmark = pytest.mark.django_db
PLACES = ["in", "asked", "invited", "declined", "left"]


def test_a_pledge_for_a_group_is_read_by_its_people_its_maker_and_the_partner(amara, denise, kwame, orla):
    partner = make_member("Partner")
    group = make_group(lead=amara, people=[denise])
    make_group("Another", lead=orla)
    pledge = make_pledge("CANARY", by=kwame, visibility="group", group=group, partner=partner.contact)

    readers = {
        name: Pledge.objects.visible_to(user).filter(pk=pledge.pk).exists()
        for name, user in {
            "lead": amara, "in it": denise, "maker": kwame, "partner": partner, "organiser": orla,
            "visitor": AnonymousUser(),
        }.items()
    }  # fmt: skip

    assert readers == {
        "lead": True,
        "in it": True,
        "maker": True,
        "partner": True,
        "organiser": False,
        "visitor": False,
    }


@pytest.mark.parametrize("state", PLACES)
def test_only_whoever_is_in_the_group_now_finds_the_words_anywhere(client, amara, denise, state):
    group = make_group(lead=amara, is_public=True)
    put_in(group, denise, state=state)
    pledge = make_pledge("CANARY", by=amara, visibility="group", group=group)
    client.force_login(denise)

    pages = [reverse("pledge_list"), group.get_absolute_url(), pledge.get_absolute_url()]
    found = ["CANARY" in client.get(page).content.decode() for page in pages]

    assert found == [state == "in"] * 3


@pytest.mark.parametrize("path", ["/", "/pledges/", "/groups/", "/groups/thinkers-and-doers/"])
def test_a_visitor_finds_it_nowhere(client, amara, path):
    group = make_group(lead=amara, is_public=True)
    make_pledge("CANARY-GROUP", by=amara, visibility="group", group=group)
    make_pledge("CANARY-PUBLIC", by=amara, visibility="public", group=group)

    words_of_page = client.get(path).content.decode()

    assert "CANARY-GROUP" not in words_of_page
    assert ("CANARY-PUBLIC" in words_of_page) == (path != "/groups/")


def test_a_held_pledge_for_a_group_waits_for_nobody_outside_it(client, amara, denise, beatrix, sign_in):
    group = make_group(lead=amara, people=[denise])
    pledge = make_pledge("ring 01632 960 100", by=amara, visibility="group", group=group, is_held=True)
    sign_in(beatrix)

    held = client.get(reverse("pledge_held_list")).content.decode()

    assert "960 100" not in held
    assert pledge in Pledge.objects.visible_to(denise)
    assert not pledge.waits_for_look


def test_a_member_of_a_group_is_offered_it_first_and_it_is_chosen(client, amara):
    group = make_group("Sunday Table", lead=amara)
    client.force_login(amara)

    form = client.get(reverse("pledge_create")).context["form"]
    client.post(reverse("pledge_create"), words("lay the table", visibility="group:sunday-table"))

    assert form["visibility"].value() == "group:sunday-table"
    assert [label for _value, label in form.fields["visibility"].choices] == [
        "The group Sunday Table", "Members of this network", "Anyone", "Only me"
    ]  # fmt: skip
    pledge = Pledge.objects.get()
    assert (pledge.visibility, pledge.group) == ("group", group)


def test_a_member_of_no_group_is_offered_the_members(client, amara):
    client.force_login(amara)

    assert client.get(reverse("pledge_create")).context["form"]["visibility"].value() == "members"


def test_the_link_on_a_groups_page_chooses_that_group(client, amara):
    make_group("A Group", lead=amara)
    make_group("B Group", lead=amara)
    client.force_login(amara)

    page = client.get(f"{reverse('pledge_create')}?group=b-group")
    other = client.get(f"{reverse('pledge_create')}?group=nonsense")

    assert page.context["form"]["visibility"].value() == "group:b-group"
    assert other.context["form"]["visibility"].value() == "group:a-group"


def test_nobody_pledges_into_a_group_they_are_not_in(client, amara, denise):
    make_group("Sunday Table", lead=denise)
    client.force_login(amara)

    page = client.post(reverse("pledge_create"), words("lay the table", visibility="group:sunday-table"))

    assert page.context["form"].errors == {"visibility": ["Choose who may see it"]}
    assert "lay the table" in page.content.decode()
    assert not Pledge.objects.exists()


def test_a_pledge_is_handed_to_a_group_later(client, amara):
    group = make_group(lead=amara)
    pledge = make_pledge(by=amara)
    client.force_login(amara)

    client.post(reverse("pledge_group", args=[pledge.uuid]), {"group": group.slug})
    pledge.refresh_from_db()
    shared = (pledge.group, pledge.visibility)
    client.post(reverse("pledge_group", args=[pledge.uuid]), {"group": group.slug, "is_only_for_group": "on"})
    pledge.refresh_from_db()
    alone = (pledge.group, pledge.visibility)

    assert (shared, alone) == ((group, "public"), (group, "group"))


def test_taking_it_out_of_the_group_shows_it_to_nobody_else(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    pledge = make_pledge(by=amara, group=group, visibility="group")
    client.force_login(amara)

    client.post(reverse("pledge_group", args=[pledge.uuid]), {"group": "none"})

    pledge.refresh_from_db()
    assert (pledge.group, pledge.visibility) == (None, "partner")
    assert list(Pledge.objects.visible_to(denise)) == []


def test_a_story_counts_no_pledge_that_only_a_group_may_see(client, amara):
    group, story = make_group(lead=amara), make_story(pledge_count=1)
    pledge = make_pledge(by=amara, story=story)
    client.force_login(amara)

    client.post(reverse("pledge_group", args=[pledge.uuid]), {"group": group.slug, "is_only_for_group": "on"})

    story.refresh_from_db()
    assert story.pledge_count == 0


def test_only_its_maker_hands_it_over(client, amara, denise):
    group = make_group(lead=denise)
    pledge = make_pledge(by=amara)
    client.force_login(denise)

    answer = client.post(reverse("pledge_group", args=[pledge.uuid]), {"group": group.slug})

    pledge.refresh_from_db()
    assert (answer.status_code, pledge.group) == (403, None)


def test_the_private_page_keeps_the_group_and_names_it(client, amara):
    group = make_group("Sunday Table", lead=amara)
    pledge = make_pledge(by=amara, group=group, visibility="group")
    without = make_pledge("another", by=amara)

    kept = client.post(private_url(pledge), {"act": "lay two tables", "visibility": "group"})
    choices = client.get(private_url(pledge)).context["form"].fields["visibility"].choices
    others = client.get(private_url(without)).context["form"].fields["visibility"].choices

    pledge.refresh_from_db()
    assert kept.status_code == 302
    assert (pledge.act, pledge.visibility, pledge.group) == ("lay two tables", "group", group)
    assert ("group", "Sunday Table") in list(choices)
    assert [value for value, _label in others] == ["public", "members", "partner"]


def test_the_pages_name_the_group_to_those_who_may_read_about_it(client, amara, denise):
    secret = make_pledge("one", by=amara, group=make_group("Quiet Group", lead=amara))
    known = make_pledge("two", by=amara, group=make_group("Known Group", lead=amara, is_public=True))

    as_visitor = [seen(client.get(pledge.get_absolute_url())) for pledge in (secret, known)]
    client.force_login(denise)
    as_member = seen(client.get(secret.get_absolute_url()))

    assert ("Quiet Group" in as_visitor[0], "Known Group" in as_visitor[1]) == (False, True)
    assert "It is for the group Quiet Group" in as_member


def test_a_group_that_was_taken_down_is_named_nowhere_else(client, amara, denise):
    pledge = make_pledge("one", by=amara, group=make_group("Quiet Group", lead=amara))
    pledge.group.is_taken_down = True
    pledge.group.save()

    client.force_login(denise)

    assert "Quiet Group" not in seen(client.get(pledge.get_absolute_url()))


def test_it_is_asked_about_on_the_monday_before_the_group_meets(amara):
    now = timezone.now()
    group = make_group(lead=amara, next_on=timezone.localdate() + timedelta(days=20))
    make_event(in_days=12)
    pledge = make_pledge(by=amara, group=group)
    other = make_pledge("another", by=amara)

    for one in (pledge, other):
        book_reminders(one, now=now)

    (asked,), (elsewhere,) = (one.reminders.planned().values_list("due_on", flat=True) for one in (pledge, other))
    assert before(group.next_on, asked)
    assert not before(group.next_on, elsewhere)


def before(meeting: date, asked: date) -> bool:
    """Whether the question comes in the week of the meeting and before it, on its Monday or the first working day."""
    monday = meeting - timedelta(days=meeting.weekday())
    return monday <= asked <= min(meeting, monday + timedelta(days=4))


def test_a_groups_date_that_has_been_is_not_waited_for(amara):
    group = make_group(lead=amara, next_on=timezone.localdate() - timedelta(days=3))
    pledge = make_pledge(by=amara, group=group)

    book_reminders(pledge, now=timezone.now())

    assert pledge.reminders.planned().get().due_on > timezone.localdate()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_a_member_of_groups_the_same_for_one_row_and_for_three(
    client, amara, django_assert_num_queries, rows
):
    for n in range(rows):
        group = make_group(f"Group {n}", lead=amara)
        make_pledge(f"do {n}", by=make_contact(f"Person {n}"), group=group, visibility="group")
    client.force_login(amara)
    client.get(reverse("pledge_list"))

    with django_assert_num_queries(3):  # the session, the member and the page
        page = client.get(reverse("pledge_list"))

    assert len(page.context["patches"]) == rows


def test_the_page_of_a_group_leads_to_all_its_pledges(client, amara):
    group = make_group(lead=amara)
    make_pledge("ours", by=amara, group=group), make_pledge("elsewhere", by=amara)
    client.force_login(amara)

    page = client.get(group.get_absolute_url()).content.decode()
    (link,) = re.findall(r'href="([^"]+)">All pledges of this group', page)
    found = client.get(link).content.decode()

    assert ("ours" in found, "elsewhere" in found) == (True, False)
