import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.utils import timezone

from collab.reporting import decide_report
from commons.models import AuditEntry, Outcome, Report, Takedown
from groups.actions.people import invite
from groups.emails import invitation_path
from groups.models import Membership
from members.models import Member, Profile
from outbox.models import OutgoingEmail
from pledges.models import Pledge
from stories.models import Decision, Story
from tests.factories import (
    make_event,
    make_group,
    make_member,
    make_organisation,
    make_pledge,
    make_report,
    make_story,
    put_in,
)

KIND = "Thank you. We looked, and took it down."


def decide(client, report, outcome="taken-down", sentence=KIND):
    return client.post(f"/run/reports/{report.uuid}/", {"outcome": outcome, "sentence": sentence}, follow=True)


def put_back(client):
    return client.post(f"/run/taken-down/{Takedown.objects.get().uuid}/put-back/", follow=True).content.decode()


@pytest.fixture
def story(amara):
    return make_story(teller=amara)


def test_reports_stand_oldest_first_with_what_and_how_long(client, sign_in, beatrix, story):
    make_report(make_pledge("mend the kettle"), kind="pledge")
    make_report(story, at=timezone.now() - timedelta(days=4))
    sign_in(beatrix)

    page = client.get("/run/reports/").content.decode()

    assert page.index(story.title) < page.index("I will mend the kettle")
    assert "4\xa0days" in page
    assert "It shows something private" in page


def test_an_empty_list_says_so(client, sign_in, beatrix):
    sign_in(beatrix)

    assert "Nothing waits." in client.get("/run/reports/").content.decode()
    assert "Nothing has been taken down." in client.get("/run/taken-down/").content.decode()


def test_the_way_back_from_what_was_taken_down_is_open_to_whoever_reads_it(client, sign_in, beatrix, orla):
    sign_in(orla)
    organiser = way_back(client.get("/run/taken-down/"))
    sign_in(beatrix)
    checker = way_back(client.get("/run/taken-down/"))

    assert [organiser, checker] == [("/run/", "Run this network"), ("/run/reports/", "Reports")]
    assert client.get("/run/").status_code == 403


def way_back(page):
    [way] = re.findall(r'aria-label="Back to the list"><a href="([^"]*)">([^<]*)</a>', page.content.decode())
    return way


@pytest.mark.parametrize("address", ["/run/reports/", "/run/taken-down/"])
def test_the_lists_cost_the_same_with_one_and_three(
    client, sign_in, orla, amara, django_assert_max_num_queries, address
):
    sign_in(orla)

    def fill(title):
        row = make_story(title, teller=amara)
        report = make_report(row, claimed_by=orla.uuid, claimed_at=timezone.now())
        Takedown.objects.create(
            kind="story", target=row.uuid, wrong="private", report=report, by=orla.uuid, at=report.at
        )

    fill("One")
    client.get(address)
    with django_assert_max_num_queries(6) as one:
        client.get(address)
    fill("Two"), fill("Three")
    with django_assert_max_num_queries(6) as three:
        client.get(address)

    assert len(one) == len(three)


def test_checkers_do_not_see_complaints(client, sign_in, beatrix):
    complaint = make_report(None)
    sign_in(beatrix)

    assert "A complaint" not in client.get("/run/reports/").content.decode()
    assert client.get(f"/run/reports/{complaint.uuid}/").status_code == 404


def test_nobody_sees_or_decides_a_report_about_something_of_theirs(client, sign_in, beatrix, orla):
    hers = make_story("Hers", teller=beatrix)
    report = make_report(hers, about=[beatrix.contact])
    sign_in(beatrix)

    shown = client.get("/run/reports/").content.decode()

    assert "Hers" not in shown
    assert decide(client, report).status_code == 404
    sign_in(orla)
    assert "Hers" in client.get("/run/reports/").content.decode()


def test_one_takes_it_in_hand_and_others_see_who(client, sign_in, beatrix, orla, story):
    report = make_report(story)
    sign_in(beatrix)
    client.post(f"/run/reports/{report.uuid}/claim/")
    client.post(f"/run/reports/{report.uuid}/claim/")
    sign_in(orla)

    page = client.get("/run/reports/").content.decode()
    decide(client, report)

    report.refresh_from_db()
    assert "Beatrix Holm has it" in page
    assert report.outcome == ""
    assert AuditEntry.objects.filter(action="commons.report_claimed").count() == 1


def test_a_claim_lapses_after_a_day(client, sign_in, beatrix, orla, story):
    report = make_report(story, claimed_by=beatrix.uuid, claimed_at=timezone.now() - timedelta(hours=25))
    sign_in(orla)

    decide(client, report, "nothing", "Thank you. We found nothing wrong.")

    assert Report.objects.get().outcome == "nothing"


