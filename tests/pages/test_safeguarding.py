import pytest
from django.db import connection

from commons.models import AuditEntry, RiskReport, Takedown
from outbox.models import OutgoingEmail
from stories.models import Story
from tests.factories import make_member, make_risk_report, make_story

SECRET = "I think he may be hurt at home."


@pytest.fixture
def report(amara):
    return make_risk_report(make_story(teller=amara), about=[amara.contact])


def looks():
    return AuditEntry.objects.filter(action="safeguarding.read").count()


def test_the_lead_finds_what_waits_without_its_words(client, sign_in, thandiwe, report):
    held = make_story("A held story", state="held")
    sign_in(thandiwe)

    page = client.get("/safeguarding/").content.decode()

    assert f'href="/safeguarding/{report.uuid}/"' in page
    assert f'href="/check/{held.uuid}/"' in page
    assert SECRET not in page
    assert looks() == 0


def test_each_look_is_one_row_of_the_log(client, sign_in, thandiwe, report):
    sign_in(thandiwe)

    pages = [client.get(f"/safeguarding/{report.uuid}/").content.decode() for _ in range(3)]

    entry = AuditEntry.objects.filter(action="safeguarding.read").latest("pk")
    assert all(SECRET in page for page in pages)
    assert looks() == 3
    assert (entry.actor, entry.target, entry.facts) == (thandiwe.uuid, report.uuid, {})


def test_a_look_at_a_held_story_is_one_row_too(client, sign_in, thandiwe):
    held = make_story("A held story", state="held")
    sign_in(thandiwe)

    client.get(f"/check/{held.uuid}/")

    entry = AuditEntry.objects.get(action="stories.held_read")
    assert (entry.actor, entry.target) == (thandiwe.uuid, held.uuid)


def test_nobody_else_opens_it_whatever_roles_they_have(client, sign_in, report):
    all_others = make_member("Many Roles", roles=["facilitator", "moderator", "admin"])
    sign_in(all_others)

    answers = [client.get(address).status_code for address in ("/safeguarding/", f"/safeguarding/{report.uuid}/")]
    log = client.get("/run/log/").content.decode()

    assert answers == [403, 403]
    assert looks() == 0
    assert str(report.uuid) not in log


def test_taking_down_and_putting_back_ask_once_more(client, sign_in, thandiwe, report):
    sign_in(thandiwe)

    asked = client.get(f"/safeguarding/{report.uuid}/take-down/").content.decode()
    state = Story.objects.get().state
    client.post(f"/safeguarding/{report.uuid}/take-down/")
    address = f"/run/taken-down/{Takedown.objects.get().uuid}/put-back/"
    back = client.get(address).content.decode()

    assert ("Yes, take it down" in asked, "Yes, put it back" in back) == (True, True)
    assert (state, Story.objects.get().state, SECRET in asked) == ("published", "hidden", False)
    assert f'href="{address}"' in client.get("/run/taken-down/").content.decode()


def test_the_report_says_that_it_is_down_and_leads_to_the_way_back(client, sign_in, thandiwe, report):
    sign_in(thandiwe)
    page = f"/safeguarding/{report.uuid}/"
    before = client.get(page).content.decode()
    client.post(f"{page}take-down/")
    address = f"/run/taken-down/{Takedown.objects.get().uuid}/put-back/"
    down = client.get(page).content.decode()

    back = client.post(address, follow=True).content.decode()

    assert ["Take it down now" in words for words in (before, down, client.get(page).content.decode())] == [
        *(True, False, True)
    ]
    assert ["It is taken down" in before, f'href="{address}"' in down] == [False, True]
    assert "It is shown again. Nobody was written to" in back


def test_the_lead_reads_how_to_reach_whoever_told_us(client, sign_in, thandiwe, denise):
    denise.contact.phone = "01632 960 101"
    denise.contact.save()
    mine = make_risk_report(make_story(), reporter=denise.uuid)
    visitors = make_risk_report(make_story("Another"))
    sign_in(thandiwe)

    page, other = (client.get(f"/safeguarding/{row.uuid}/").content.decode() for row in (mine, visitors))

    assert f'<a href="{denise.profile.get_absolute_url()}">Denise Applegarth</a>' in page
    assert 'href="tel:01632960101"' in page
    assert f'href="mailto:{denise.email}"' in page
    assert "Reach them" not in other


def test_a_lead_who_is_reported_cannot_open_it_with_all_their_roles(client, sign_in, report):
    reported = make_member("Reported Lead", roles=["facilitator", "moderator", "admin", "safeguarding"])
    theirs = make_risk_report(make_story("Mine", teller=reported), about=[reported.contact])
    sign_in(reported)

    page = client.get("/safeguarding/").content.decode()
    answers = [
        client.get(f"/safeguarding/{theirs.uuid}/").status_code,
        client.post(f"/safeguarding/{theirs.uuid}/", {"words": "Nothing here.", "ending": "no-risk"}).status_code,
    ]

    theirs.refresh_from_db()
    assert answers == [404, 404]
    assert str(theirs.uuid) not in page
    assert str(report.uuid) in page
    assert theirs.ended_at is None
    assert looks() == 0


