from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from collab.pages.emails import PURPOSES
from commons.models import AuditEntry
from outbox.models import BouncedAddress, OutgoingEmail


def make_email(n, state, **fields):
    return OutgoingEmail.objects.create(
        purpose="members.code",
        key=str(n),
        to="someone@westmere.example",
        subject="482 913 is your code",
        text="Your code is 482 913",
        state=state,
        due_at=timezone.now(),
        **fields,
    )


def states(page):
    return [row["email"].state for row in page.context["rows"]]


def test_an_organiser_sees_states_and_reasons_and_no_words_and_no_addresses(client, orla, sign_in):
    make_email(1, "due", is_secret=True)
    make_email(2, "failed", last_error="SMTPRecipientsRefused 550")
    make_email(3, "failed", last_error="bounced 5.1.1", bounced_at=timezone.now())
    make_email(4, "cancelled", last_error="the mailbox is gone")
    make_email(5, "sent", sent_at=timezone.now())
    sign_in(orla)

    page = client.get("/run/emails/")

    words = page.content.decode()
    assert states(page) == ["sent", "cancelled", "failed", "failed", "due"]
    assert "The mail server said: SMTPRecipientsRefused 550." in words
    assert "It came back: 5.1.1." in words
    assert "There is no mailbox at this address any more, so it was not sent." in words
    assert ["A code to sign in" in words, ">members.code<" in words, "Could not be sent" in words] == [
        True,
        False,
        True,
    ]
    assert "482 913" not in words
    assert "someone@" not in words
    assert words.count("To s…@westmere.example") == 5
    assert "2 could not be sent" in words


def test_an_organiser_of_a_quiet_network_reads_that_there_are_none(client, orla, sign_in):
    sign_in(orla)

    words = client.get("/run/emails/").content.decode()

    assert ["No emails yet." in words, "Every email could be sent." in words] == [True, True]


def test_emails_are_found_by_the_whole_address_by_kind_and_by_state(client, orla, sign_in):
    make_email(1, "failed")
    make_email(2, "due")
    OutgoingEmail.objects.filter(key="2").update(to="Other@westmere.example", purpose="pledges.made")
    sign_in(orla)

    found = {
        asked: states(client.get(f"/run/emails/?{asked}"))
        for asked in ("to=other@westmere.example", "to=other@west.example", "to=other", "purpose=pledges.made",
                      "state=failed", "state=nonsense", "state=failed&purpose=pledges.made")
    }  # fmt: skip

    assert found == {
        "to=other@westmere.example": ["due"],
        "to=other@west.example": [],
        "to=other": [],
        "purpose=pledges.made": ["due"],
        "state=failed": ["failed"],
        "state=nonsense": [],
        "state=failed&purpose=pledges.made": [],
    }


def test_a_thousand_emails_are_paged_by_key_and_none_is_shown_twice(client, orla, sign_in):
    now = timezone.now()
    OutgoingEmail.objects.bulk_create(
        OutgoingEmail(purpose="members.code", key=str(n), to="a@westmere.example", due_at=now) for n in range(1000)
    )
    sign_in(orla)
    seen, address = [], ""

    while (page := client.get(f"/run/emails/{address}")) and page.context["next_url"]:
        seen += [row["email"].key for row in page.context["rows"]]
        address = page.context["next_url"]

    seen += [row["email"].key for row in page.context["rows"]]
    assert seen == [str(n) for n in range(999, -1, -1)]
    assert client.get("/run/emails/?after=nonsense").context["rows"][0]["email"].key == "999"


def test_the_list_costs_the_same_for_one_and_for_three(client, orla, sign_in, django_assert_num_queries):
    sign_in(orla)
    make_email(1, "due")
    client.get("/run/emails/")
    with django_assert_num_queries(5):
        client.get("/run/emails/")
    make_email(2, "due")
    make_email(3, "due")

    with django_assert_num_queries(5):
        client.get("/run/emails/")


def test_a_failed_email_is_sent_again_once_and_the_log_says_who(client, orla, sign_in):
    email = make_email(1, "failed", attempts=6, last_error="SMTPRecipientsRefused 451")
    sign_in(orla)
    assert "Send it again" in client.get("/run/emails/?state=failed").content.decode()

    pages = [client.post(f"/run/emails/{email.uuid}/again/?state=failed", follow=True) for _ in range(2)]

    email.refresh_from_db()
    entry = AuditEntry.objects.get(action="outbox.sent_again")
    assert (email.state, email.attempts, email.last_error) == ("due", 0, "")
    assert (entry.actor, entry.target, entry.facts) == (orla.uuid, email.uuid, {})
    assert pages[0].redirect_chain == [("/run/emails/?state=failed", 302)]
    assert "It is sent again within a minute" in pages[0].content.decode()
    assert "This one is not waiting to be sent again" in pages[1].content.decode()


