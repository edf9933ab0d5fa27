"""The round: a group's pledges gone through when it meets."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from outbox.models import OutgoingEmail
from pledges.actions.answering import answer_pledge
from pledges.models import Answer, FollowUps, Snag
from tests.factories import make_group, make_member, make_pledge, put_in
from tests.pledges.screens import seen

pytestmark = pytest.mark.django_db


def round_url(group):
    return reverse("pledge_round", args=[group.slug])


def tap(client, group, pledge, say, line=""):
    return client.post(reverse("pledge_round_answer", args=[group.slug, pledge.uuid]), {"say": say, "line": line})


def acts(page):
    return {str(section.heading): [row.act for row in section.pledges] for section in page.context["sections"]}


def test_stuck_ones_come_first_and_old_ones_do_not_come_at_all(client, amara, denise):
    now = timezone.now()
    group = make_group(lead=amara, people=[denise])
    make_pledge("go on", by=denise, group=group, state="going", answered_at=now)
    make_pledge("begin", by=denise, group=group, visibility="group")
    make_pledge("be stuck", by=amara, group=group, state="stuck", answered_at=now)
    make_pledge("be kept", by=denise, group=group, state="kept", answered_at=now)
    make_pledge("be kept long ago", by=denise, group=group, state="kept", answered_at=now - timedelta(days=40))
    make_pledge("be let go", by=denise, group=group, state="let-go", answered_at=now)
    client.force_login(denise)

    page = client.get(round_url(group))

    assert acts(page) == {
        "Stuck, and wanting to talk": ["be stuck"],
        "Still going": ["go on", "begin"],
        "Kept": ["be kept"],
        "Let go, with thanks": ["be let go"],
    }
    assert next(iter(acts(page))) == "Stuck, and wanting to talk"
    assert "3 pledges, two minutes each: about 6 minutes in all." in seen(page)


def test_it_has_neither_private_ones_nor_those_of_people_who_left(client, amara, denise):
    group = make_group(lead=amara)
    put_in(group, denise, state="left")
    make_pledge("CANARY-MINE", by=amara, group=group, visibility="partner")
    make_pledge("CANARY-LEFT", by=denise, group=group)
    make_pledge("CANARY-OTHER", by=amara)
    make_pledge("CANARY-OURS", by=amara, group=group)
    client.force_login(amara)

    assert acts(client.get(round_url(group))) == {"Still going": ["CANARY-OURS"]}


def test_what_somebody_wrote_about_a_pledge_is_not_read_out(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    pledge = make_pledge(by=denise, group=group, state="stuck", answered_at=timezone.now())
    Answer.objects.create(pledge=pledge, said="stuck", note="CANARY", at=timezone.now())
    client.force_login(amara)

    page = client.get(round_url(group)).content.decode()

    assert ("CANARY" in page, "ring ten tenants" in page) == (False, True)


def test_a_lead_taps_what_is_said_and_another_tap_corrects_it(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    pledge = make_pledge(by=denise, group=group)
    client.force_login(amara)

    back = tap(client, group, pledge, "stuck", "The key is missing.")
    tap(client, group, pledge, "stuck", "The key is missing.")
    tap(client, group, pledge, "kept")
    page = seen(client.get(round_url(group)))

    pledge.refresh_from_db()
    assert back["Location"] == f"{round_url(group)}#pledge-{pledge.uuid}"
    assert pledge.state == "kept"
    assert list(pledge.answers.values_list("said", "note", "recorded_by")) == [
        ("kept", "", amara.pk), ("stuck", "The key is missing.", amara.pk)
    ]  # fmt: skip
    assert "Said today" in page
    # The round is as long as it was when it began.
    assert "1 pledge, two minutes: about 2 minutes in all." in page


def test_a_slip_of_the_finger_is_undone_and_what_was_before_is_back(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    new = make_pledge("begin", by=denise, group=group)
    before = timezone.now() - timedelta(days=30)
    going = make_pledge("go on", by=denise, group=group, state="going", answered_at=before)
    Answer.objects.create(pledge=going, said="going", at=before)
    client.force_login(amara)
    for pledge in (new, going):
        tap(client, group, pledge, "stuck")
        tap(client, group, pledge, "let-go")
    tapped = seen(client.get(round_url(group)))

    for pledge in (new, going, going):
        tap(client, group, pledge, "undo")

    for pledge in (new, going):
        pledge.refresh_from_db()
    assert "Undo" in tapped
    assert [(row.state, row.answered_at) for row in (new, going)] == [("made", None), ("going", before)]
    assert [row.said for row in Answer.objects.all()] == ["going"]
    assert new.reminders.planned().exists()
    assert "Undo" not in seen(client.get(round_url(group)))


def test_what_was_in_the_way_before_a_slip_of_the_finger_still_is(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    stuck, new = (make_pledge(act, by=denise, group=group, visibility="group") for act in ("go on", "begin"))
    days_ago = timezone.now() - timedelta(days=3)
    answer_pledge(stuck, said="stuck", at=days_ago)
    client.force_login(amara)
    tap(client, group, stuck, "kept")
    tap(client, group, stuck, "stuck")
    tap(client, group, new, "stuck")

    for pledge in (stuck, new):
        tap(client, group, pledge, "undo")

    (snag,) = Snag.objects.all()
    assert (snag.pledge, snag.since, snag.ended_at, snag.answer) == (stuck, days_ago, None, stuck.answers.get())


def test_undo_is_a_leads_alone_and_never_takes_what_its_maker_said(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    pledge = make_pledge(by=denise, group=group, state="kept", answered_at=timezone.now())
    Answer.objects.create(pledge=pledge, said="kept", at=timezone.now())

    client.force_login(denise)
    member = tap(client, group, pledge, "undo")
    client.force_login(amara)
    tap(client, group, pledge, "undo")

    pledge.refresh_from_db()
    assert (member.status_code, pledge.state, pledge.answers.count()) == (403, "kept", 1)


def test_still_going_is_written_down_at_each_round(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    pledge = make_pledge(by=denise, group=group, state="going", answered_at=timezone.now() - timedelta(days=30))
    before = timezone.now() - timedelta(days=30)
    Answer.objects.create(pledge=pledge, said="going", at=before, recorded_by=amara)
    client.force_login(amara)

    tap(client, group, pledge, "going")

    assert pledge.answers.count() == 2
    pledge.refresh_from_db()
    assert pledge.answered_on == timezone.localdate()


def test_people_in_the_group_listen_and_only_leads_and_keepers_tap(client, amara, denise, kwame, beatrix):
    group = make_group(lead=amara, people=[denise])
    put_in(group, kwame, role="keeper")
    pledge = make_pledge(by=denise, group=group)

    seen_by, tapped = {}, {}
    for member in (amara, denise, kwame, beatrix):
        client.force_login(member)
        seen_by[member] = client.get(round_url(group)).status_code
        tapped[member] = tap(client, group, pledge, "going").status_code

    assert seen_by == {amara: 200, denise: 200, kwame: 200, beatrix: 403}
    assert tapped == {amara: 302, denise: 403, kwame: 302, beatrix: 403}


def test_a_pledge_of_another_group_is_not_tapped_here(client, amara, denise):
    group = make_group(lead=amara)
    pledge = make_pledge(by=denise, group=make_group("Another", lead=denise))
    client.force_login(amara)

    answer = tap(client, group, pledge, "let-go")

    pledge.refresh_from_db()
    assert (answer.status_code, pledge.state) == (404, "made")


def test_each_person_gets_their_own_lines_once(client, amara, denise, kwame):
    group = make_group(lead=amara, people=[denise, kwame])
    hers, his = make_pledge("lay the table", by=denise, group=group), make_pledge("wash up", by=kwame, group=group)
    silent = make_member("Silent Person")
    put_in(group, silent)
    FollowUps.of(silent.contact).stop(at=timezone.now())
    client.force_login(amara)
    tap(client, group, hers, "kept", "Forty came.")
    tap(client, group, his, "going")
    tap(client, group, make_pledge("sweep", by=silent, group=group), "going")

    client.post(reverse("pledge_round_done", args=[group.slug]))
    client.post(reverse("pledge_round_done", args=[group.slug]))

    told = {email.to: email.text for email in OutgoingEmail.objects.filter(purpose="pledges.round")}
    assert set(told) == {denise.email, kwame.email}
    assert "“I will lay the table”\nKept: Forty came." in told[denise.email]
    assert "wash up" not in told[denise.email]
    assert OutgoingEmail.objects.filter(purpose="pledges.round").count() == 2
    assert [note.words for note in group.notes.all()] == ["The round: Kept 1, Still going 2."]


def test_a_word_said_after_the_note_went_out_is_another_note(client, amara, denise):
    group = make_group(lead=amara, people=[denise])
    pledge = make_pledge(by=denise, group=group)
    client.force_login(amara)

    for say in ("stuck", "kept"):
        tap(client, group, pledge, say)
        client.post(reverse("pledge_round_done", args=[group.slug]))

    assert OutgoingEmail.objects.filter(purpose="pledges.round").count() == 2
    assert [note.words for note in group.notes.all()] == ["The round: Kept 1."]


def test_an_empty_round_says_what_would_be_there(client, amara):
    group = make_group(lead=amara)
    client.force_login(amara)

    assert "No pledges to go through yet." in seen(client.get(round_url(group)))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_round_costs_the_same_for_one_row_and_for_three(client, amara, django_assert_num_queries, rows):
    group = make_group(lead=amara)
    for n in range(rows):
        member = make_member(f"Person {n}")
        put_in(group, member)
        make_pledge(f"do {n}", by=member, group=group)
    client.force_login(amara)
    client.get(round_url(group))

    with django_assert_num_queries(5):
        client.get(round_url(group))
