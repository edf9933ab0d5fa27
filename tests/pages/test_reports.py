import re
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from commons.models import AuditEntry, RateCount, Report, RiskReport
from outbox.models import OutgoingEmail
from stories.models import Story
from tests.factories import make_event, make_member, make_organisation, make_pledge, make_story


def tell(client, kind, row, **fields):
    data = {"wrong": "private", "words": "My street is in it.", "answer_to": "", "form_key": uuid4(), **fields}
    return client.post(f"/report/{kind}/{row.uuid}/", data)


@pytest.fixture
def story(amara):
    return make_story(teller=amara)


def link_on(client, url):
    found = re.search(r'href="(/report/[^"]+)"', client.get(url).content.decode())
    return found and found[1]


def test_every_public_thing_has_the_link_and_its_form_names_it(client, db, story):
    things = [story, make_pledge("mend the kettle"), make_event(), make_organisation()]

    addresses = [link_on(client, thing.get_absolute_url()) for thing in things]

    assert addresses == [
        f"/report/story/{things[0].uuid}/",
        f"/report/pledge/{things[1].uuid}/",
        f"/report/event/{things[2].uuid}/",
        f"/report/organisation/{things[3].uuid}/",
    ]
    titles = ["Tea in the bus shelter", "I will mend the kettle", "Collaboration Station", "Loom and Ladder"]
    for address, title in zip(addresses, titles, strict=True):
        assert f"“{title}”" in client.get(address).content.decode()


def test_a_persons_page_has_the_link_for_members_and_not_for_oneself(client, sign_in, amara, denise):
    sign_in(denise)

    assert link_on(client, amara.profile.get_absolute_url()) == f"/report/person/{amara.profile.uuid}/"
    assert link_on(client, denise.profile.get_absolute_url()) is None


def test_somebody_without_an_account_tells_us(client, story, amara):
    answer = tell(client, "story", story, answer_to="jim@westmere.example")

    report = Report.objects.get()
    assert answer["Location"] == reverse("report_done")
    assert (report.kind, report.target, report.wrong) == ("story", story.uuid, "private")
    assert (report.words, report.answer_to) == ("My street is in it.", "jim@westmere.example")
    assert (report.reporter, report.about) == (None, [amara.contact.uuid])
    assert "three working days" in client.get(answer["Location"]).content.decode()


def test_a_member_who_tells_us_is_named_to_those_who_decide(client, sign_in, denise, story):
    sign_in(denise)
    form = client.get(f"/report/story/{story.uuid}/").context["form"]

    tell(client, "story", story)

    assert form["answer_to"].value() == denise.email
    assert Report.objects.get().reporter == denise.uuid


def test_telling_is_one_row_of_the_log_with_codes_alone(client, story):
    tell(client, "story", story)

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.target) == ("commons.reported", None, Report.objects.get().uuid)
    assert entry.facts == {"of": "story", "wrong": "private"}


@pytest.mark.parametrize("wrong", ["private", "at-risk"])
def test_the_same_form_sent_twice_is_one_report(client, thandiwe, story, wrong):
    key = uuid4()

    answers = [tell(client, "story", story, wrong=wrong, form_key=key).status_code for _ in range(3)]

    assert answers == [302, 302, 302]
    assert Report.objects.count() + RiskReport.objects.count() == 1


def test_a_form_that_lacks_words_comes_back_with_what_was_typed(client, story):
    page = tell(client, "story", story, words="", answer_to="jim at home")

    assert page.status_code == 200
    assert 'value="jim at home"' in page.content.decode()
    assert "Tell us a little more" in page.content.decode()
    assert page.context["form"]["wrong"].value() == "private"
    assert not Report.objects.exists()


@pytest.mark.parametrize("words", ["a\0b", "x" * 3001])
def test_words_that_cannot_be_kept_are_refused_kindly(client, story, words):
    assert tell(client, "story", story, words=words).status_code == 200
    assert not Report.objects.exists()


def test_what_a_reader_cannot_see_they_cannot_report(client, amara):
    hidden = make_member("Hidden Person", findable=False)
    private = make_pledge("mend the kettle", by=amara, visibility="partner")
    draft = make_story("A draft", state="draft")
    for kind, row in (("person", hidden.profile), ("pledge", private), ("story", draft), ("kettle", draft)):
        assert client.get(f"/report/{kind}/{row.uuid}/").status_code == 404
        assert tell(client, kind, row).status_code == 404

    assert not Report.objects.exists()