def test_one_that_waits_for_its_time_is_not_called_nothing_that_waits(client, orla, sign_in):
    OutgoingEmail.objects.filter(pk=make_email(1, "due").pk).update(due_at=timezone.now() + timedelta(hours=1))
    sign_in(orla)

    words = client.get("/run/emails/").content.decode()

    assert "None has to go out now." in words
    assert "1 waits for its time." in words
    assert "None is waiting" not in words


@pytest.mark.parametrize("fields", [{"is_secret": True}, {"text": ""}])
def test_a_code_and_an_email_whose_words_are_gone_cannot_be_sent_again(client, orla, sign_in, fields):
    email = make_email(1, "failed")
    OutgoingEmail.objects.update(**fields)
    sign_in(orla)

    shown = "Send it again" in client.get("/run/emails/").content.decode()
    client.post(f"/run/emails/{email.uuid}/again/")

    email.refresh_from_db()
    assert (shown, email.state) == (False, "failed")


@pytest.mark.parametrize(("state", "after"), [("due", "cancelled"), ("retry", "cancelled"), ("failed", "failed")])
def test_what_waits_can_be_taken_back_and_the_log_says_who(client, orla, sign_in, state, after):
    email = make_email(1, state)
    sign_in(orla)
    shown = "Do not send it" in client.get("/run/emails/").content.decode()

    client.post(f"/run/emails/{email.uuid}/cancel/"), client.post(f"/run/emails/{email.uuid}/cancel/")

    email.refresh_from_db()
    entries = AuditEntry.objects.filter(action="outbox.cancelled", actor=orla.uuid, target=email.uuid)
    assert (shown, email.state, entries.count()) == (after == "cancelled", after, int(after == "cancelled"))


def test_one_that_is_on_its_way_is_not_taken_back(client, orla, sign_in):
    email = make_email(1, "due")
    OutgoingEmail.objects.claim_next(timezone.now())
    sign_in(orla)

    page = client.post(f"/run/emails/{email.uuid}/cancel/", follow=True)

    email.refresh_from_db()
    assert email.state == "claimed"
    assert "It was too late to take it back" in page.content.decode()


def test_a_weeks_emails_are_counted_by_kind(client, orla, sign_in):
    make_email(1, "sent", sent_at=timezone.now())
    make_email(2, "failed")
    make_email(3, "due")
    old = make_email(4, "sent", sent_at=timezone.now())
    OutgoingEmail.objects.filter(pk=old.pk).update(written_at=timezone.now() - timedelta(days=7))
    sign_in(orla)

    this, last = client.get("/run/emails/numbers/"), client.get("/run/emails/numbers/")
    last = client.get(f"/run/emails/numbers/{this.context['earlier']}")

    shown = [[row[name] for name in ("title", "written", "sent", "waiting", "failed")] for row in this.context["rows"]]
    assert shown == [["A code to sign in", 3, 1, 1, 1]]
    assert [(row["written"], row["sent"]) for row in last.context["rows"]] == [(1, 1)]
    assert last.context["later"] == f"?week={this.context['monday']}"
    assert this.context["later"] == ""


@pytest.mark.parametrize("week", ["nonsense", "9999-12-31", "0001-01-01", "2026-02-30", "%00"])
def test_a_week_that_makes_no_sense_is_the_nearest_there_is(client, orla, sign_in, week):
    sign_in(orla)

    page = client.get(f"/run/emails/numbers/?week={week}")

    assert page.context["monday"].weekday() == 0
    assert "No emails were written in this week." in page.content.decode()


def test_an_organiser_writes_to_an_address_again(client, orla, sign_in):
    row = BouncedAddress.objects.create(address="reg@westmere.example", status="5.1.1", at=timezone.now())
    sign_in(orla)
    words = client.get("/run/emails/addresses/").content.decode()

    pages = [client.post(f"/run/emails/addresses/{row.uuid}/lift/", follow=True) for _ in range(2)]

    assert ["r…@westmere.example" in words, "reg@" in words, "(5.1.1)" in words] == [True, False, True]
    assert "There is no such address." in pages[1].content.decode()
    assert AuditEntry.objects.filter(action="outbox.address_lifted", actor=orla.uuid, target=row.uuid).count() == 1


# Two answers of one kind, one date or many, and letters that stand in a folder of more than one app.
SENT_AS = {
    "events.cancelled_together": "events.cancelled",
    "events.changed_together": "events.changed",
    "members.join_accepted": "members.join_decided",
    "members.join_declined": "members.join_decided",
    "reports.waits": "safeguarding.waits",
    "staff.roles": "members.roles",
}


def test_every_email_that_we_write_has_words_for_what_it_is():
    folder = settings.BASE_DIR / "templates" / "emails"
    written = {f"{path.parent.name}.{path.stem}" for path in folder.glob("*/[!_]*.txt")}

    known = {purpose.replace("-", "_").replace("introduction_", "") for purpose in PURPOSES}

    assert "events.given_back" in written
    assert {SENT_AS.get(name, name) for name in written} - known == set()
