from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from members.models import Affiliation, Contact
from outbox.models import OutgoingEmail
from pledges.actions.leaving import offer
from pledges.emails import answer_path, hand_over_path, private_path
from pledges.models import HandOver, Pledge, Reminder
from tests import factories

LEAVE = "/organisations/loom-and-ladder/left/"


@pytest.fixture
def loom(db):
    return factories.make_organisation("Loom and Ladder")


def works_at(member, organisation):
    at = timezone.now() - timedelta(days=7)
    Contact.objects.filter(pk=member.contact.pk).update(organisation=organisation)
    member.contact.refresh_from_db()
    return Affiliation.objects.create(
        contact=member.contact, organisation=organisation, state="confirmed", asked_at=at, decided_at=at
    )


def page(client, address, **data):
    return client.post(address, data, follow=True).content.decode()


def emails(purpose):
    return sorted(OutgoingEmail.objects.filter(purpose=purpose).values_list("to", "subject"))


def handed(client, giver, taker, loom, **fields):
    """A pledge of one who leaves, offered to another."""
    works_at(giver, loom), works_at(taker, loom)
    pledge = factories.make_pledge("ring ten tenants", by=giver, **fields)
    client.force_login(giver)
    page(client, LEAVE, fate_0="pass-on", to_0=str(taker.contact.uuid))
    return pledge, HandOver.objects.get()


def test_who_leaves_is_there_no_more_and_the_tie_stays_as_history(client, amara, loom):
    tie = works_at(amara, loom)
    client.force_login(amara)

    asked = client.get(LEAVE).content.decode()
    left = page(client, LEAVE)

    tie.refresh_from_db()
    assert "Have you left Loom and Ladder?" in asked
    assert "You have left Loom and Ladder" in left
    assert tie.ended_at is not None
    assert Contact.objects.get(pk=amara.contact.pk).organisation is None
    assert client.get("/organisations/loom-and-ladder/edit/").status_code == 403


def test_who_was_never_confirmed_can_leave_too(client, amara, loom):
    Contact.objects.filter(pk=amara.contact.pk).update(organisation=loom, organisation_typed="Loom and Ladder")
    client.force_login(amara)

    page(client, LEAVE), page(client, LEAVE)

    contact = Contact.objects.get(pk=amara.contact.pk)
    assert (contact.organisation, contact.organisation_name) == (None, "")
    assert [(tie.state, tie.ended_at is None) for tie in Affiliation.objects.all()] == [("confirmed", False)]


def test_another_organisation_of_theirs_stands_beside_their_name_then(client, amara, loom):
    works_at(amara, factories.make_organisation("Second Key"))
    works_at(amara, loom)
    client.force_login(amara)

    page(client, LEAVE)

    assert Contact.objects.get(pk=amara.contact.pk).organisation_name == "Second Key"


def test_a_stranger_to_it_cannot_leave(client, amara, loom):
    client.force_login(amara)

    assert client.get(LEAVE).status_code == 404


def test_each_pledge_is_taken_along_passed_on_or_let_go(client, amara, denise, loom):
    works_at(amara, loom), works_at(denise, loom)
    now = timezone.now()
    let_go = factories.make_pledge("mend the kettle", by=amara, made_at=now - timedelta(days=2))
    passed = factories.make_pledge("ring ten tenants", by=amara, made_at=now - timedelta(days=1))
    kept = factories.make_pledge("write to the bus people", by=amara, made_at=now)
    client.force_login(amara)

    shown = client.get(LEAVE).content.decode()
    page(client, LEAVE, fate_0="take", fate_1="pass-on", to_1=str(denise.contact.uuid), fate_2="let-go")

    states = dict(Pledge.objects.values_list("act", "state"))
    assert shown.index(kept.act) < shown.index(passed.act) < shown.index(let_go.act)
    assert states == {kept.act: "made", passed.act: "made", let_go.act: "let-go"}
    assert set(Pledge.objects.values_list("contact", flat=True)) == {amara.contact.pk}
    assert emails("pledges.hand_over") == [(denise.email, "Could you take on a pledge from Amara?")]


def test_passing_on_needs_somebody_and_keeps_what_was_chosen(client, amara, denise, loom):
    works_at(amara, loom), works_at(denise, loom)
    factories.make_pledge("ring ten tenants", by=amara)
    client.force_login(amara)

    answer = page(client, LEAVE, fate_0="pass-on")

    assert "Choose who could take it on" in answer
    assert 'value="pass-on"' in answer.partition("checked")[0].rpartition("<input")[2]
    assert Contact.objects.get(pk=amara.contact.pk).organisation == loom


