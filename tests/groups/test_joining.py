"""Joining a group, being asked in, leaving, and who does what."""

import pytest
from django.utils import timezone

from commons.models import AuditEntry
from groups.actions.people import LastLead, answer_ask, change_role, join, leave
from groups.emails import ask_path, invitation_path
from groups.models import Membership, people_sharing_a_group_with
from groups.models.people import INVITATION_LINK
from outbox.models import OutgoingEmail
from tests.factories import make_group, make_member, put_in
from tests.groups.reading import main_words

pytestmark = pytest.mark.django_db


def state_of(group, member):
    return Membership.objects.filter(group=group, member=member).values_list("state", flat=True).first()


def mails(purpose):
    return list(OutgoingEmail.objects.filter(purpose=purpose).order_by("to").values_list("to", "state"))


def test_an_open_group_is_joined_by_one_press(client, amara, denise):
    group = make_group(lead=amara, openness="open")
    client.force_login(denise)

    client.post(f"{group.get_absolute_url()}join/")
    page = client.post(f"{group.get_absolute_url()}join/", follow=True)

    assert state_of(group, denise) == "in"
    assert "Join this group" not in main_words(page)
    assert OutgoingEmail.objects.count() == 0
    assert AuditEntry.objects.get(action="groups.join").facts == {"member": str(denise.uuid)}


def test_whoever_asks_waits_and_each_lead_is_told(client, amara, denise, kwame):
    group = make_group(lead=amara, people=[make_member("Not a lead")])
    put_in(group, kwame, role="lead")
    client.force_login(denise)

    page = client.post(f"{group.get_absolute_url()}join/", {"message": "I have a van."}, follow=True)
    client.post(f"{group.get_absolute_url()}join/", {"message": "I have a van."})

    assert state_of(group, denise) == "asked"
    assert "You asked to join. The leads have your message." in main_words(page)
    assert mails("groups.asked") == [(amara.email, "due"), (kwame.email, "due")]
    email = OutgoingEmail.objects.get(to=amara.email)
    assert email.subject == "Denise Applegarth asks to join"
    assert "“I have a van.”" in email.text
    assert f"/groups/asks/{Membership.objects.get(member=denise).uuid}/" in email.text


@pytest.mark.parametrize(
    ("say", "state", "told"), [("yes", "in", "groups.welcome"), ("no", "declined", "groups.not-now")]
)
def test_a_lead_answers_once_and_the_other_leads_need_not(client, amara, denise, kwame, say, state, told):
    group = make_group(lead=amara)
    put_in(group, kwame, role="lead")
    asking = join(group, by=denise, at=timezone.now(), message="May I?")
    client.force_login(amara)
    url = f"{group.get_absolute_url()}people/{asking.uuid}/answer/"

    client.post(url, {"say": say})
    client.post(url, {"say": "no" if say == "yes" else "yes"})

    assert state_of(group, denise) == state
    assert mails(told) == [(denise.email, "due")]
    assert mails("groups.asked") == [(amara.email, "cancelled"), (kwame.email, "cancelled")]
    assert Membership.objects.get(member=denise).message == ""


def test_the_link_in_the_email_opens_a_page_and_only_its_button_answers(client, amara, denise):
    group = make_group(lead=amara)
    asking = join(group, by=denise, at=timezone.now(), message="May I?")
    url = ask_path(asking, group.memberships.get(member=amara))

    page = client.get(url)
    client.head(url)
    before = state_of(group, denise)
    client.post(url, {"say": "yes"})
    after = client.get(url)

    assert "Denise Applegarth asks to join Thinkers and Doers" in main_words(page)
    assert (before, state_of(group, denise)) == ("asked", "in")
    assert "Denise Applegarth is in Thinkers and Doers." in main_words(after)
    assert "_auth_user_id" not in client.session
    assert AuditEntry.objects.get(action="groups.join").actor == amara.uuid


