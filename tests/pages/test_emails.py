from django.conf import settings
from django.utils import timezone

from collab.pages.emails import PURPOSES
from outbox.models import OutgoingEmail


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


def test_an_organiser_sees_failures_first_and_no_words_and_no_addresses(client, orla, sign_in, settings):
    make_email(1, "due", is_secret=True)
    make_email(2, "failed", last_error="SMTPRecipientsRefused 550")
    make_email(3, "sent", sent_at=timezone.now())
    sign_in(orla)

    page = client.get("/run/emails/")

    words = page.content.decode()
    assert [email.state for email in page.context["page"]] == ["failed", "due", "sent"]
    assert "The mail server said: SMTPRecipientsRefused 550." in words
    assert ["A code to sign in" in words, "members.code" in words, "Could not be sent" in words] == [True, False, True]
    assert "482 913" not in words
    assert "someone@" not in words
    assert words.count("To s…@westmere.example") == 3


def test_an_organiser_of_a_quiet_network_reads_that_there_are_none(client, orla, sign_in):
    sign_in(orla)

    assert "No emails yet." in client.get("/run/emails/").content.decode()


def test_the_list_costs_the_same_for_one_and_for_three(client, orla, sign_in, django_assert_num_queries):
    sign_in(orla)
    make_email(1, "due")
    client.get("/run/emails/")
    with django_assert_num_queries(4):
        client.get("/run/emails/")
    make_email(2, "due")
    make_email(3, "due")

    with django_assert_num_queries(4):
        client.get("/run/emails/")


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