def test_a_robot_is_thanked_and_nothing_is_kept(client, story):
    assert tell(client, "story", story, website="https://spam.example").status_code == 302
    assert not Report.objects.exists()


def test_one_person_tells_us_ten_things_an_hour(client, sign_in, denise, story):
    sign_in(denise)

    answers = [tell(client, "story", story).status_code for _ in range(11)]

    assert answers == [302] * 10 + [429]
    assert Report.objects.count() == 10


@pytest.mark.parametrize(("wrong", "at_most"), [("other", 120), ("at-risk", 240)])
def test_visitors_on_a_shared_connection_are_counted_far_whatever_it_says_of_itself(client, story, wrong, at_most):
    RateCount.objects.all().delete()
    tell(client, "story", story, wrong=wrong)
    RateCount.objects.update(count=at_most - 1)

    answers = [
        client.post(
            f"/report/story/{story.uuid}/",
            {"wrong": wrong, "words": "x", "form_key": uuid4()},
            headers={"x-forwarded-for": f"10.0.0.{number}"},
        ).status_code
        for number in range(2)
    ]

    assert answers == [302, 429]


@pytest.mark.parametrize("wrong", ["private", "at-risk"])
def test_members_are_heard_from_a_connection_that_others_used_up_and_use_none_of_it_up(
    client, sign_in, denise, story, wrong
):
    tell(client, "story", story, wrong=wrong)
    RateCount.objects.update(count=1000)
    visitor = tell(client, "story", story, wrong=wrong).status_code
    sign_in(denise)
    before = RateCount.objects.get().count

    member = tell(client, "story", story, wrong=wrong).status_code

    assert (visitor, member) == (429, 302)
    assert sorted(RateCount.objects.values_list("count", flat=True)) == [1, before]


def test_somebody_at_risk_is_heard_however_much_was_told_before_and_a_flood_is_stopped(
    client, sign_in, denise, thandiwe, story
):
    sign_in(denise)
    for _ in range(11):
        tell(client, "story", story)

    answers = [tell(client, "story", story, wrong="at-risk") for _ in range(21)]

    assert answers[0]["Location"] == f"{reverse('report_done')}?risk=1"
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert RiskReport.objects.count() == 20


def test_a_report_of_somebody_at_risk_goes_to_the_lead_alone(client, thandiwe, orla, beatrix, story):
    tell(client, "story", story, wrong="at-risk", words="I think he is hit at home.", answer_to="jim@westmere.example")

    email = OutgoingEmail.objects.get()
    report = RiskReport.objects.get()
    assert not Report.objects.exists()
    assert email.to == thandiwe.email
    assert email.subject == "A report waits"
    for secret in ("hit at home", "jim@", story.title, str(story.uuid), str(report.uuid)):
        assert secret not in email.text + email.html + email.subject


def test_who_told_us_about_somebody_at_risk_is_not_in_the_log(client, sign_in, denise, thandiwe, story):
    sign_in(denise)

    tell(client, "story", story, wrong="at-risk")

    entry = AuditEntry.objects.get(action="safeguarding.reported")
    assert (entry.actor, entry.facts) == (None, {})


def test_a_lead_is_not_told_of_a_report_about_themselves_and_organisers_learn_nothing_but_that(
    client, thandiwe, orla, denise
):
    theirs = make_story("Mine", teller=thandiwe)

    tell(client, "story", theirs, wrong="at-risk", words="She is not safe with children.")

    email = OutgoingEmail.objects.get()
    assert email.to == orla.email
    assert "make somebody else a safeguarding lead" in email.text
    assert "children" not in email.text + email.html
    assert "Mine" not in email.text + email.html


def test_a_complaint_reaches_organisers(client, sign_in, orla):
    client.post("/complaints/", {"words": "Nobody rang back.", "form_key": uuid4()})

    report = Report.objects.get()
    sign_in(orla)
    assert (report.kind, report.target, report.is_complaint) == ("complaint", None, True)
    assert "A complaint" in client.get("/run/reports/").content.decode()


def test_the_form_key_of_each_form_is_its_own(client, story):
    keys = {client.get(f"/report/story/{story.uuid}/").context["form"]["form_key"].value() for _ in range(2)}

    assert len(keys) == 2
    assert all(UUID(str(key)) for key in keys)


def test_only_reading_reports_nothing(client, story):
    for method in ("get", "head"):
        getattr(client, method)(f"/report/story/{story.uuid}/?wrong=at-risk&words=x")

    assert not Report.objects.exists()
    assert not RiskReport.objects.exists()
    assert Story.objects.get().state == "published"