def test_a_decision_is_answered_once_audited_and_first_come(client, sign_in, beatrix, story):
    report = make_report(story, answer_to="jim@westmere.example")
    sign_in(beatrix)

    decide(client, report, "mended", "Thank you. The name is out now.")
    decide(client, report, "nothing", "It was nothing.")

    report.refresh_from_db()
    email = OutgoingEmail.objects.get(purpose="reports.answer")
    entry = AuditEntry.objects.get(action="commons.report_decided")
    assert (report.outcome, report.decided_by) == ("mended", beatrix.uuid)
    assert email.to == "jim@westmere.example"
    assert "Thank you. The name is out now." in email.text
    assert (entry.actor, entry.facts) == (beatrix.uuid, {"outcome": "mended"})
    assert Story.objects.get().state == "published"


def test_a_decision_needs_a_sentence_and_keeps_what_was_chosen(client, sign_in, beatrix, story):
    report = make_report(story)
    sign_in(beatrix)

    page = decide(client, report, sentence="")

    assert "Write a sentence for the person who told us" in page.content.decode()
    assert page.context["form"]["outcome"].value() == "taken-down"
    assert not Takedown.objects.exists()


def test_without_an_address_nobody_is_written_to(client, sign_in, beatrix, story):
    sign_in(beatrix)

    decide(client, make_report(story), "nothing")

    assert not OutgoingEmail.objects.filter(purpose="reports.answer").exists()


def test_a_story_is_taken_down_by_its_own_rule_and_its_teller_is_told_kindly(client, sign_in, beatrix, amara, story):
    report = make_report(story, reporter=make_member("Denise Applegarth").uuid)
    before = client.get(story.get_absolute_url()).status_code
    sign_in(beatrix)

    decide(client, report)

    story.refresh_from_db()
    email = OutgoingEmail.objects.get(purpose="reports.taken-down")
    assert (before, client.get(story.get_absolute_url()).status_code) == (200, 404)
    assert story.state == "hidden"
    assert Decision.objects.get().outcome == "hidden"
    assert email.to == amara.email
    assert "Your story “Tea in the bus shelter” is not shown for now." in email.text
    assert "Denise" not in email.text + email.html
    assert AuditEntry.objects.filter(action="commons.taken_down").count() == 1


def test_a_story_comes_back_once_and_only_with_consent_that_lives(client, sign_in, beatrix, story):
    sign_in(beatrix)
    decide(client, make_report(story))
    consent = story.consents.get()
    consent.end(at=timezone.now())

    refused = put_back(client)
    consent.ended_at = None
    consent.save()
    put_back(client), put_back(client)

    story.refresh_from_db()
    assert "It was not put back" in refused
    assert story.state == "published"
    assert AuditEntry.objects.filter(action="commons.put_back").count() == 1
    assert OutgoingEmail.objects.filter(purpose="reports.put-back").count() == 1


def test_a_story_that_was_changed_after_the_check_does_not_come_back(client, sign_in, beatrix, story):
    sign_in(beatrix)
    decide(client, make_report(story))
    Story.objects.update(version=2)

    assert "It was not put back" in put_back(client)
    assert Story.objects.get().state == "hidden"


def test_a_pledge_an_event_a_person_and_an_organisation_go_and_come_back(client, sign_in, orla, amara):
    pledge, event = make_pledge("mend the kettle", by=amara), make_event()
    organisation = make_organisation(about="We are the best.")
    rows = {"pledge": pledge, "event": event, "person": amara.profile, "organisation": organisation}
    sign_in(orla)

    seen = {}
    for kind, row in rows.items():
        decide(client, make_report(row, kind=kind))
        down = shown(kind, row)
        client.post(f"/run/taken-down/{Takedown.objects.get(kind=kind).uuid}/put-back/")
        seen[kind] = (down, shown(kind, row))

    assert seen == dict.fromkeys(rows, (False, True))


def shown(kind, row):
    row.refresh_from_db()
    return {
        "pledge": lambda: Pledge.objects.visible_to(AnonymousUser()).filter(pk=row.pk).exists(),
        "event": lambda: row.is_public,
        "person": lambda: Profile.objects.visible_to(make_reader()).filter(pk=row.pk).exists(),
        "organisation": lambda: row.about == "We are the best.",
    }[kind]()


def make_reader():
    return Member.objects.filter(contact__name="A Reader").first() or make_member("A Reader")


def test_what_is_down_already_is_not_taken_down_twice(client, sign_in, beatrix, story):
    sign_in(beatrix)
    decide(client, make_report(story))
    second = make_report(story)

    page = decide(client, second).content.decode()

    assert "There is nothing to take down" in page
    assert Report.objects.get(pk=second.pk).outcome == ""
    assert Takedown.objects.count() == 1


