"""Ending well: the page stays, nothing in it changes, everybody is told; only an organiser opens it again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from groups.actions.people import Closed, answer_ask, join
from groups.models import Group
from outbox.models import OutgoingEmail
from tests.factories import make_group, make_member, put_in
from tests.groups.reading import main_words

pytestmark = pytest.mark.django_db
WORDS = {"did": "We cooked.", "learned": "Ask twice.", "goes_on": "The hall cooks on."}


def close(client, group, by, words=WORDS):
    client.force_login(by)
    return client.post(f"{group.get_absolute_url()}close/", {**words, "sure": "1"})


def test_the_words_and_the_outcomes_are_read_once_more_before_it_ends(client, amara):
    group, now = make_group(lead=amara), timezone.now()
    group.outcomes.create(words="Warm rooms", state="hoped", made_at=now, changed_at=now)
    client.force_login(amara)
    url = f"{group.get_absolute_url()}close/"

    read = main_words(answer := client.post(url, WORDS))
    again = client.post(url, {**WORDS, "change": "1"}).content.decode()
    is_closed = Group.objects.get().is_closed

    assert "End the group now?" in read
    assert all(words in read for words in (*WORDS.values(), "Warm rooms", "Hoped for"))
    assert answer.content.decode().count('type="hidden" name="did"') == 1
    assert ("We cooked.</textarea>" in again, is_closed) == (True, False)


def test_a_closing_page_says_what_was_done_and_everybody_is_told(client, amara, denise):
    group = make_group(lead=amara, people=[denise], next_on=timezone.localdate() + timedelta(days=3))
    put_in(group, make_member("Left Before"), state="left")

    close(client, group, amara)
    close(client, group, amara, {**WORDS, "did": "Something else."})
    words = main_words(client.get(group.get_absolute_url()))

    group.refresh_from_db()
    assert (group.we_did, group.next_on, group.closed_by) == ("We cooked.", None, amara)
    assert "What we did We cooked. What we learned Ask twice. What goes on elsewhere The hall cooks on." in words
    email = OutgoingEmail.objects.get(purpose="groups.closed")
    assert (email.to, email.subject) == (denise.email, "Thinkers and Doers has ended well")
    assert all(line in email.text for line in WORDS.values())


def test_closing_without_words_comes_back_with_what_was_typed(client, amara):
    group = make_group(lead=amara)

    page = close(client, group, amara, {"did": "", "learned": "Ask twice.", "goes_on": ""})

    assert page.context["form"].errors == {"did": ["Say what you did together"]}
    assert "Ask twice.</textarea>" in page.content.decode()
    assert not Group.objects.get().is_closed


def test_nothing_in_a_closed_group_can_be_changed(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    now, day = timezone.now(), timezone.localdate()
    agreement = group.agreements.create(version=1, text="We agree.", proposed_at=now, review_on=day)
    outcome = group.outcomes.create(words="Warm", made_at=now, changed_at=now)
    url = group.get_absolute_url()
    row = group.memberships.get(member=denise)
    close(client, group, amara)

    answers = {
        path: client.post(f"{url}{path}", data).status_code
        for path, data in {
            "edit/": {"name": "Other", "purpose": "Other", "kind": "doers", "openness": "open"},
            f"people/{row.uuid}/role/": {"role": "lead"},
            f"people/{denise.profile.uuid}/invite/": {},
            "agreement/new/": {"text": "Other", "review_on": "1 March 2027"},
            f"agreement/{agreement.version}/agree/": {},
            f"agreement/{agreement.version}/settle/": {},
            "agreement/review/": {"review_on": "1 March 2027"},
            "outcomes/new/": {"words": "Other"},
            f"outcomes/{outcome.uuid}/": {"state": "seen"},
            "notes/": {"words": "Other", "kind": "note", "day": "today"},
            "next/": {"next_on": "tomorrow"},
            "round/done/": {},
        }.items()
    }
    client.post(f"{url}leave/", {"sure": "1"})

    assert set(answers.values()) == {403}
    assert group.memberships.filter(state="in").count() == 2
    assert (group.notes.count(), group.outcomes.get().state, agreement.yeses.count()) == (0, "hoped", 0)


def test_what_happens_while_it_closes_changes_nothing(amara, denise, kwame):
    group = make_group(lead=amara)
    asking = put_in(group, denise, state="asked")
    Group.objects.update(closed_at=timezone.now(), we_did="All.")

    with pytest.raises(Closed):
        join(group, by=kwame, at=timezone.now())
    with pytest.raises(Closed):
        answer_ask(asking, yes=True, by=amara, at=timezone.now())

    asking.refresh_from_db()
    assert asking.state == "asked"


def test_a_page_that_was_open_when_it_closed_says_so(client, amara, denise, monkeypatch):
    group = make_group(lead=amara, openness="open")
    client.force_login(denise)
    monkeypatch.setattr("groups.views.finding.can_join", lambda *_: True)
    Group.objects.update(closed_at=timezone.now(), we_did="All.")

    page = client.post(f"{group.get_absolute_url()}join/", follow=True)

    assert "This group has closed. Nothing in it changes any more." in page.content.decode()


def test_emails_about_its_next_date_that_have_not_gone_are_stopped(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    client.force_login(amara)
    client.post(f"{group.get_absolute_url()}next/", {"next_on": "tomorrow", "next_where": ""})

    close(client, group, amara)

    assert OutgoingEmail.objects.get(purpose="groups.next-date").state == "cancelled"


def test_an_organiser_opens_it_again_with_its_people(client, amara, denise, orla, sign_in):
    group = make_group(lead=amara, people=[denise])
    close(client, group, amara)
    offered = "Open the group again"
    as_lead = main_words(client.get(group.get_absolute_url()))

    sign_in(orla)
    as_organiser = main_words(client.get(group.get_absolute_url()))
    client.get(f"{group.get_absolute_url()}reopen/")
    after_a_look = Group.objects.get().is_closed
    client.post(f"{group.get_absolute_url()}reopen/")

    group.refresh_from_db()
    assert (offered in as_lead, offered in as_organiser) == (False, True)
    assert (after_a_look, group.is_closed) == (True, False)
    assert group.memberships.filter(state="in").count() == 2
