"""A held pledge goes back with a reason, and comes again with other words."""

import pytest
from django.urls import reverse
from django.utils import timezone

from outbox.models import OutgoingEmail
from pledges.actions import sending_back as actions
from pledges.models import Pledge, SentBack
from tests.factories import make_contact, make_pledge
from tests.pledges.screens import private_url, seen

pytestmark = pytest.mark.django_db
QUEUE = "/pledges/waiting/"


@pytest.fixture
def held():
    return make_pledge("ring Jo Bloggs", by=make_contact("Sam", email="sam@people.example"), is_held=True)


def send_back(client, pledge, **typed):
    return client.post(reverse("pledge_send_back", args=[pledge.uuid]), typed)


def save(client, pledge, **typed):
    return client.post(private_url(pledge), {"act": pledge.act, "visibility": "public", **typed})


def test_its_maker_reads_the_house_rule_changes_the_words_and_it_waits_again(client, sign_in, beatrix, held):
    checker = sign_in(beatrix)

    send_back(checker, held, reason="not-agreed")
    queue, page = seen(checker.get(QUEUE)), seen(client.get(f"{private_url(held)}?made=1"))
    save(client, held, act="ring ten tenants")

    email = OutgoingEmail.objects.get(purpose="pledges.sent_back")
    assert "House rule 1: Someone named has not agreed." in email.text
    assert "House rule 1: Someone named has not agreed." in page
    assert "Nothing to look at." in queue
    assert ("Thank you, we have it" in page, "A host looks at it before" in page) == (False, False)
    assert "I will ring ten tenants" in seen(checker.get(QUEUE))
    assert (SentBack.objects.open().count(), email.state) == (0, "cancelled")
    assert Pledge.objects.get().is_held


def test_twice_is_once_and_a_reason_is_needed(sign_in, beatrix, held):
    checker = sign_in(beatrix)

    page = send_back(checker, held)
    for _ in range(2):
        send_back(checker, held, reason="not-kind")

    assert page.context["form"].errors == {"reason": ["Choose a reason"]}
    assert OutgoingEmail.objects.filter(purpose="pledges.sent_back").count() == SentBack.objects.count() == 1


def test_put_up_after_all_it_needs_no_other_words(client, sign_in, beatrix, held):
    checker = sign_in(beatrix)
    send_back(checker, held, reason="not-kind")

    checker.post(reverse("pledge_hold", args=[held.uuid]), {"held": "0"})

    assert SentBack.objects.open().count() == 0
    assert "other words" not in seen(client.get(private_url(held)))


def test_without_an_address_it_can_only_be_put_up_or_taken_down(sign_in, beatrix):
    pledge, checker = make_pledge("ring Jo Bloggs", is_held=True), sign_in(beatrix)
    queue = seen(checker.get(QUEUE))

    send_back(checker, pledge, reason="not-kind")

    pledge.refresh_from_db()
    assert "Put it up Take it down" in queue
    assert (pledge.is_down, SentBack.objects.count(), OutgoingEmail.objects.count()) == (True, 0, 0)


def test_a_host_of_other_meet_ups_cannot_send_it_back(sign_in, kwame, held):
    assert send_back(sign_in(kwame), held, reason="not-kind").status_code == 403
    assert SentBack.objects.count() == 0


def test_what_was_put_up_a_moment_before_does_not_go_back(beatrix, held):
    Pledge.objects.update(is_held=False)

    assert not actions.send_back(held, reason="not-kind", by=beatrix, at=timezone.now())
    assert (SentBack.objects.count(), OutgoingEmail.objects.count()) == (0, 0)
