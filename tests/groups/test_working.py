"""The working agreement, outcomes, notes and the next date."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from commons.models import AuditEntry
from groups.actions.working import agree, propose_agreement, settle_agreement
from groups.models import Agreement, Outcome
from outbox.models import OutgoingEmail
from tests.factories import make_group, make_member, put_in
from tests.groups.reading import main_words

pytestmark = pytest.mark.django_db


def mails(purpose):
    return sorted(OutgoingEmail.objects.filter(purpose=purpose).values_list("to", "state"))


def propose(group, by, text="We begin on time."):
    day = timezone.localdate() + timedelta(days=90)
    return propose_agreement(group, text=text, review_on=day, by=by, at=timezone.now())


def test_anybody_in_the_group_proposes_how_to_work_together_and_the_others_are_asked(client, amara, denise, kwame):
    group = make_group(lead=amara, people=[denise, kwame])
    client.force_login(denise)
    url = f"{group.get_absolute_url()}agreement/new/"

    client.post(url, {"text": "We begin on time.", "review_on": "1 March 2027"})
    client.post(url, {"text": "We begin on time.", "review_on": "1 March 2027"})

    agreement = Agreement.objects.get()
    assert (agreement.version, agreement.holds, agreement.review_on) == (1, False, date(2027, 3, 1))
    assert [row.member for row in agreement.yeses.all()] == [denise]
    assert mails("groups.agreement") == [(amara.email, "due"), (kwame.email, "due")]
    email = OutgoingEmail.objects.get(to=amara.email)
    assert "“We begin on time.”" in email.text
    assert f"{group.get_absolute_url()}agreement/" in email.text


def test_it_holds_when_everybody_has_said_yes(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    agreement = propose(group, amara)
    client.force_login(denise)
    url = f"{group.get_absolute_url()}agreement/1/agree/"

    before = main_words(client.get(f"{group.get_absolute_url()}agreement/"))
    client.post(url)
    client.post(url)
    after = main_words(client.get(f"{group.get_absolute_url()}agreement/"))

    agreement.refresh_from_db()
    assert "1 of 2 has agreed." in before
    assert "What we go by" not in before
    assert agreement.holds
    assert "What we go by We begin on time." in after
    assert agreement.yeses.count() == 2


def test_a_lead_says_that_it_holds_and_the_version_before_stays_to_be_read(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    old = propose(group, amara, "The old words.")
    settle_agreement(old, by=amara, at=timezone.now())
    propose(group, denise, "The new words.")
    client.force_login(amara)

    between = main_words(client.get(f"{group.get_absolute_url()}agreement/"))
    client.post(f"{group.get_absolute_url()}agreement/2/settle/")
    after = main_words(client.get(f"{group.get_absolute_url()}agreement/"))

    assert "Proposed: version 2 The new words." in between
    assert "What we go by The old words." in between
    assert "What we go by The new words." in after
    assert "Earlier versions Version 1" in after


def test_an_older_version_is_not_brought_back_by_a_late_press(amara, denise):
    group = make_group(lead=amara, people=[denise])
    first = propose(group, amara, "First.")
    propose(group, amara, "Second.")

    settle_agreement(first, by=amara, at=timezone.now())

    first.refresh_from_db()
    assert not first.holds


def test_a_suspended_person_holds_up_no_agreement(amara, denise, kwame):
    group = make_group(lead=amara, people=[denise, kwame])
    kwame.is_active = False
    kwame.save()
    agreement = propose(group, amara)

    agree(agreement, by=denise, at=timezone.now())

    agreement.refresh_from_db()
    assert agreement.holds


def test_when_the_day_of_review_has_come_a_lead_keeps_it_until_another(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    agreement = propose(group, amara)
    Agreement.objects.update(agreed_at=timezone.now(), review_on=timezone.localdate())
    client.force_login(denise)
    as_member = main_words(client.get(f"{group.get_absolute_url()}agreement/"))
    client.force_login(amara)

    as_lead = main_words(client.get(f"{group.get_absolute_url()}agreement/"))
    wrong = client.post(f"{group.get_absolute_url()}agreement/review/", {"review_on": "the day of the fair"})
    client.post(f"{group.get_absolute_url()}agreement/review/", {"review_on": "1 June 2027"})

    due = "The day to look at it again has come"
    assert (due in as_member, due in as_lead) == (False, True)
    assert wrong.context["form"].errors["review_on"] == ["Enter a day, like 20 November"]
    assert 'value="the day of the fair"' in wrong.content.decode()
    agreement.refresh_from_db()
    assert agreement.review_on == date(2027, 6, 1)


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({"text": "", "review_on": "1 March 2027"}, "text", "Write what you want to agree"),
        ({"text": "Kept", "review_on": "1 March 2020"}, "review_on", "Choose today or a later day"),
        ({"text": "Kept", "review_on": ""}, "review_on", "Enter the day when you look at it again"),
    ],
)
def test_a_proposal_with_something_missing_comes_back(client, amara, typed, field, error):
    group = make_group(lead=amara)
    client.force_login(amara)

    page = client.post(f"{group.get_absolute_url()}agreement/new/", typed)

    assert page.context["form"].errors == {field: [error]}
    assert page.context["form"]["text"].value() == typed["text"]


def test_whoever_keeps_the_notes_adds_an_outcome_and_says_how_far_it_is(client, amara, denise):
    group = make_group(lead=amara)
    put_in(group, denise, role="keeper")
    client.force_login(denise)

    client.post(f"{group.get_absolute_url()}outcomes/new/", {"words": "Nobody eats alone", "sign": "We count chairs"})
    client.post(f"{group.get_absolute_url()}outcomes/new/", {"words": "Nobody eats alone", "sign": "We count chairs"})
    outcome = Outcome.objects.get()
    url = f"{group.get_absolute_url()}outcomes/{outcome.uuid}/"
    client.post(url, {"state": "begun", "line": "Nine came."})
    client.post(url, {"state": "begun", "line": ""})
    page = main_words(client.get(url))

    outcome.refresh_from_db()
    assert (outcome.state, outcome.sign) == ("begun", "We count chairs")
    assert list(outcome.steps.values_list("state", "line", "by")) == [
        ("begun", "Nine came.", denise.pk), ("hoped", "", denise.pk)
    ]  # fmt: skip
    assert "Nine came." in page
    assert "“Nine came.”" in main_words(client.get(group.get_absolute_url()))


def test_a_ground_breaker_has_at_most_four_and_is_told_kindly(client, amara):
    group = make_group(lead=amara, kind="breaker")
    client.force_login(amara)
    url = f"{group.get_absolute_url()}outcomes/new/"

    client.post(url, {"words": "One"})
    few = main_words(client.get(group.get_absolute_url()))
    for words in ("Two", "Three", "Four"):
        client.post(url, {"words": words})
    refused = client.post(url, {"words": "Five"})
    first = group.outcomes.get(words="One")
    client.post(f"{group.get_absolute_url()}outcomes/{first.uuid}/", {"state": "let-go", "line": "It was too much."})
    taken = client.post(url, {"words": "Five"})
    back = client.post(f"{group.get_absolute_url()}outcomes/{first.uuid}/", {"state": "hoped", "line": ""})

    assert "Three or four work best." in few
    assert "A group holds 4 outcomes in view. Let one go first." in main_words(refused)
    assert "Five</textarea>" in refused.content.decode().replace("\n", "")
    assert taken.status_code == 302
    assert "A group holds 4 outcomes in view. Let one go first." in main_words(back)
    assert group.outcomes.wanted().count() == 4


def test_an_outcome_of_another_group_is_not_here(client, amara, denise):
    mine, now = make_group("Mine", lead=amara), timezone.now()
    theirs = make_group("Theirs", lead=denise)
    outcome = theirs.outcomes.create(words="Theirs", made_at=now, changed_at=now)
    client.force_login(amara)

    answer = client.post(f"{mine.get_absolute_url()}outcomes/{outcome.uuid}/", {"state": "seen"})

    assert answer.status_code == 404
    outcome.refresh_from_db()
    assert outcome.state == "hoped"


@pytest.mark.parametrize(
    ("typed", "day"),
    [("20 November 2026", date(2026, 11, 20)), ("today", None), ("1 March 2020", date(2020, 3, 1))],
)
def test_a_note_is_written_once_for_a_day_that_has_been(client, amara, typed, day):
    group = make_group(lead=amara)
    client.force_login(amara)
    note = {"words": "We met.", "kind": "note", "day": typed, "form_key": uuid4()}

    client.post(f"{group.get_absolute_url()}notes/", note)
    client.post(f"{group.get_absolute_url()}notes/", note)

    assert [(row.words, row.day, row.by) for row in group.notes.all()] == [
        ("We met.", day or timezone.localdate(), amara)
    ]


def test_a_note_about_a_day_to_come_comes_back(client, amara):
    group = make_group(lead=amara)
    client.force_login(amara)

    page = client.post(f"{group.get_absolute_url()}notes/", {"words": "Kept", "kind": "note", "day": "1 March 2099"})

    assert page.context["form"].errors == {"day": ["Choose today or an earlier day"]}
    assert "Kept</textarea>" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_notes_cost_the_same_for_one_row_and_for_three(client, amara, django_assert_num_queries, rows):
    group = make_group(lead=amara)
    for n in range(rows):
        writer = make_member(f"Writer {n}")
        group.notes.create(words=f"Note {n}", day=timezone.localdate(), made_at=timezone.now(), by=writer)
    client.force_login(amara)
    client.get(f"{group.get_absolute_url()}notes/")

    with django_assert_num_queries(6):
        client.get(f"{group.get_absolute_url()}notes/")


def test_the_next_date_is_told_to_everybody_once_and_a_changed_one_takes_its_place(client, amara, denise):
    group = make_group(lead=amara, people=[denise, make_member("Third Person")])
    client.force_login(amara)
    url = f"{group.get_absolute_url()}next/"
    first, second = (timezone.localdate() + timedelta(days=days) for days in (5, 6))

    client.post(url, {"next_on": first.isoformat(), "next_where": "5pm, the hall"})
    client.post(url, {"next_on": first.isoformat(), "next_where": "5pm, the hall"})
    client.post(url, {"next_on": second.isoformat(), "next_where": "6pm, the hall"})

    group.refresh_from_db()
    assert (group.next_on, group.next_where) == (second, "6pm, the hall")
    assert mails("groups.next-date") == [
        (denise.email, "cancelled"), (denise.email, "due"),
        ("third.person@westmere.example", "cancelled"), ("third.person@westmere.example", "due"),
    ]  # fmt: skip
    assert "6pm, the hall" in OutgoingEmail.objects.get(to=denise.email, state="due").text


def test_a_place_without_a_day_comes_back(client, amara):
    group = make_group(lead=amara)
    client.force_login(amara)

    page = client.post(f"{group.get_absolute_url()}next/", {"next_on": "", "next_where": "The hall"})

    assert page.context["form"].errors == {"next_on": ["Enter a day, like 20 November"]}
    assert 'value="The hall"' in page.content.decode()


def test_a_date_that_has_been_is_not_shown_as_the_next(client, amara):
    group = make_group(lead=amara, next_on=timezone.localdate() - timedelta(days=1), next_where="The hall")
    client.force_login(amara)

    words = main_words(client.get(group.get_absolute_url()))

    assert "No date yet." in words
    assert "The hall" not in words


def test_a_note_is_put_right_by_a_lead_or_by_whoever_wrote_it(client, amara, denise, kwame):
    group = make_group(lead=amara, people=[kwame])
    put_in(group, denise, role="keeper")
    day, now = timezone.localdate(), timezone.now()
    hers, his = (group.notes.create(words="Old", day=day, made_at=now, by=by) for by in (denise, amara))
    change = {"words": "New", "kind": "decision", "day": "today"}

    seen = {}
    for member in (denise, kwame, amara):
        client.force_login(member)
        urls = [f"{group.get_absolute_url()}notes/{note.uuid}/" for note in (hers, his)]
        seen[member] = [client.post(url, change).status_code for url in urls]
    client.post(f"{group.get_absolute_url()}notes/{his.uuid}/", {"remove": "1"})

    assert seen == {denise: [302, 403], kwame: [403, 403], amara: [302, 302]}
    assert [(note.words, note.kind) for note in group.notes.all()] == [("New", "decision")]
    removed = AuditEntry.objects.get(action="groups.remove_note")
    assert (removed.actor, removed.facts) == (amara.uuid, {"note": str(his.uuid)})


def test_proposing_again_and_again_is_slowed_and_the_words_are_kept(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    client.force_login(amara)
    url = f"{group.get_absolute_url()}agreement/new/"

    answers = [client.post(url, {"text": f"Version {n}", "review_on": "1 March 2027"}) for n in range(11)]

    assert [answer.status_code for answer in answers] == [302] * 10 + [200]
    assert "Version 10</textarea>" in answers[-1].content.decode()
    assert group.agreements.count() == len(mails("groups.agreement")) == 10
