"""Partners and backers: asked, said yes, and over when either says so."""

import re
from datetime import timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collab.privacy.erasing import erase
from members.models import Contact
from outbox.models import OutgoingEmail, State
from pledges.actions.leaving import pass_on
from pledges.actions.making import take_down
from pledges.actions.partners import answer_ask, ask, end_ask
from pledges.emails.partners import ASKED, HANDED, handed_path, partner_path
from pledges.models import PartnerAsk, Pledge
from pledges.models.suggesting import suggested_to
from tests.factories import make_contact, make_pledge
from tests.pledges.screens import open_event, private_url, seen

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def pledge():
    """Made by somebody with a confirmed address, who is at the meet-up."""
    reg = make_contact(email="reg@westmere.example")
    return make_pledge(by=reg, event=comes(reg, open_event()))


@pytest.fixture
def priya():
    return make_contact("Priya Shah", email="priya@westmere.example", cloth="nhs")


def comes(contact, event, *, shows_name=True):
    event.signups.create(
        contact=contact, state="confirmed", show_name=shows_name, signed_up_at=NOW, changed_at=NOW
    )  # fmt: skip
    return event


def asking(pledge, role, to):
    """Now."""
    return ask(pledge, role, to, at=timezone.now())


def press(client, pledge, role="partner", **sent):
    return client.post(f"{private_url(pledge)}{role}/", sent, follow=True)


def test_somebody_of_another_sector_who_shows_their_name_is_offered_and_asked_in_one_press(client, pledge, priya):
    comes(make_contact("Zed Cole", email="zed@westmere.example"), pledge.event)
    comes(priya, pledge.event)
    comes(make_contact("Hidden Person", email="h@westmere.example"), pledge.event, shows_name=False)

    offered = re.findall(r"Ask ([A-Z]\w+ [A-Z]\w+),", seen(client.get(private_url(pledge))))
    page = press(client, pledge, to=priya.uuid)

    assert offered == ["Priya Shah", "Zed Cole"]
    assert "You asked Priya to be your partner. We wait for an answer until" in seen(page)
    (email,) = OutgoingEmail.objects.all()
    assert (email.to, email.subject) == ("priya@westmere.example", "Would you be a pledge partner of Reg?")
    pledge.refresh_from_db()
    assert pledge.partner is None


def test_nobody_is_offered_to_whoever_does_not_come_or_has_not_confirmed_an_address(pledge, priya):
    comes(priya, pledge.event)
    stranger = make_pledge(by=make_contact("Sly", email="sly@westmere.example"), event=pledge.event)
    typed = make_pledge(by=pledge.contact, event=pledge.event, confirmed_at=None)

    assert [person.name for person in suggested_to(pledge)] == ["Priya Shah"]
    assert suggested_to(stranger) == suggested_to(typed) == []


def test_a_person_who_may_not_be_asked_is_not_asked(client, pledge, priya):
    press(client, pledge, to=priya.uuid)

    assert not PartnerAsk.objects.exists()


def test_opening_the_link_changes_nothing_and_one_press_says_yes(client, pledge, priya):
    row = asking(pledge, "partner", priya)

    client.get(partner_path(row))
    client.head(partner_path(row))
    opened = Pledge.objects.get().partner
    page = client.post(partner_path(row), {"say": "yes"}, follow=True)
    client.post(partner_path(row), {"say": "no"})

    assert opened is None
    assert seen(page).startswith("You are the partner for this pledge")
    assert Pledge.objects.get().partner == priya
    assert "Priya is your partner." in seen(client.get(private_url(pledge)))
    told = OutgoingEmail.objects.get(purpose="pledges.partner_answer")
    assert (told.to, told.subject) == ("reg@westmere.example", "Priya said yes")
    priya.refresh_from_db()
    assert priya.email_verified_at is not None


