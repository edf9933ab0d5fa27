from django.utils import timezone

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
    assert "SMTPRecipientsRefused 550" in words
    assert "482 913" not in words
    assert "someone@" not in words


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