def test_only_colleagues_who_can_be_found_are_offered(client, amara, denise, kwame, loom):
    hidden = factories.make_member("Hidden Person", findable=False)
    works_at(amara, loom), works_at(hidden, loom)
    factories.make_pledge("ring ten tenants", by=amara)
    client.force_login(amara)

    shown = client.get(LEAVE).content.decode()
    page(client, LEAVE, fate_0="pass-on", to_0=str(kwame.contact.uuid))

    assert "Pass it on" not in shown
    assert "Hidden Person" not in shown
    assert HandOver.objects.count() == 0


def test_a_yes_makes_it_theirs_and_old_links_open_nothing(client, amara, denise, loom):
    pledge, handover = handed(client, amara, denise, loom, by_on=timezone.localdate() + timedelta(days=20))
    written = pledge.reminders.create(kind="due", due_on=timezone.localdate(), due_at=timezone.now(), state="written")
    old = [pledge.get_absolute_url(), private_path(pledge), answer_path(written)]
    visitor = Client()

    asked = visitor.get(hand_over_path(handover)).content.decode()
    answered = page(visitor, hand_over_path(handover), say="yes")

    moved = Pledge.objects.get()
    assert "ring ten tenants" in asked
    assert "The pledge is yours now" in answered
    assert (moved.contact, moved.first_name) == (denise.contact, "Denise")
    assert [visitor.get(path).status_code for path in old] == [301, 404, 404]
    assert visitor.get(private_path(moved)).status_code == 200
    assert emails("pledges.handed_over") == [(amara.email, "Denise takes on your pledge")]
    assert emails("pledges.made") == [(denise.email, "Your pledge: ring ten tenants")]
    assert Reminder.objects.planned().count() > 0


def test_a_no_leaves_it_where_it_is(client, amara, denise, loom):
    _pledge, handover = handed(client, amara, denise, loom)
    visitor = Client()

    answered = page(visitor, hand_over_path(handover), say="no")
    page(visitor, hand_over_path(handover), say="yes")

    assert "It is still with Amara" in answered
    assert Pledge.objects.get().contact == amara.contact
    assert emails("pledges.handed_over") == [(amara.email, "Denise cannot take on your pledge")]


def test_opening_the_link_changes_nothing(client, amara, denise, loom):
    _pledge, handover = handed(client, amara, denise, loom)

    Client().get(f"{hand_over_path(handover)}?say=yes")

    assert HandOver.objects.get().answered_at is None


def test_what_was_kept_meanwhile_is_not_taken_on(client, amara, denise, loom):
    pledge, handover = handed(client, amara, denise, loom)
    Pledge.objects.filter(pk=pledge.pk).update(state="kept", answered_at=timezone.now())

    shown = page(Client(), hand_over_path(handover), say="yes")

    assert "Since you were asked, the pledge was kept or let go." in shown
    assert Pledge.objects.get().contact == amara.contact


def test_a_colleague_says_that_somebody_has_left(client, amara, denise, loom):
    works_at(denise, loom)
    tie = works_at(amara, loom)
    factories.make_pledge("ring ten tenants", by=amara)
    client.force_login(denise)

    said = page(client, f"/organisations/loom-and-ladder/people/{tie.uuid}/left/")
    client.force_login(amara)
    choice = client.get(LEAVE).content.decode()

    assert "Amara Nwachukwu is not here any more." in said
    assert emails("pledges.left") == [(amara.email, "You have left Loom and Ladder")]
    assert LEAVE in OutgoingEmail.objects.get(purpose="pledges.left").text
    assert "ring ten tenants" in choice
    assert Contact.objects.get(pk=amara.contact.pk).organisation is None


def test_only_those_who_work_there_see_somebody_off(client, amara, denise, loom):
    tie = works_at(amara, loom)
    client.force_login(denise)

    code = client.post(f"/organisations/loom-and-ladder/people/{tie.uuid}/left/").status_code

    assert code == 403
    assert Affiliation.objects.live().count() == 1


def test_colleagues_are_not_asked_without_end(amara, denise, kwame, loom):
    pledge = factories.make_pledge("ring ten tenants", by=amara)

    for n in range(30):
        offer(pledge, (denise, kwame)[n % 2].contact, at=timezone.now())

    assert len(emails("pledges.hand_over")) == 20
    assert HandOver.objects.open().count() == 1