@pytest.mark.parametrize(("role", "next_step"), [("partner", "ask them now and then"), ("backer", "when it is kept")])
def test_a_yes_is_confirmed_with_what_by_when_and_what_comes_next(client, pledge, priya, role, next_step):
    Pledge.objects.update(by_on=timezone.localdate() + timedelta(days=20))
    row = asking(pledge, role, priya)

    for _press in range(2):
        page = client.post(partner_path(row), {"say": "yes"}, follow=True)

    email = OutgoingEmail.objects.get(purpose="pledges.partner_yes")
    assert (email.to, email.state) == (priya.email, "due")
    assert pledge.sentence in email.text
    assert "It is to be done by" in email.text
    assert partner_path(row).split("/")[2] in email.text
    assert next_step in email.text
    assert next_step in seen(page)


def test_a_no_is_told_kindly_and_another_can_be_asked(client, pledge, priya):
    row = asking(pledge, "partner", priya)

    page = client.post(partner_path(row), {"say": "no"}, follow=True)
    other = asking(pledge, "partner", make_contact("Zed", email="zed@westmere.example"))

    assert seen(page) == "Thank you for saying so A no is fine. They can ask somebody else."
    assert OutgoingEmail.objects.get(purpose="pledges.partner_answer").subject == "Priya cannot this time"
    assert other is not None
    assert other.is_waiting(timezone.now())


def test_without_an_answer_it_lapses_and_only_then(pledge, priya, client):
    row = asking(pledge, "partner", priya)
    PartnerAsk.objects.update(lapses_at=timezone.now() - timedelta(seconds=1))

    answered = client.post(partner_path(row), {"say": "yes"}, follow=True)
    page = seen(client.get(private_url(pledge)))
    again = asking(pledge, "partner", make_contact("Zed", email="zed@westmere.example"))

    assert seen(answered).startswith("Nothing to do any more")
    assert "No answer came, and that is fine. You can ask somebody else." in page
    assert Pledge.objects.get().partner is None
    assert again is not None


def test_asked_twice_is_once_and_another_person_takes_the_place(pledge, priya):
    first, same = (asking(pledge, "partner", priya) for _ in range(2))
    other = asking(pledge, "partner", make_contact("Zed", email="zed@westmere.example"))

    assert first == same != other
    assert list(PartnerAsk.objects.standing()) == [other]
    assert OutgoingEmail.objects.get(to=priya.email).state == State.CANCELLED


def test_only_so_many_are_asked_a_day(pledge):
    people = [make_contact(f"P{n}", email=f"p{n}@westmere.example") for n in range(8)]

    rows = [asking(pledge, "partner", person) for person in people]

    assert [row is None for row in rows] == [False] * 6 + [True] * 2


def test_no_partner_is_one_press(client, pledge):
    page = press(client, pledge, do="alone")
    after = press(client, pledge, do="link")

    assert "You do this one alone. That is fine." in seen(page)
    assert "Give this link to somebody" in seen(after)


def test_a_link_is_handed_over_and_an_email_brings_the_button(client, pledge):
    page = press(client, pledge, do="link")
    (link,) = re.findall(r"http://testserver(/pledges/handed/\S+/)<", page.content.decode())

    sent = client.post(link, {"name": "Una Reid", "email": "Una@Reid.example"}, follow=True)
    used = client.get(link)
    row = PartnerAsk.objects.get()
    before = Pledge.objects.get().partner
    client.post(partner_path(row), {"say": "yes"})

    assert seen(sent).startswith("One email is on its way to you")
    assert seen(used).startswith("This link was used, or has run out")
    assert before is None
    assert Pledge.objects.get().partner == Contact.objects.get(email="una@reid.example")


def test_the_link_that_was_handed_over_says_yes_for_nobody(client, pledge):
    row = asking(pledge, "partner", None)

    client.post(handed_path(row), {"say": "yes"})
    swapped = client.post(reverse("pledge_beside", args=[HANDED.token(row.uuid)]), {"say": "yes"})
    client.post(partner_path(row), {"say": "yes"})

    assert swapped.status_code == 404
    assert Pledge.objects.get().partner is None


def test_the_one_who_pledged_cannot_be_their_own_partner(client, pledge):
    row = asking(pledge, "partner", None)

    page = client.post(handed_path(row), {"name": "Reg", "email": "reg@westmere.example"})

    assert page.context["form"].errors == {
        "email": ["Use another address. This one made the pledge, or had many emails today"]
    }
    assert asking(pledge, "partner", pledge.contact) is None


