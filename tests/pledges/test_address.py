"""An email added to a pledge that was made without one, and one put right while nobody confirmed it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from outbox.models import OutgoingEmail
from outbox.tasks import deliver
from pledges.actions.reminding import write_due_reminders
from pledges.emails import CONFIRM, PRIVATE, STOP
from pledges.models import Pledge, Reminder
from tests.factories import make_contact, make_pledge
from tests.pledges.screens import open_event, pledge_url, private_url, seen, who

pytestmark = pytest.mark.django_db
ADD = "Add your email and we will ask you how it goes"


def address_url(pledge):
    return reverse("pledge_address", args=[PRIVATE.token(pledge.uuid)])


def confirm_url(pledge):
    return reverse("pledge_confirm", args=[CONFIRM.token(pledge.uuid)])


def give(client, pledge, email="sam@people.example"):
    return client.post(address_url(pledge), {"email": email}, follow=True)


def emails():
    return list(OutgoingEmail.objects.exclude(state="cancelled").order_by("pk").values_list("purpose", "to"))


@pytest.fixture
def nameless(client):
    """Made on the screens, and no address was typed."""
    made = client.post(pledge_url(open_event()), who("sing in the square"), follow=True)
    assert ADD in seen(made)
    return Pledge.objects.get()


def test_an_address_given_later_is_asked_first_and_then_about_the_pledge(client, nameless):
    page = give(client, nameless, " Sam@People,example ")
    planned_only = Reminder.objects.values_list("state", flat=True)
    written = write_due_reminders(timezone.now() + timedelta(days=40))
    client.post(confirm_url(nameless))

    nameless.refresh_from_db()
    assert "Your email: sam@people.example" in seen(page)
    assert (set(planned_only), written) == ({"planned"}, 0)
    assert emails() == [("pledges.made", "sam@people.example")]
    assert nameless.confirmed_at is not None
    assert Reminder.objects.planned().filter(pledge=nameless).exists()


def test_the_page_of_its_own_says_what_is_wrong_and_keeps_what_was_typed(client, nameless):
    page = give(client, nameless, "sam at people")

    assert page.context["form"].errors == {"email": ["Enter an email address in the format name@example.com"]}
    assert 'value="sam at people"' in page.content.decode()
    assert emails() == []


def test_twice_is_once(client, nameless):
    give(client, nameless)
    give(client, nameless)

    assert emails() == [("pledges.made", "sam@people.example")]


def test_a_wrong_address_is_put_right_and_its_links_open_nothing(client, nameless):
    give(client, nameless, "sma@people.example")
    deliver()
    wrong = Pledge.objects.get()
    old = [private_url(wrong), confirm_url(wrong)]

    page = give(client, wrong)

    right = Pledge.objects.get()
    assert "Your email: sam@people.example" in seen(page)
    assert page.redirect_chain[-1][0].startswith(private_url(right))
    assert [client.get(url).status_code for url in old] == [404, 404]
    assert client.get(wrong.get_absolute_url(), follow=True).status_code == 200
    assert emails() == [("pledges.made", "sma@people.example"), ("pledges.made", "sam@people.example")]
    assert not Reminder.objects.filter(pledge=right, pledge__contact__email="sma@people.example").exists()


def test_what_was_not_sent_to_a_wrong_address_is_not_sent(client, nameless):
    give(client, nameless, "sma@people.example")

    give(client, Pledge.objects.get())

    assert emails() == [("pledges.made", "sam@people.example")]


def test_an_address_that_was_proved_is_not_changed_by_the_link(client):
    pledge = make_pledge(by=make_contact("Sam", email="sam@people.example"))

    page = give(client, pledge, "else@people.example")

    pledge.refresh_from_db()
    assert pledge.contact.email == "sam@people.example"
    assert "Change it" not in seen(page).partition("answer")[0]
    assert emails() == []


def test_an_address_that_stopped_emails_about_pledges_gets_none(client, nameless):
    sam = make_contact("Sam", email="sam@people.example")
    client.post(reverse("email_stop", args=[STOP.token(sam.uuid)]))

    give(client, nameless)

    assert Pledge.objects.get().contact == sam
    assert (emails(), Reminder.objects.count()) == ([], 0)


def test_few_addresses_are_tried_for_one_pledge(client, nameless):
    for number in range(4):
        page = give(client, Pledge.objects.get(), f"sam{number}@people.example")

    assert page.context["form"].errors["email"][0].startswith("Try again tomorrow")
    assert emails()[-1] == ("pledges.made", "sam2@people.example")


def test_what_is_over_asks_for_no_address(client):
    pledge = make_pledge(confirmed_at=None, state="kept", answered_at=timezone.now())

    assert ADD not in seen(client.get(private_url(pledge)))
    assert client.get(address_url(pledge)).url == private_url(pledge)


@pytest.mark.parametrize("purpose", ["made", "plan"])
def test_the_first_emails_say_how_to_pause_them(client, purpose):
    client.post(pledge_url(open_event()), who(email="sam@people.example"))
    client.post(reverse("pledge_send_plan", args=[PRIVATE.token(Pledge.objects.get().uuid)]))

    email = OutgoingEmail.objects.get(purpose=f"pledges.{purpose}")

    assert "Pause or stop these emails: http" in email.text
    assert email.unsubscribe_url
