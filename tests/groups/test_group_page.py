"""One group's page, starting a group and changing it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from commons.models import AuditEntry
from groups.models import Group, Membership
from tests.factories import make_group, make_member, make_pledge, make_story, put_in
from tests.groups.reading import main_words

pytestmark = pytest.mark.django_db
NEW = {"name": "Warm Sundays", "purpose": "Nobody eats alone on Sundays.", "kind": "breaker", "meets": "",
       "openness": "open"}  # fmt: skip


def full_group(lead, keeper):
    """One of everything, each with words that can be looked for."""
    today, now = timezone.localdate(), timezone.now()
    group = make_group(
        "Sunday Table", lead=lead, is_public=True, next_on=today + timedelta(days=3), next_where="CANARY-WHERE"
    )
    put_in(group, keeper, role="keeper")
    group.agreements.create(version=1, text="CANARY-AGREED", proposed_at=now, agreed_at=now, review_on=today)
    group.outcomes.create(words="CANARY-OUTCOME", sign="the list is full", made_at=now, changed_at=now)
    group.notes.create(words="CANARY-NOTE", kind="note", day=today, made_at=now, by=keeper)
    group.notes.create(words="CANARY-DECISION", kind="decision", day=today, made_at=now, by=keeper)
    make_story("CANARY-STORY", group=group)
    make_pledge("CANARY-PLEDGE-PUBLIC", by=lead, group=group)
    make_pledge("CANARY-PLEDGE-GROUP", by=lead, group=group, visibility="group")
    make_pledge("CANARY-PLEDGE-MINE", by=keeper, group=group, visibility="partner")
    return group


def canaries(answer):
    words = main_words(answer)
    return {word.strip("“”.,:") for word in words.split() if "CANARY" in word}


FOR_ALL = {"CANARY-OUTCOME", "CANARY-STORY", "CANARY-PLEDGE-PUBLIC"}
FOR_MEMBERS = FOR_ALL | {"CANARY-AGREED", "CANARY-DECISION", "CANARY-WHERE"}
FOR_PEOPLE_IN_IT = FOR_MEMBERS | {"CANARY-NOTE", "CANARY-PLEDGE-GROUP"}


def test_each_person_reads_what_is_for_them(client, amara, denise, kwame):
    group = full_group(amara, denise)
    url = group.get_absolute_url()

    seen = {"visitor": canaries(client.get(url))}
    for name, member in {"lead": amara, "keeper": denise, "other": kwame}.items():
        client.force_login(member)
        seen[name] = canaries(client.get(url))

    assert seen == {
        "visitor": FOR_ALL,
        "other": FOR_MEMBERS,
        "lead": FOR_PEOPLE_IN_IT,
        "keeper": FOR_PEOPLE_IN_IT | {"CANARY-PLEDGE-MINE"},
    }


def test_what_to_do_about_something_wrong_stands_behind_everything_else(client, amara, denise):
    group = full_group(amara, denise)

    words = main_words(client.get(group.get_absolute_url()))

    last = [words.index(each) for each in ("CANARY-STORY", "CANARY-PLEDGE-PUBLIC", "Tell us something is wrong")]
    assert last == sorted(last)


@pytest.mark.parametrize("state", ["asked", "invited", "declined", "left"])
def test_whoever_is_not_in_it_reads_no_more_than_other_members(client, amara, denise, kwame, state):
    group = full_group(amara, denise)
    put_in(group, kwame, state=state)
    client.force_login(kwame)

    assert canaries(client.get(group.get_absolute_url())) == FOR_MEMBERS


def test_visitors_read_no_names_and_no_number_that_points_at_somebody(client, amara):
    group = make_group(lead=amara, is_public=True)

    few = main_words(client.get(group.get_absolute_url()))
    for n in range(4):
        put_in(group, make_member(f"Person {n}"))
    many = main_words(client.get(group.get_absolute_url()))

    assert ("Who is in it" in few, "Amara" in few) == (False, False)
    assert "5 people. Only members see who." in many
    assert "Person" not in many


def test_a_group_for_members_is_not_there_for_visitors(client, amara):
    group = make_group(lead=amara)

    assert client.get(group.get_absolute_url()).status_code == 404
    assert list(Group.objects.visible_to(AnonymousUser())) == []
    assert list(Group.objects.visible_to(amara)) == [group]


def test_only_people_of_the_group_read_the_name_of_somebody_who_is_not_to_be_found(client, amara, denise):
    shy = make_member("Shy Person", findable=False)
    group = make_group(lead=amara, people=[shy])

    client.force_login(denise)
    as_other = main_words(client.get(group.get_absolute_url()))
    client.force_login(amara)
    as_lead = main_words(client.get(group.get_absolute_url()))

    assert ("Shy Person" in as_other, "Shy Person" in as_lead) == (False, True)
    assert "Amara Nwachukwu" in as_other


def test_somebody_suspended_is_in_no_list_of_people(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    denise.is_active = False
    denise.save()
    client.force_login(amara)

    words = main_words(client.get(group.get_absolute_url()))

    assert "1 person in all" in words
    assert "Denise" not in words


def test_an_empty_group_says_what_to_begin_with(client, amara):
    group = make_group(lead=amara)
    client.force_login(amara)

    words = main_words(client.get(group.get_absolute_url()))

    assert "Say what you want to change. Add what you want to see" in words
    assert "Nothing is written down yet. Write a note" in words
    assert "Nothing is agreed yet." in words
    assert "No pledges yet. The first patch is yours." in words


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_row_and_for_three(client, amara, denise, django_assert_num_queries, rows):
    group, today, now = make_group(lead=amara, is_public=True), timezone.localdate(), timezone.now()
    for n in range(rows):
        put_in(group, make_member(f"Person {n}"))
        group.agreements.create(version=n + 1, text="We agree.", proposed_at=now, agreed_at=now, review_on=today)
        outcome = group.outcomes.create(words=f"Outcome {n}", made_at=now, changed_at=now)
        outcome.steps.create(state="hoped", line="So it began.", at=now)
        group.notes.create(words="We met.", day=today, made_at=now, by=denise)
        make_story(f"Story {n}", group=group)
        make_pledge(f"do thing {n}", by=amara, group=group)
    url = group.get_absolute_url()

    client.get(url)
    with django_assert_num_queries(5):
        client.get(url)
    client.force_login(amara)
    client.get(url)
    with django_assert_num_queries(12):
        client.get(url)


def test_a_member_starts_a_group_and_leads_it(client, amara):
    client.force_login(amara)
    form = {**NEW, "form_key": uuid4()}

    made = client.post("/groups/new/", form)
    again = client.post("/groups/new/", form)

    group = Group.objects.get()
    assert [answer["Location"] for answer in (made, again)] == ["/groups/warm-sundays/"] * 2
    assert (group.name, group.is_public, group.made_by) == ("Warm Sundays", False, amara)
    assert list(Membership.objects.leads().values_list("group", "member")) == [(group.pk, amara.pk)]
    assert AuditEntry.objects.get().action == "groups.start"


@pytest.mark.parametrize("name", ["New", "Asks", "Invitations", "Warm Sundays"])
def test_no_group_hides_a_page_or_another_group(client, amara, name):
    make_group("Warm Sundays")
    client.force_login(amara)

    made = client.post("/groups/new/", {**NEW, "name": name, "form_key": uuid4()})

    assert made["Location"] == f"/groups/{name.lower().replace(' ', '-')}-2/"
    assert client.get(made["Location"]).context["group"].name == name


@pytest.mark.parametrize(
    ("change", "field", "error"),
    [
        ({"name": ""}, "name", "Enter a name for the group"),
        ({"purpose": " "}, "purpose", "Say what you want to change"),
        ({"name": "x" * 83}, "name", "Cut 3 characters"),
        ({"kind": "choir"}, "kind", None),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, amara, change, field, error):
    client.force_login(amara)

    page = client.post("/groups/new/", {**NEW, "meets": "On Mondays", **change, "form_key": uuid4()})

    errors = page.context["form"].errors
    assert list(errors) == [field]
    assert error is None or errors[field] == [error]
    assert 'value="On Mondays"' in page.content.decode()
    assert not Group.objects.exists()


def test_the_sixth_group_of_a_day_is_not_made(client, amara):
    client.force_login(amara)

    answers = [client.post("/groups/new/", {**NEW, "name": f"G{n}", "form_key": uuid4()}) for n in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [200]
    assert "You started several groups today." in main_words(answers[-1])


def test_a_lead_changes_the_page_and_the_address_stays(client, amara):
    group = make_group("Old name", lead=amara)
    client.force_login(amara)

    client.post(f"{group.get_absolute_url()}edit/", {**NEW, "name": "New name", "is_public": "on"})

    group.refresh_from_db()
    assert (group.name, group.slug, group.kind, group.is_public) == ("New name", "old-name", "breaker", True)


def test_the_database_keeps_a_group_without_a_purpose_out(amara):
    with pytest.raises(IntegrityError, match="a_group_says_what_it_is_for"), transaction.atomic():
        make_group(purpose="")
    with pytest.raises(IntegrityError, match="a_closed_group_says_what_it_did"), transaction.atomic():
        make_group(closed_at=timezone.now())
    group = make_group()
    with pytest.raises(IntegrityError, match="roles_are_for_people_in_it"), transaction.atomic():
        put_in(group, amara, role="lead", state="asked")
    with pytest.raises(IntegrityError, match="a_pledge_for_a_group_names_it"), transaction.atomic():
        make_pledge(visibility="group")


def test_the_kind_of_a_group_is_said_once(client, amara):
    group = make_group("Sunday Table", lead=amara, is_public=True, kind="doers")

    assert main_words(client.get(group.get_absolute_url())).lower().count("thinkers and doers") == 1


def test_whoever_is_alone_in_a_group_reads_nothing_of_others(client, amara, denise):
    now = timezone.now()
    group = make_group("Sunday Table", lead=amara)
    group.agreements.create(version=1, text="We ring first.", proposed_at=now, review_on=timezone.localdate())
    client.force_login(amara)
    urls = [f"{group.get_absolute_url()}agreement/{rest}" for rest in ("", "new/")]

    alone = [main_words(client.get(url)) for url in urls]
    put_in(group, denise)
    together = [main_words(client.get(url)) for url in urls]

    assert ["the others" in words for words in alone] == [False, False]
    assert ["the others" in words for words in together] == [True, True]