def test_a_robot_that_fills_the_hidden_box_is_sent_nothing(client, pledge):
    row = asking(pledge, "partner", None)

    client.post(handed_path(row), {"name": "Una", "email": "una@reid.example", "nickname": "x"})

    assert not OutgoingEmail.objects.exists()


def test_a_partner_reads_the_plan_and_a_backer_one_line(client, pledge, priya):
    Pledge.objects.update(
        cue="after the Monday meeting", obstacle="the lift", visibility="partner", state="stuck", answered_at=NOW
    )
    rows = {role: asking(pledge, role, priya) for role in ("partner", "backer")}
    for row in rows.values():
        answer_ask(row, yes=True, at=timezone.now())

    partner, backer = (seen(client.get(partner_path(rows[role]))) for role in ("partner", "backer"))

    assert "after the Monday meeting" in partner
    assert backer == (
        "You back this pledge Reg, residents: “I will ring ten tenants” Help wanted "
        "We write to you when it is kept, or where help is wanted. Step back"
    )


def test_either_can_end_it_and_the_other_is_told(client, pledge, priya):
    row = asking(pledge, "partner", priya)
    answer_ask(row, yes=True, at=timezone.now())

    client.post(partner_path(row), {"say": "back"})
    client.post(partner_path(row), {"say": "back"})
    back = OutgoingEmail.objects.get(purpose="pledges.partner_back")
    again = asking(pledge, "partner", priya)
    answer_ask(again, yes=True, at=timezone.now())
    press(client, pledge, do="end")

    assert (back.to, back.subject) == ("reg@westmere.example", "Priya steps back")
    assert OutgoingEmail.objects.get(purpose="pledges.partner_over").to == priya.email
    assert Pledge.objects.get().partner is None


def test_taking_the_pledge_down_asks_nobody_any_more(client, pledge, priya):
    row = asking(pledge, "partner", priya)

    take_down(pledge, at=timezone.now())

    assert OutgoingEmail.objects.get(purpose="pledges.partner_ask").state == State.CANCELLED
    assert seen(client.get(partner_path(row))).startswith("Nothing to do any more")


def test_a_member_is_asked_on_home_and_answers_in_one_press(sign_in, amara, pledge):
    row = asking(pledge, "partner", amara.contact)

    home = sign_in(amara).get("/").content.decode()
    (address,) = re.findall(r'<form method="post" action="(/pledges/beside/[^"]+)"', home)
    sign_in(amara).post(address, {"say": "yes"})

    assert "Reg asks you to be their partner." in home
    row.refresh_from_db()
    assert row.said_yes
    assert "asks you to be their partner" not in sign_in(amara).get("/").content.decode()


def test_a_member_finds_another_by_name_and_a_link_alone_finds_nobody(client, sign_in, amara, denise):
    pledge = make_pledge(by=amara)
    url = f"{private_url(pledge)}partner/?who=denise+apple"

    by_link = client.get(url)
    signed_in = sign_in(amara).get(url)
    sign_in(amara).post(f"{private_url(pledge)}partner/", {"to": denise.contact.uuid, "who": "denise"})

    assert "Denise" not in seen(by_link)
    assert "Denise Applegarth" in seen(signed_in)
    assert PartnerAsk.objects.get().to_contact == denise.contact


