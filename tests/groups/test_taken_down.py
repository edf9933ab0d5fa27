"""A group that an organiser took down: who still sees what."""

import pytest
from django.utils import timezone

from groups.actions.people import TakenDown, answer_invitation, invite, join
from tests.factories import make_group, put_in
from tests.groups.reading import main_words
from tests.groups.test_group_page import FOR_PEOPLE_IN_IT, canaries, full_group

pytestmark = pytest.mark.django_db


def taken_down(lead, keeper):
    group = full_group(lead, keeper)
    group.is_taken_down, group.is_public = True, False
    group.save()
    return group


@pytest.mark.parametrize("state", [None, "asked", "invited", "left"])
def test_whoever_is_not_in_it_finds_nothing(client, amara, denise, kwame, state):
    group = taken_down(amara, denise)
    if state:
        put_in(group, kwame, state=state)
    url = group.get_absolute_url()

    as_visitor = client.get(url)
    client.force_login(kwame)
    pages = [client.get(f"{url}{rest}") for rest in ("", "notes/", "people/", "agreement/", "join/")]
    joins = client.post(f"{url}join/", {"message": "Hello"})

    assert [as_visitor.status_code, joins.status_code, *(page.status_code for page in pages)] == [404] * 7


def test_its_people_read_its_name_and_that_it_is_taken_down_and_can_leave(client, amara, denise):
    group = taken_down(amara, denise)
    client.force_login(denise)

    page = client.get(group.get_absolute_url())
    leave = client.get(f"{group.get_absolute_url()}leave/")
    notes = client.get(f"{group.get_absolute_url()}notes/")

    assert (canaries(page), "Sunday Table" in main_words(page)) == (set(), True)
    assert "An organiser took this group’s page down." in main_words(page)
    assert (leave.status_code, notes.status_code) == (200, 404)


def test_its_leads_and_organisers_read_all(client, amara, denise, orla):
    group = taken_down(amara, denise)

    client.force_login(amara)
    as_lead = client.get(group.get_absolute_url())
    client.force_login(orla)
    as_organiser = client.get(group.get_absolute_url())

    assert canaries(as_lead) == FOR_PEOPLE_IN_IT
    assert "CANARY-OUTCOME" in canaries(as_organiser)
    assert "Join this group" not in main_words(as_organiser)
    assert "Ask to join" not in main_words(as_organiser)


def test_it_is_in_no_list(client, amara, denise, orla):
    taken_down(amara, denise)

    for member in (amara, orla):
        client.force_login(member)
        assert list(client.get("/groups/").context["page"]) == []
        assert "Sunday Table" not in client.get("/people/").content.decode()


def test_nobody_comes_in(amara, denise, kwame, orla):
    now = timezone.now()
    group = make_group(lead=amara, openness="open", is_taken_down=True)
    invited = put_in(group, denise, state="invited")

    for press in (
        lambda: join(group, by=kwame, at=now),
        lambda: invite(group, orla, by=amara, at=now),
        lambda: answer_invitation(invited, yes=True, at=now),
    ):
        with pytest.raises(TakenDown):
            press()


def test_home_asks_nobody_about_it(client, amara, denise):
    group = make_group("Sunday Table", lead=amara, is_taken_down=True)
    put_in(group, denise, state="invited")
    client.force_login(denise)

    assert "Sunday Table" not in main_words(client.get("/"))
