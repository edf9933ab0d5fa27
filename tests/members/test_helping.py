from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from collab.staff import Why, change_roles
from commons.models import AuditEntry
from members.actions.addresses import add_address, remove_address
from members.actions.helping import accept_helper, ask_helper, end_helper
from members.models import Helper
from outbox.actions import send_due
from outbox.models import Companion, OutgoingEmail
from tests.browser.steps import link_after
from tests.members.test_sign_in import ask_for_code

RUTH = "ruth@allen.example"


def name_ruth(client, **fields):
    return client.post("/me/helper/", {"name": "Ruth Allen", "email": "Ruth@Allen.example", **fields}, follow=True)


def link_in(letter):
    return link_after("Read more, and say yes or no:", letter).removeprefix("http://testserver")


def letters(purpose):
    return list(OutgoingEmail.objects.filter(purpose=purpose).order_by("to").values_list("to", flat=True))


def names_on(message):
    return ["Denise Applegarth" in part and "Ruth Allen" in part for part in (message.body, message.alternatives[0][0])]


@pytest.fixture
def helped(client, denise):
    """Denise, whom Ruth helps."""
    helper = ask_helper(denise, name="Ruth Allen", email=RUTH, at=timezone.now())
    accept_helper(helper, at=timezone.now())
    client.force_login(denise)
    helper.refresh_from_db()
    return helper


def test_a_helper_says_yes_themselves_and_until_then_gets_no_copy(client, denise):
    client.force_login(denise)
    page, ruth = name_ruth(client).content.decode(), Client()
    link = link_in(OutgoingEmail.objects.get(purpose="members.helper_asked"))
    shown, seen = ruth.get(link).content.decode(), Companion.objects.count()
    said = ruth.post(link, {"say": "yes"}, follow=True).content.decode()
    ruth.post(link, {"say": "yes"})
    mine = client.get("/me/").content.decode()

    assert "We have asked Ruth Allen" in page
    assert "Ruth Allen, would you help Denise Applegarth?" in shown
    assert seen == 0
    assert "Every email goes to both" in said
    assert "Ruth Allen helps you with this" in mine
    assert letters("members.helper_began") == [denise.email]
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["members.helper_asked", "members.helper_began"]


def test_every_email_goes_to_both_with_both_names_the_code_too(helped, denise, amara, mailoutbox):
    ask_for_code(Client(), denise.email)
    ask_for_code(Client(), amara.email)

    send_due()

    sent = {message.subject[8:]: message for message in mailoutbox if message.to == [denise.email]}
    code = next(message for subject, message in sent.items() if subject.startswith("is your code"))
    others = [message for message in mailoutbox if message.to == [amara.email]]
    assert [message.cc for message in sent.values()] == [[RUTH]] * 2
    assert names_on(code) == [True, True]
    assert "To stop the copies: http://testserver/help-someone/" in code.body
    assert [message.cc for message in others] == [[]]
    assert "with a copy to" not in others[0].body


@pytest.mark.parametrize("who", ["member", "helper"])
def test_either_ends_it_and_the_next_email_goes_to_one(client, helped, denise, mailoutbox, who):
    ask_for_code(Client(), denise.email)
    if who == "member":
        client.post("/me/helper/end/")
    else:
        Client().post(f"/help-someone/{helped.token}/", {"say": "end"})
    Client().post(f"/help-someone/{helped.token}/", {"say": "end"})

    send_due()

    code = next(message for message in mailoutbox if "is your code" in message.subject)
    entry = AuditEntry.objects.get(action="members.helper_ended")
    assert code.cc == []
    assert "Ruth" not in code.body
    assert letters("members.helper_ended") == sorted([denise.email, RUTH])
    assert entry.facts == {"by_whom": who}
    assert "This has ended" in Client().get(f"/help-someone/{helped.token}/").content.decode()


def test_a_no_tells_the_member(client, denise):
    client.force_login(denise)
    name_ruth(client)
    link = link_in(OutgoingEmail.objects.get(purpose="members.helper_asked"))

    Client().post(link, {"say": "end"})
    after = Client().post(link, {"say": "yes"}, follow=True).content.decode()

    assert letters("members.helper_ended") == [denise.email]
    assert "They cannot." in OutgoingEmail.objects.get(purpose="members.helper_ended").text
    assert "This has ended" in after
    assert not Companion.objects.exists()


def test_a_yes_after_two_weeks_comes_too_late(denise):
    helper = ask_helper(denise, name="Ruth", email=RUTH, at=timezone.now() - timedelta(days=15))
    link = f"/help-someone/{helper.token}/"

    seen, _ = Client().get(link).content.decode(), Client().post(link, {"say": "yes"})

    assert "This link has run out" in seen
    assert not Companion.objects.exists()