def test_twenty_presses_at_once_make_one_partner_and_one_email_each(transactional_db):
    reg, priya = (make_contact(name, email=f"{name}@westmere.example") for name in ("reg", "priya"))
    row = asking(make_pledge(by=reg), "partner", priya)
    statuses = []

    def say_yes():
        statuses.append(Client().post(partner_path(row), {"say": "yes"}).status_code)
        connection.close()

    threads = [Thread(target=say_yes) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [302] * 20
    assert OutgoingEmail.objects.filter(purpose="pledges.partner_answer").count() == 1
    assert Pledge.objects.get().partner == priya


def test_the_database_keeps_one_a_role_and_no_yes_without_a_name(pledge, priya):
    row = asking(pledge, "partner", priya)
    same = {"pledge": pledge, "role": "partner", "asked_at": NOW, "lapses_at": NOW}

    with pytest.raises(IntegrityError, match="one_partner_a_role"), transaction.atomic():
        PartnerAsk.objects.create(**same)
    end_ask(row, by_maker=True, at=timezone.now())
    with pytest.raises(IntegrityError, match="who_answers_has_a_name"):
        PartnerAsk.objects.create(**same, answered_at=NOW, said_yes=True)


def test_whoever_takes_the_pledge_on_is_not_their_own_partner_any_more(pledge, priya):
    rows = [asking(pledge, role, priya) for role in ("partner", "backer")]
    for row in rows:
        answer_ask(row, yes=True, at=timezone.now())
    pledge.refresh_from_db()

    pass_on(pledge, priya, at=timezone.now())

    pledge.refresh_from_db()
    assert (pledge.contact, pledge.partner, pledge.backer) == (priya, None, None)
    assert not PartnerAsk.objects.standing().exists()


def test_somebody_who_leaves_is_asked_nothing_and_is_nobodys_partner_any_more(pledge, priya):
    waiting = make_pledge("sing", by=pledge.contact)
    answer_ask(asking(pledge, "partner", priya), yes=True, at=timezone.now())
    asking(waiting, "partner", priya)

    erase(priya, at=timezone.now())

    pledge.refresh_from_db()
    assert pledge.partner is None
    assert not PartnerAsk.objects.exists()
    assert not OutgoingEmail.objects.filter(to="priya@westmere.example").exclude(state=State.CANCELLED).exists()


def test_with_the_maker_gone_the_one_asked_gets_no_word_of_theirs(priya):
    pledge = make_pledge(by=make_contact(email="reg@westmere.example"))
    asking(pledge, "partner", priya)

    erase(pledge.contact, at=timezone.now())

    email = OutgoingEmail.objects.get(to="priya@westmere.example")
    assert (email.state, email.subject, email.text, email.html) == (State.CANCELLED, "", "", "")
    assert not PartnerAsk.objects.exists()


def test_each_email_says_the_same_as_text_and_as_html(pledge, priya):
    for said in (True, False):
        answer_ask(asking(pledge, "partner", priya), yes=said, at=timezone.now())
        end_ask(PartnerAsk.objects.latest("pk"), by_maker=said, at=timezone.now())
    answer_ask(again := asking(pledge, "backer", priya), yes=True, at=timezone.now())
    end_ask(again, by_maker=False, at=timezone.now())

    emails = list(OutgoingEmail.objects.all())
    assert {email.purpose.partition(".")[2] for email in emails} == {
        "partner_ask", "partner_answer", "partner_over", "partner_back", "partner_yes",
    }  # fmt: skip
    for email in emails:
        body = " ".join(re.sub(r"<[^>]+>", " ", email.html).split())
        assert email.text.startswith("Dear ")
        for line in filter(None, (" ".join(line.replace('"', "").split()) for line in email.text.splitlines())):
            assert line in body


def test_a_forged_link_opens_nothing(client, pledge, priya):
    row = asking(pledge, "partner", priya)
    token = ASKED.token(row.uuid)

    pages = [client.get(reverse("pledge_beside", args=[one])) for one in (token[:-2] + "xx", HANDED.token(row.uuid))]

    assert {page.status_code for page in pages} == {404}


def test_asking_twenty_times_at_once_asks_once(transactional_db):
    reg, una = (make_contact(name, email=f"{name}@westmere.example") for name in ("reg", "una"))
    event = comes(reg, open_event())
    url, statuses = f"{private_url(make_pledge(by=reg, event=comes(una, event)))}partner/", []

    def press_it():
        statuses.append(Client().post(url, {"to": una.uuid}).status_code)
        connection.close()

    threads = [Thread(target=press_it) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [302] * 20
    assert PartnerAsk.objects.get().to_contact == una
    assert OutgoingEmail.objects.count() == 1
