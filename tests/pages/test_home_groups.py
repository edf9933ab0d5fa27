"""What a group needs of its people, among the cards of home."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories


def cards(client):
    page = client.get("/")
    return [(need.part, need.row.group.name, need.because) for need in page.context["needs"]]


def agreement(group, **fields):
    day = timezone.localdate() + timedelta(days=30)
    fields = {"version": 1, "text": "We begin on time.", "proposed_at": timezone.now(), "review_on": day, **fields}
    return group.agreements.create(**fields)


def test_a_lead_is_told_how_many_wait_and_nobody_else_is(client, amara, denise, kwame):
    group = factories.make_group("Sunday Table", lead=amara, people=[denise])
    factories.put_in(group, kwame, state="asked")
    factories.put_in(group, factories.make_member("Another Asker"), state="asked")

    seen = {}
    for member in (amara, denise, kwame):
        client.force_login(member)
        seen[member] = cards(client)

    assert seen == {
        amara: [("group_asks", "Sunday Table", "2 people wait for your answer.")], denise: [], kwame: []
    }  # fmt: skip


def test_whoever_is_asked_in_answers_from_home(client, amara, denise):
    group = factories.make_group("Sunday Table", lead=amara)
    factories.put_in(group, denise, state="invited", invited_by=amara)
    client.force_login(denise)

    before = cards(client)
    client.post(f"{group.get_absolute_url()}invited/", {"say": "yes"})

    assert before == [("group_invited", "Sunday Table", "A lead would like you in it.")]
    assert cards(client) == []


def test_a_proposal_needs_each_yes_until_it_is_given(client, amara, denise):
    group = factories.make_group("Sunday Table", lead=amara, people=[denise])
    agreement(group)
    client.force_login(denise)

    before = [part for part, *_ in cards(client)]
    client.post(f"{group.get_absolute_url()}agreement/1/agree/")

    assert before == ["group_agree"]
    assert cards(client) == []


def test_only_the_newest_proposal_is_asked_about(client, amara, denise):
    group = factories.make_group(lead=amara, people=[denise])
    agreement(group)
    agreement(group, version=2, agreed_at=timezone.now())
    client.force_login(denise)

    assert cards(client) == []


@pytest.mark.parametrize(("days", "parts"), [(-1, ["group_review"]), (0, ["group_review"]), (1, [])])
def test_a_lead_is_asked_to_look_again_when_the_day_has_come(client, amara, denise, days, parts):
    group = factories.make_group(lead=amara, people=[denise])
    agreement(group, agreed_at=timezone.now(), review_on=timezone.localdate() + timedelta(days=days))

    client.force_login(amara)
    as_lead = [part for part, *_ in cards(client)]
    client.force_login(denise)

    assert as_lead == parts
    assert cards(client) == []


def test_a_closed_group_needs_nothing(client, amara, denise):
    group = factories.make_group(lead=amara, closed_at=timezone.now(), we_did="All of it.")
    factories.put_in(group, denise, state="asked")
    agreement(group)
    client.force_login(amara)

    assert cards(client) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_groups_cost_home_one_query_however_many(client, amara, django_assert_num_queries, rows):
    for n in range(rows):
        group = factories.make_group(f"Group {n}", lead=amara)
        factories.put_in(group, factories.make_member(f"Asker {n}"), state="asked")
        agreement(group)
    client.force_login(amara)
    client.get("/")

    with django_assert_num_queries(8):
        page = client.get("/")

    assert len(page.context["needs"]) == min(5, rows * 2)