def test_a_complaint_cannot_take_anything_down(client, sign_in, orla):
    sign_in(orla)

    page = decide(client, make_report(None)).content.decode()

    assert "Select a valid choice" in page


def test_the_log_of_takedowns_says_who_why_and_when(client, sign_in, orla, story):
    sign_in(orla)
    decide(client, make_report(story))

    page = client.get("/run/taken-down/").content.decode()

    assert "Tea in the bus shelter" in page
    assert "Taken down by Orla Fitzsimmons" in page
    assert "Put it back" in page


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_decide_once():
    story = make_story(teller=make_member("Amara Nwachukwu"))
    report = make_report(story, answer_to="jim@westmere.example")
    people = [make_member("Beatrix Holm", roles=["moderator"]), make_member("Orla Fitzsimmons", roles=["admin"])]
    # Each has read it while it was still open.
    hands = [(person, Report.objects.get(pk=report.pk)) for person in people]
    start = Barrier(2)

    def play(hand):
        person, as_read = hand
        try:
            start.wait()
            return decide_report(as_read, outcome=Outcome.MENDED, sentence=KIND, by=person, at=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(play, hands))

    assert answers == [False, True]
    assert AuditEntry.objects.filter(action="commons.report_decided").count() == 1
    assert OutgoingEmail.objects.filter(purpose="reports.answer").count() == 1


def test_nobody_puts_back_what_is_theirs(client, sign_in, beatrix, orla):
    hers = make_story("Hers", teller=beatrix)
    sign_in(orla)
    decide(client, make_report(hers))
    sign_in(beatrix)

    answer = client.post(f"/run/taken-down/{Takedown.objects.get().uuid}/put-back/")

    assert answer.status_code == 403
    assert "Put it back" not in client.get("/run/taken-down/").content.decode()
    assert Story.objects.get().state == "hidden"


GROUPS_WORDS = "nobody to eat alone"


def test_a_group_taken_down_is_hidden_from_everyone_outside_it(client, sign_in, beatrix, amara, denise):
    group = make_group(lead=amara, is_public=True)
    invite(group, denise, by=amara, at=timezone.now())
    sign_in(beatrix)
    decide(client, make_report(group, kind="group"))
    sign_in(denise)

    page, listed = client.get(group.get_absolute_url()), client.get("/groups/").content.decode()
    invitation = client.get(invitation_path(Membership.objects.get(member=denise)))
    visitor = Client().get(group.get_absolute_url()).status_code

    assert (page.status_code, visitor, invitation.status_code) == (404, 404, 410)
    assert [words in listed for words in (GROUPS_WORDS, group.name)] == [False, False]


def test_the_words_of_a_group_are_kept_for_its_leads_and_come_back(client, sign_in, beatrix, amara):
    group = make_group(lead=amara, is_public=True)
    sign_in(beatrix)
    decide(client, make_report(group, kind="group"))
    kept = type(group).objects.get().purpose
    sign_in(amara)
    edit = client.get(f"{group.get_absolute_url()}edit/").content.decode()
    sign_in(beatrix)

    put_back(client)

    shown = Client().get(group.get_absolute_url()).content.decode()
    assert [GROUPS_WORDS in text for text in (kept, edit, shown)] == [True, True, True]
    assert "took down what the group wants" in edit


def test_leads_who_change_the_words_of_a_group_do_not_bring_them_back(client, sign_in, beatrix, amara):
    group = make_group(lead=amara)
    sign_in(beatrix)
    decide(client, make_report(group, kind="group"))
    sign_in(amara)
    data = {"name": group.name, "purpose": "Other words.", "kind": "doers", "openness": "ask", "meets": ""}

    client.post(f"{group.get_absolute_url()}edit/", data)

    sign_in(put_in(group, make_member("Denise")).member)
    page = client.get(group.get_absolute_url()).content.decode()
    assert ("taken" in page or "took" in page, "Other words." in page) == (True, False)
    group.refresh_from_db()
    assert (group.purpose, group.is_taken_down) == ("Other words.", True)


def test_whoever_decides_reads_that_they_told_us_themselves(client, sign_in, orla, beatrix):
    report = make_report(make_story(), reporter=orla.uuid)

    pages = {}
    for member in (orla, beatrix):
        sign_in(member)
        pages[member] = client.get(f"/run/reports/{report.uuid}/").content.decode()

    assert ["You told us about this yourself." in pages[member] for member in (orla, beatrix)] == [True, False]


def test_nobody_decides_about_a_report_on_themselves(client, sign_in, orla):
    report = make_report(orla.profile, kind="person", about=[orla.contact])
    sign_in(orla)

    assert client.get(f"/run/reports/{report.uuid}/").status_code == 404
    assert decide(client, report).status_code == 404
    report.refresh_from_db()
    assert report.decided_at is None