def test_whoever_has_a_role_has_no_helper(sign_in, orla):
    staff = sign_in(orla)

    answers = staff.get("/me/helper/"), name_ruth(staff)

    assert [answer.status_code for answer in answers] == [403, 403]
    assert not Helper.objects.exists()
    assert "Someone helps me" not in staff.get("/me/").content.decode()


def test_a_role_ends_the_help_and_no_code_goes_to_the_helper(helped, denise, orla, mailoutbox):
    change_roles(denise, ["facilitator"], by=orla, why=Why.NEW_JOB, at=timezone.now())
    ask_for_code(Client(), denise.email)

    send_due()

    code = next(message for message in mailoutbox if "is your code" in message.subject)
    ended = OutgoingEmail.objects.filter(purpose="members.helper_ended")
    entry = AuditEntry.objects.get(action="members.helper_ended")
    assert code.cc == []
    assert sorted(letter.to for letter in ended) == sorted([denise.email, RUTH])
    assert ["has a role in this network now" in letter.text + letter.html for letter in ended] == [True, True]
    assert (entry.actor, entry.facts) == (orla.uuid, {"by_whom": "organiser"})


def test_a_role_ends_what_a_helper_was_only_asked(denise, orla):
    helper = ask_helper(denise, name="Ruth", email=RUTH, at=timezone.now())
    change_roles(denise, ["facilitator"], by=orla, why=Why.NEW_JOB, at=timezone.now())

    Client().post(f"/help-someone/{helper.token}/", {"say": "yes"})

    assert not Companion.objects.exists()
    assert not Helper.objects.live().exists()


def test_copies_follow_to_an_address_that_an_organiser_adds_and_end_with_it(helped, denise, orla, mailoutbox):
    row = add_address(denise, "denise@home.example", check="in_person", by=orla, at=timezone.now())
    ask_for_code(Client(), "denise@home.example")
    send_due()
    code = next(message for message in mailoutbox if "is your code" in message.subject)

    remove_address(row, by=denise, now=timezone.now())

    assert (code.to, code.cc) == (["denise@home.example"], [RUTH])
    assert [companion.to for companion in Companion.objects.all()] == [denise.email]


def test_a_helper_of_somebody_with_two_addresses_is_beside_both_and_gone_from_both(denise, orla):
    add_address(denise, "denise@home.example", check="in_person", by=orla, at=timezone.now())
    helper = ask_helper(denise, name="Ruth Allen", email=RUTH, at=timezone.now())
    accept_helper(helper, at=timezone.now())
    beside = sorted(Companion.objects.values_list("to", flat=True))

    end_helper(helper, by=denise, at=timezone.now())

    assert beside == [denise.email, "denise@home.example"]
    assert not Companion.objects.exists()


def test_an_address_that_is_the_helpers_own_gets_one_copy(helped, denise, orla):
    add_address(denise, RUTH, check="in_person", by=orla, at=timezone.now())

    assert [companion.to for companion in Companion.objects.all()] == [denise.email]


def test_one_helper_at_a_time(client, denise):
    client.force_login(denise)
    name_ruth(client)

    name_ruth(client, name="Another", email="another@allen.example")

    assert [helper.name for helper in Helper.objects.all()] == ["Ruth Allen"]
    with pytest.raises(IntegrityError, match="one_helper_at_a_time"), transaction.atomic():
        denise.helpers.create(name="x", email="x@x.example", asked_at=timezone.now())


def test_five_people_a_day_may_be_asked(client, denise):
    client.force_login(denise)
    for number in range(6):
        page = name_ruth(client, email=f"ruth{number}@allen.example").content.decode()
        client.post("/me/helper/end/")

    assert Helper.objects.count() == 5
    assert "You asked many people today" in page
    assert 'value="Ruth Allen"' in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Enter their name"),
        ({"email": "ruth"}, "in the format name@example.com"),
        ({"email": "denise.applegarth@westmere.example"}, "That is your own address"),
    ],
)
def test_a_mistake_keeps_what_was_typed(client, denise, typed, said):
    client.force_login(denise)

    page = name_ruth(client, **{"email": "kept@allen.example", **typed}).content.decode()

    assert said in page
    assert ("kept@allen.example" in page) or ("Ruth Allen" in page)
    assert not Helper.objects.exists()


def test_a_link_that_is_not_ours_is_not_found(client, db):
    assert client.get("/help-someone/AAAA:bbb:ccc/").status_code == 404


def test_ending_without_a_helper_is_not_found(client, amara, helped):
    client.force_login(amara)

    assert client.post("/me/helper/end/").status_code == 404
    assert Helper.objects.live().count() == 1


def test_twice_is_once(helped):
    accept_helper(helped, at=timezone.now())
    end_helper(helped, by=helped.member, at=timezone.now())
    end_helper(helped, by=None, at=timezone.now())

    assert AuditEntry.objects.filter(action="members.helper_began").count() == 1
    assert AuditEntry.objects.filter(action="members.helper_ended").count() == 1
