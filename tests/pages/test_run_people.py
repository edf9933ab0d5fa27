from datetime import timedelta

import pytest
from django.utils import timezone

from collab.staff import Why, WhySuspended, change_roles, let_back, suspend
from commons.models import AuditEntry
from events.actions import sign_up
from members.models import Member
from outbox.models import OutgoingEmail
from pledges.actions.booking import book_reminders
from tests.factories import make_event, make_member, make_organisation, make_pledge


def change(client, member, roles, why="new-job"):
    return client.post(f"/run/people/{member.uuid}/roles/", {"roles": roles, "why": why}, follow=True)


def names_on(page):
    return [person.contact.name for person in page.context["people"]]


def told():
    return sorted(OutgoingEmail.objects.filter(purpose="members.roles").values_list("to", flat=True))


def test_an_organiser_finds_what_there_is_to_do(client, sign_in, orla):
    sign_in(orla)

    page = client.get("/run/").content.decode()

    assert "Run this network" in client.get("/me/").content.decode()
    assert 'href="/run/people/"' in page
    assert "1 account" in page


def test_a_member_is_not_shown_the_way(client, sign_in, amara):
    sign_in(amara)

    assert "Run this network" not in client.get("/me/").content.decode()


@pytest.mark.parametrize(
    "asked",
    ["ama", "NWACH", "amara.nwachukwu@westmere.example", "amara.nw", "water", "ama nwa", "“", "'ama'", "ama | & !"],
)
def test_the_start_of_a_name_an_address_or_an_organisation_finds_a_person(client, sign_in, orla, amara, denise, asked):
    amara.contact.organisation = make_organisation("Water and Light")
    amara.contact.save()
    sign_in(orla)

    page = client.get("/run/people/", {"q": asked})

    everybody = ["Orla Fitzsimmons", "Denise Applegarth", "Amara Nwachukwu"]
    nothing_to_look_for = asked == "“"
    assert sorted(names_on(page)) == (sorted(everybody)[:0] if nothing_to_look_for else ["Amara Nwachukwu"])


def test_roles_and_suspension_narrow_the_list(client, sign_in, orla, amara, beatrix):
    Member.objects.filter(pk=amara.pk).update(is_active=False)
    sign_in(orla)

    assert names_on(client.get("/run/people/?what=moderator")) == ["Beatrix Holm"]
    assert names_on(client.get("/run/people/?what=suspended")) == ["Amara Nwachukwu"]
    assert len(names_on(client.get("/run/people/?what=nonsense"))) == 3


def test_nobody_found_says_so(client, sign_in, orla):
    sign_in(orla)

    assert "Nobody was found" in client.get("/run/people/?q=zebra").content.decode()


def test_the_list_is_paged_by_key_and_no_page_repeats_a_person(client, sign_in, orla, monkeypatch):
    monkeypatch.setattr("collab.pages.run.people.A_PAGE", 2)
    for number in range(4):
        make_member(f"Person {number}")
    sign_in(orla)

    seen, url = [], "?"
    while url:
        page = client.get(f"/run/people/{url}")
        seen += names_on(page)
        url = page.context["next_url"]

    assert seen == ["Person 3", "Person 2", "Person 1", "Person 0", "Orla Fitzsimmons"]
    assert client.get("/run/people/?before=nonsense").status_code == 200


def test_the_list_costs_the_same_with_one_and_three(client, sign_in, orla, django_assert_num_queries):
    sign_in(orla)
    client.get("/run/people/")
    with django_assert_num_queries(3):
        client.get("/run/people/")
    make_member("One More"), make_member("And Another")

    with django_assert_num_queries(3):
        client.get("/run/people/")


def test_an_organiser_sees_what_a_person_holds_and_not_what_is_private(client, sign_in, orla, amara):
    make_pledge("mend the kettle", by=amara, visibility="partner")
    sign_up(make_event(), amara.contact, at=timezone.now())
    sign_in(orla)

    page = client.get(f"/run/people/{amara.uuid}/")

    assert page.context["holds"] == ["1 place at an event to come", "1 pledge"]
    assert "amara.nwachukwu@westmere.example" in page.content.decode()
    assert "mend the kettle" not in page.content.decode()


def test_a_role_is_given_with_a_reason_audited_and_told_to_every_organiser(client, sign_in, orla, amara):
    make_member("Prakash Sundaram", roles=["admin"])
    sign_in(orla)

    change(client, amara, ["facilitator"])

    amara.refresh_from_db()
    entry = AuditEntry.objects.get(action="members.role_given")
    assert amara.roles == ["facilitator"]
    assert (entry.actor, entry.target) == (orla.uuid, amara.uuid)
    assert entry.facts == {"role": "facilitator", "why": "new-job"}
    assert told() == [
        "amara.nwachukwu@westmere.example",
        "orla.fitzsimmons@westmere.example",
        "prakash.sundaram@westmere.example",
    ]
    assert "Amara Nwachukwu is now: host." in OutgoingEmail.objects.get(to=orla.email, purpose="members.roles").text
    assert "You are now: host." in OutgoingEmail.objects.get(to=amara.email, purpose="members.roles").text