@pytest.mark.parametrize("gone", ["role", "group", "suspended"])
def test_the_link_of_somebody_who_leads_no_more_opens_nothing(client, amara, denise, kwame, gone):
    group = make_group(lead=amara)
    former = put_in(group, kwame, role="lead")
    asking = put_in(group, denise, state="asked", message="CANARY")
    url = ask_path(asking, former)
    before = client.get(url).content.decode()

    if gone == "role":
        change_role(former, "member", by=amara)
    elif gone == "group":
        leave(group, by=kwame, at=timezone.now())
    else:
        kwame.is_active = False
        kwame.save()
    after = client.get(url)
    client.post(url, {"say": "yes"})

    assert ("CANARY" in before, "CANARY" in after.content.decode()) == (True, False)
    assert after.status_code == 404
    assert state_of(group, denise) == "asked"


def test_a_link_of_another_purpose_or_a_changed_one_opens_nothing(client, amara, denise, kwame):
    group = make_group(lead=amara)
    asking = put_in(group, denise, state="asked", message="CANARY")
    other = put_in(group, kwame, state="asked")
    lead = group.memberships.get(member=amara)
    token = asking.ask_link.token(lead.uuid)

    answers = [
        client.get(f"/groups/asks/{asking.uuid}/{INVITATION_LINK.token(lead.uuid)}/"),
        client.get(f"/groups/asks/{asking.uuid}/{token}x/"),
        client.get(f"/groups/asks/{other.uuid}/{token}/"),
        client.get(f"/groups/invitations/{token}/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert not any("CANARY" in answer.content.decode() for answer in answers)


def test_a_lead_finds_a_member_by_name_and_asks_them_in(client, amara, denise):
    make_member("Denise Hidden", findable=False)
    group = make_group(lead=amara)
    client.force_login(amara)

    found = client.get(f"{group.get_absolute_url()}people/?find=denise")
    client.post(f"{group.get_absolute_url()}people/{denise.profile.uuid}/invite/")
    client.post(f"{group.get_absolute_url()}people/{denise.profile.uuid}/invite/")

    assert [profile.member for profile in found.context["found"]] == [denise]
    assert state_of(group, denise) == "invited"
    assert mails("groups.invited") == [(denise.email, "due")]
    assert list(client.get(f"{group.get_absolute_url()}people/?find=denise").context["found"]) == []


def test_somebody_who_cannot_be_found_cannot_be_asked_in(client, amara):
    shy = make_member("Shy Person", findable=False)
    group = make_group(lead=amara)
    client.force_login(amara)

    answer = client.post(f"{group.get_absolute_url()}people/{shy.profile.uuid}/invite/")

    assert answer.status_code == 404
    assert state_of(group, shy) is None


@pytest.mark.parametrize(("say", "state"), [("yes", "in"), ("no", "declined")])
@pytest.mark.parametrize("way", ["link", "page"])
def test_the_invited_person_answers_by_link_or_by_page(client, amara, denise, say, state, way):
    group = make_group(lead=amara)
    invitation = put_in(group, denise, state="invited", invited_by=amara)
    if way == "page":
        client.force_login(denise)
    url = invitation_path(invitation) if way == "link" else f"{group.get_absolute_url()}invited/"

    client.post(url, {"say": say})
    client.post(url, {"say": "no" if say == "yes" else "yes"})

    assert state_of(group, denise) == state


def test_whoever_left_comes_back_by_asking_anew(client, amara, denise):
    group = make_group(lead=amara)
    now = timezone.now()
    answer_ask(join(group, by=denise, at=now), yes=True, by=amara, at=now)
    leave(group, by=denise, at=now)

    answer_ask(join(group, by=denise, at=now), yes=True, by=amara, at=now)

    assert state_of(group, denise) == "in"
    assert len(mails("groups.asked")) == 2
    assert len(mails("groups.welcome")) == 2
    assert Membership.objects.filter(member=denise).count() == 1


def test_a_member_leaves_after_one_more_look(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    client.force_login(denise)

    look = client.get(f"{group.get_absolute_url()}leave/")
    before = state_of(group, denise)
    client.post(f"{group.get_absolute_url()}leave/", {"sure": "1"})

    assert "Your own pledges stay yours." in main_words(look)
    assert (before, state_of(group, denise)) == ("in", "left")


def test_whoever_only_asked_takes_it_back_and_no_lead_has_to_answer(client, amara, denise):
    group = make_group(lead=amara)
    join(group, by=denise, at=timezone.now())
    client.force_login(denise)

    client.post(f"{group.get_absolute_url()}leave/", {"sure": "1"})

    assert state_of(group, denise) == "left"
    assert mails("groups.asked") == [(amara.email, "cancelled")]


def test_whoever_leads_alone_chooses_who_leads_next(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    client.force_login(amara)
    url = f"{group.get_absolute_url()}leave/"

    refused = client.post(url, {"next_lead": ""})
    before = state_of(group, amara)
    client.post(url, {"next_lead": Membership.objects.get(member=denise).uuid})

    assert refused.context["form"].errors["next_lead"] == ["Choose who leads the group"]
    assert before == "in"
    assert state_of(group, amara) == "left"
    assert [row.member for row in Membership.objects.leads()] == [denise]


def test_whoever_is_alone_in_a_group_is_shown_how_to_end_it(client, amara):
    group = make_group(lead=amara)
    client.force_login(amara)

    words = main_words(client.get(f"{group.get_absolute_url()}leave/"))

    assert "You are the only one in it. End the group well instead" in words


def test_no_change_of_roles_leaves_a_group_without_a_lead(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    mine, theirs = (Membership.objects.get(member=member) for member in (amara, denise))
    client.force_login(amara)

    with pytest.raises(LastLead):
        change_role(mine, "member", by=amara)
    page = client.post(f"{group.get_absolute_url()}people/{mine.uuid}/role/", {"role": "out"}, follow=True)
    still = Membership.objects.get(member=amara).role
    client.post(f"{group.get_absolute_url()}people/{theirs.uuid}/role/", {"role": "lead"})
    client.post(f"{group.get_absolute_url()}people/{mine.uuid}/role/", {"role": "keeper"})

    assert "A group needs a lead. Choose another lead first." in page.content.decode()
    assert still == "lead"
    assert [(row.member, row.role) for row in Membership.objects.order_by("pk")] == [
        (amara, "keeper"), (denise, "lead")
    ]  # fmt: skip


def test_a_lead_ends_somebodys_part_and_they_read_no_more_notes(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    group.notes.create(words="CANARY", day=timezone.localdate(), made_at=timezone.now())
    client.force_login(denise)
    before = main_words(client.get(f"{group.get_absolute_url()}notes/"))

    client.force_login(amara)
    client.post(f"{group.get_absolute_url()}people/{Membership.objects.get(member=denise).uuid}/role/", {"role": "out"})
    client.force_login(denise)
    after = main_words(client.get(f"{group.get_absolute_url()}notes/"))

    assert ("CANARY" in before, "CANARY" in after) == (True, False)


def test_a_person_of_another_group_is_not_reached_through_this_one(client, amara, denise, kwame):
    mine, theirs = make_group("Mine", lead=amara), make_group("Theirs", lead=kwame, people=[denise])
    client.force_login(amara)
    row = Membership.objects.get(group=theirs, member=denise)

    role = client.post(f"{mine.get_absolute_url()}people/{row.uuid}/role/", {"role": "out"})
    answer = client.post(f"{mine.get_absolute_url()}people/{row.uuid}/answer/", {"say": "no"})

    assert (role.status_code, answer.status_code) == (404, 404)
    assert state_of(theirs, denise) == "in"


def test_only_leads_see_who_asks(client, amara, denise, kwame):
    group = make_group(lead=amara, people=[denise])
    put_in(group, kwame, state="asked", message="CANARY")

    seen = {}
    for member in (amara, denise, kwame):
        client.force_login(member)
        seen[member] = "CANARY" in client.get(f"{group.get_absolute_url()}people/").content.decode()

    assert seen == {amara: True, denise: False, kwame: False}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_people_costs_the_same_for_one_row_and_for_three(client, amara, django_assert_num_queries, rows):
    group = make_group(lead=amara)
    for n in range(rows):
        put_in(group, make_member(f"In {n}"))
        put_in(group, make_member(f"Asks {n}"), state="asked", message="May I?")
        make_member(f"Found {n}")
    client.force_login(amara)
    client.get(f"{group.get_absolute_url()}people/?find=found")

    with django_assert_num_queries(7):
        client.get(f"{group.get_absolute_url()}people/?find=found")


def test_people_of_the_same_group_know_each_other(amara, denise, kwame, beatrix, orla):
    together = make_group("Together", lead=amara, people=[denise])
    put_in(together, kwame, state="left")
    ended = make_group("Ended", lead=amara, people=[beatrix], closed_at=timezone.now(), we_did="All of it.")
    put_in(make_group("Elsewhere", lead=orla), amara, state="asked")
    beatrix_in = ended.memberships.get(member=beatrix)

    known = set(people_sharing_a_group_with(amara))
    denise.is_active = False
    denise.save()
    without = set(people_sharing_a_group_with(amara))

    assert beatrix_in.is_in
    assert known == {denise, beatrix}
    assert without == {beatrix}
    assert set(people_sharing_a_group_with(orla)) == set()


def test_asking_more_than_twenty_times_a_day_is_slowed(client, amara, denise):
    client.force_login(denise)

    answers = []
    for n in range(21):
        group = make_group(f"Group {n}", lead=amara)
        answers.append(client.post(f"{group.get_absolute_url()}join/", {"message": "Typed words"}))

    assert [answer.status_code for answer in answers] == [302] * 20 + [200]
    assert "Typed words" in answers[-1].content.decode()
    assert Membership.objects.filter(member=denise).count() == 20


def test_a_message_that_is_too_long_comes_back_whole(client, amara, denise):
    group = make_group(lead=amara)
    client.force_login(denise)

    page = client.post(f"{group.get_absolute_url()}join/", {"message": "x" * 401})

    assert page.context["form"].errors["message"] == ["Cut 1 character"]
    assert "x" * 401 in page.content.decode()
    assert state_of(group, denise) is None


def test_an_old_link_says_so_kindly(client, amara, denise, monkeypatch):
    group = make_group(lead=amara)
    asking = put_in(group, denise, state="asked")
    url = ask_path(asking, group.memberships.get(member=amara))

    monkeypatch.setattr("django.core.signing.time.time", lambda: timezone.now().timestamp() + 61 * 86400)
    answer = client.get(url)

    assert answer.status_code == 410
    assert "This link does not work any more" in main_words(answer)


def test_an_organiser_gives_a_lead_to_a_group_whose_only_lead_is_suspended(client, amara, denise, orla, sign_in):
    group = make_group(lead=amara, people=[denise])
    row = group.memberships.get(member=denise)
    sign_in(orla)
    url = f"{group.get_absolute_url()}people/{row.uuid}/appoint/"

    early = client.post(url)
    amara.is_active = False
    amara.save()
    offered = main_words(client.get(f"{group.get_absolute_url()}people/"))
    client.post(url)

    assert early.status_code == 403
    assert "Denise leads from now on" in offered
    assert [row.member for row in Membership.objects.leads()] == [denise]


def test_a_suspended_lead_does_not_count_as_the_other_lead(amara, denise, kwame):
    group = make_group(lead=amara, people=[denise])
    put_in(group, kwame, role="lead")
    kwame.is_active = False
    kwame.save()

    with pytest.raises(LastLead):
        leave(group, by=amara, at=timezone.now())


def test_the_page_of_joining_an_open_group_is_one_button(client, amara, denise):
    group = make_group(lead=amara, openness="open")
    client.force_login(denise)

    words = main_words(client.get(f"{group.get_absolute_url()}join/"))

    assert words.endswith("Thinkers and Doers is open to all members. Join this group")