def test_a_lead_who_was_reported_in_person_cannot_open_it(client, sign_in, thandiwe):
    client.post(
        f"/report/person/{thandiwe.profile.uuid}/",
        {"wrong": "at-risk", "words": SECRET, "form_key": "1b4e28ba-2fa1-41d2-883f-0016d3cca427"},
    )
    reader = make_member("A Reader")
    sign_in(reader)
    client.post(
        f"/report/person/{thandiwe.profile.uuid}/",
        {"wrong": "at-risk", "words": SECRET, "form_key": "2b4e28ba-2fa1-41d2-883f-0016d3cca427"},
    )
    sign_in(thandiwe)

    theirs = RiskReport.objects.get()
    assert client.get(f"/safeguarding/{theirs.uuid}/").status_code == 404


def test_a_note_and_an_ending_are_kept_with_a_row_each(client, sign_in, thandiwe, report):
    sign_in(thandiwe)

    client.post(f"/safeguarding/{report.uuid}/", {"words": "I rang the council.", "ending": ""})
    client.post(f"/safeguarding/{report.uuid}/", {"words": "They will visit.", "ending": "passed-on"})
    client.post(f"/safeguarding/{report.uuid}/", {"words": "They did.", "ending": "no-risk"})
    page = client.get(f"/safeguarding/{report.uuid}/").content.decode()

    report.refresh_from_db()
    actions = AuditEntry.objects.filter(action__startswith="safeguarding.").exclude(action="safeguarding.read")
    assert (report.ending, report.ended_by) == ("passed-on", thandiwe.uuid)
    assert page.index("I rang the council.") < page.index("They will visit.")
    assert sorted(actions.values_list("action", flat=True)) == ["safeguarding.decided", *["safeguarding.noted"] * 3]
    assert all("council" not in str(entry.facts) for entry in actions)


def test_an_empty_note_is_refused_and_the_choice_stays(client, sign_in, thandiwe, report):
    sign_in(thandiwe)

    page = client.post(f"/safeguarding/{report.uuid}/", {"words": "", "ending": "helped"})

    assert "Write what you did or decided" in page.content.decode()
    assert page.context["form"]["ending"].value() == "helped"
    assert not report.notes.exists()


def test_with_nothing_to_look_at_the_page_says_so(client, sign_in, thandiwe):
    sign_in(thandiwe)

    page = client.get("/safeguarding/").content.decode()

    assert "No report waits." in page
    assert "No story is held." in page


def test_the_list_costs_the_same_with_one_and_three(client, sign_in, thandiwe, report, django_assert_num_queries):
    sign_in(thandiwe)
    client.get("/safeguarding/")
    with django_assert_num_queries(5):
        client.get("/safeguarding/")
    make_risk_report(make_story("Two")), make_risk_report(make_story("Three"))

    with django_assert_num_queries(5):
        client.get("/safeguarding/")


def test_without_the_row_of_the_log_there_is_no_look(client, sign_in, thandiwe, report):
    sign_in(thandiwe)
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE commons_auditentry ADD CONSTRAINT no_looks CHECK (action <> 'safeguarding.read')")

    page = client.get(f"/safeguarding/{report.uuid}/")

    assert page.status_code == 500
    assert SECRET not in page.content.decode()


def test_no_email_says_more_than_that_a_report_waits(client, sign_in, denise, thandiwe):
    story = make_story(teller=denise)

    client.post(
        f"/report/story/{story.uuid}/",
        {"wrong": "at-risk", "words": SECRET, "form_key": "1b4e28ba-2fa1-41d2-883f-0016d3cca427"},
    )

    assert [email.subject for email in OutgoingEmail.objects.all()] == ["A report waits"]
    assert all(SECRET not in email.text + email.html for email in OutgoingEmail.objects.all())


def test_a_lead_takes_it_down_at_once_and_nobody_is_written_to(client, sign_in, thandiwe, report):
    address = Story.objects.get().get_absolute_url()
    before = client.get(address).status_code
    sign_in(thandiwe)

    client.post(f"/safeguarding/{report.uuid}/take-down/")
    client.post(f"/safeguarding/{report.uuid}/take-down/")

    assert (before, client.get(address).status_code) == (200, 404)
    assert Takedown.objects.get().report is None
    assert not OutgoingEmail.objects.exists()
    assert AuditEntry.objects.filter(action="commons.taken_down").count() == 1


def test_a_lead_who_is_reported_cannot_take_anything_down_either(client, sign_in, thandiwe):
    theirs = make_risk_report(make_story("Mine", teller=thandiwe), about=[thandiwe.contact])
    sign_in(thandiwe)

    assert client.post(f"/safeguarding/{theirs.uuid}/take-down/").status_code == 404
    assert Story.objects.get().state == "published"


def test_what_a_lead_took_down_is_a_leads_to_put_back_quietly(client, sign_in, thandiwe, orla, beatrix, report):
    sign_in(thandiwe)
    client.post(f"/safeguarding/{report.uuid}/take-down/")
    address = f"/run/taken-down/{Takedown.objects.get().uuid}/put-back/"

    refused = []
    for member in (orla, beatrix):
        sign_in(member)
        refused.append(
            (client.post(address).status_code, "Put it back" in client.get("/run/taken-down/").content.decode())
        )
    sign_in(thandiwe)
    offered = "Put it back" in client.get("/run/taken-down/").content.decode()
    client.post(address)

    assert refused == [(403, False)] * 2
    assert offered
    assert Story.objects.get().state == "published"
    assert not OutgoingEmail.objects.exists()