def test_each_role_that_changes_is_one_row_of_the_log_and_the_page_shows_it(client, sign_in, orla, kwame):
    sign_in(orla)

    change(client, kwame, ["moderator", "safeguarding"], why="cover")
    page = client.get(f"/run/people/{kwame.uuid}/").content.decode()

    changed = AuditEntry.objects.filter(action__startswith="members.role_").values_list("action", "facts__role")
    assert sorted(changed) == [
        ("members.role_given", "moderator"),
        ("members.role_given", "safeguarding"),
        ("members.role_taken", "facilitator"),
    ]
    assert "took a role away: Kwame Asiedu" in page


def test_saving_the_same_roles_again_changes_nothing_and_writes_to_nobody(client, sign_in, orla, kwame):
    sign_in(orla)

    change(client, kwame, ["facilitator"])

    assert not AuditEntry.objects.filter(action__startswith="members.role_").exists()
    assert told() == []


def test_without_a_reason_nothing_changes_and_the_ticks_stay(client, sign_in, orla, amara):
    sign_in(orla)

    page = change(client, amara, ["moderator"], why="")

    amara.refresh_from_db()
    assert amara.roles == []
    assert "Say why" in page.content.decode()
    assert page.context["form"]["roles"].value() == ["moderator"]


def test_the_last_organiser_stays_one(client, sign_in, orla):
    sign_in(orla)

    page = change(client, orla, [], why="job-ends")

    orla.refresh_from_db()
    assert orla.roles == ["admin"]
    assert "This is the last organiser" in page.content.decode()


def test_a_suspended_organiser_does_not_count(client, sign_in, orla):
    make_member("Prakash Sundaram", roles=["admin"], is_active=False)
    sign_in(orla)

    page = change(client, orla, [], why="job-ends")

    assert "This is the last organiser" in page.content.decode()


def test_one_of_two_organisers_may_stop_and_is_out_at_the_next_request(client, sign_in, orla):
    make_member("Prakash Sundaram", roles=["admin"])
    sign_in(orla)

    client.post(f"/run/people/{orla.uuid}/roles/", {"roles": [], "why": "job-ends"})

    orla.refresh_from_db()
    assert orla.roles == []
    assert client.get("/run/").status_code == 302


def test_a_suspended_member_is_out_and_nothing_waits_for_them(client, sign_in, orla, amara):
    event = make_event(capacity=1)
    next_in_line = make_member("Next In Line")
    now = timezone.now()
    sign_up(event, amara.contact, at=now)
    waiting = sign_up(event, next_in_line.contact, at=now)
    pledge = make_pledge(by=amara, by_on=timezone.localdate() + timedelta(days=3))
    book_reminders(pledge, now=now)
    theirs = client.__class__()
    theirs.force_login(amara)
    before = theirs.get("/me/").status_code
    sign_in(orla)

    client.post(f"/run/people/{amara.uuid}/suspend/", {"why": "house-rules"})

    waiting.refresh_from_db()
    unsent = OutgoingEmail.objects.filter(to=amara.email).exclude(state="cancelled")
    assert (before, theirs.get("/me/").status_code) == (200, 302)
    assert waiting.state == "offered"
    assert not pledge.reminders.filter(state="planned").exists()
    assert not unsent.exists()
    assert AuditEntry.objects.get(action="members.suspended").facts == {"why": "house-rules"}


def test_a_member_who_is_let_back_is_asked_about_pledges_again(client, sign_in, orla, amara):
    pledge = make_pledge(by=amara, by_on=timezone.localdate() + timedelta(days=3))
    suspend(amara, by=orla, why=WhySuspended.SAFETY, at=timezone.now())
    sign_in(orla)

    client.post(f"/run/people/{amara.uuid}/let-back/")
    client.post(f"/run/people/{amara.uuid}/let-back/")

    amara.refresh_from_db()
    assert amara.is_active
    assert pledge.reminders.filter(state="planned").exists()
    assert AuditEntry.objects.filter(action="members.let_back").count() == 1


def test_suspending_asks_why_and_twice_is_once(client, sign_in, orla, amara):
    sign_in(orla)

    page = client.post(f"/run/people/{amara.uuid}/suspend/", {"why": "because"})
    client.post(f"/run/people/{amara.uuid}/suspend/", {"why": "left"})
    client.post(f"/run/people/{amara.uuid}/suspend/", {"why": "safety"})

    assert "Select a valid choice" in page.content.decode()
    assert AuditEntry.objects.get(action="members.suspended").facts == {"why": "left"}


def test_nobody_suspends_themselves(client, sign_in, orla):
    make_member("Prakash Sundaram", roles=["admin"])
    sign_in(orla)

    assert client.post(f"/run/people/{orla.uuid}/suspend/", {"why": "left"}).status_code == 403
    assert "Suspend this account" not in client.get(f"/run/people/{orla.uuid}/").content.decode()


def test_a_person_who_is_not_there_is_not_found(client, sign_in, orla, amara):
    sign_in(orla)

    assert client.get(f"/run/people/{amara.profile.uuid}/").status_code == 404


def test_the_rules_hold_without_the_pages(orla, amara):
    now = timezone.now()

    assert change_roles(amara, ["moderator", "unheard-of"], by=orla, why=Why.ASKED, at=now)
    amara.refresh_from_db()

    assert amara.roles == ["moderator"]
    assert not let_back(amara, by=orla, at=now)
