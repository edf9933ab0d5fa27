from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import SignUp
from outbox.models import OutgoingEmail
from pledges.actions.leaving import answer_hand_over, offer
from tests import factories


def give_place(event, member, state="confirmed", position=1, **fields):
    now = timezone.now()
    return SignUp.objects.create(
        event=event, contact=member.contact, state=state, position=position, signed_up_at=now, changed_at=now, **fields
    )


def headings(response):
    return [(need.part, need.because) for need in response.context["needs"]]


def test_a_visitor_reads_a_story_the_next_date_three_patches_and_a_number(client, db, django_assert_num_queries):
    factories.make_story("Tea in the bus shelter")
    factories.make_story("Only for members", uses=["members"])
    factories.make_event(in_days=5)
    for act in ("one", "two", "three", "four"):
        factories.make_pledge(f"do {act} thing")
    client.get("/")

    with django_assert_num_queries(3):
        page = client.get("/")

    words = page.content.decode()
    assert [story.title for story in page.context["stories"]] == ["Tea in the bus shelter"]
    assert "Only for members" not in words
    assert [pledge.act for pledge in page.context["pledges"]] == ["do four thing", "do three thing", "do two thing"]
    assert "People here have made 4 pledges. They kept 0 so far." in words
    assert page.cookies == {}


def test_a_visitor_of_an_empty_network_reads_that_it_is_just_starting(client, db):
    page = client.get("/")

    assert "We are just starting." in page.content.decode()


def test_a_member_with_nothing_to_do_reads_so(client, amara):
    client.force_login(amara)

    words = client.get("/").content.decode()

    assert "Hello Amara" in words
    assert "Nothing needs you today." in words
    assert "That’s everything. Nothing else is waiting for you." in words


def test_a_pledge_due_this_week_needs_its_maker_and_says_who_waits(client, amara, denise):
    day = timezone.localdate() + timedelta(days=3)
    factories.make_pledge("ring the repairs team", by=amara, by_on=day, partner=denise.contact)
    factories.make_pledge("plant a tree", by=amara, by_on=day + timedelta(days=30))
    factories.make_pledge("somebody else’s", by=denise, by_on=day)
    client.force_login(amara)

    page = client.get("/")

    said = f"You said by {day:%A} {day.day} {day:%B}. Denise is waiting for this one."
    assert headings(page) == [("pledge", said)]
    assert "“I will ring the repairs team”" in page.content.decode()
    assert "1 thing needs you." in page.content.decode()


def test_a_pledge_answered_this_week_is_not_asked_about_again(client, amara):
    now = timezone.now()
    factories.make_pledge("mend it", by=amara, by_on=timezone.localdate(), state="going", answered_at=now)
    client.force_login(amara)

    assert headings(client.get("/")) == []


def test_a_place_this_week_and_an_offered_one_need_their_owner(client, amara):
    series = factories.make_series()
    give_place(factories.make_event(in_days=4, series=series), amara)
    later = factories.make_event(in_days=40, series=series)
    until = timezone.now() + timedelta(hours=20)
    give_place(later, amara, state="offered", offered_until=until)
    client.force_login(amara)

    parts = headings(client.get("/"))

    assert [part for part, _ in parts] == ["event", "event"]
    assert parts[0][1].startswith("A place is free for you. We keep it until")
    assert parts[1][1].startswith("You have a place.")


def test_a_story_that_came_back_and_one_that_waits_for_a_yes_need_their_teller(client, amara, denise):
    factories.make_story("Came back", teller=amara, state="changes-asked")
    factories.make_story("Waits for a yes", teller=amara, state="approved")
    factories.make_story("Not theirs", teller=denise, state="changes-asked")
    client.force_login(amara)

    assert {part for part, _ in headings(client.get("/"))} == {"story_returned", "story_release"}


def test_a_story_left_as_a_draft_asks_to_be_finished(client, amara, denise):
    factories.make_story("Tea for two", state="draft", teller=amara)
    factories.make_story("Of somebody else", state="draft", teller=denise)
    client.force_login(amara)

    page = client.get("/")

    assert [need.part for need in page.context["needs"]] == ["story_draft"]
    assert "Finish Tea for two" in page.content.decode()


def test_a_visitor_goes_to_the_next_event_and_reads_its_theme(client, db):
    event = factories.make_event(in_days=5, theme="Endings")

    words = client.get("/").content.decode()

    assert "Come to the next event" in words
    assert words.count(f'href="{event.get_absolute_url()}"') == 2
    assert "<p>Endings</p>" in words


def test_a_checker_gets_one_card_for_the_whole_queue_without_their_own(client, beatrix, sign_in):
    factories.make_story("One", state="submitted")
    factories.make_story("Two", state="submitted")
    factories.make_story("Their own", teller=beatrix, state="submitted")
    sign_in(beatrix)

    page = client.get("/")

    assert [(need.part, need.row) for need in page.context["needs"]] == [("check", "2 things to check")]


def test_the_safeguarding_lead_is_told_of_what_is_held(client, thandiwe, sign_in):
    factories.make_story("One", state="held")
    sign_in(thandiwe)

    page = client.get("/")

    assert [(need.part, need.row) for need in page.context["needs"]] == [("check", "1 held story")]


def make_email(key, *, state="failed", days_ago=0):
    email = OutgoingEmail.objects.create(
        purpose="pledges.made", key=key, to="reg@westmere.example", state=state, due_at=timezone.now()
    )
    OutgoingEmail.objects.filter(pk=email.pk).update(written_at=timezone.now() - timedelta(days=days_ago))


def test_an_organiser_is_told_of_this_weeks_emails_that_could_not_be_sent(client, orla, sign_in):
    make_email("one")
    make_email("two", days_ago=6)
    make_email("of last week", days_ago=8)
    make_email("still to be sent", state="due")
    sign_in(orla)

    page = client.get("/")

    assert [(need.part, need.row) for need in page.context["needs"]] == [("emails", "2 emails could not be sent")]
    assert 'href="/run/emails/?state=failed"' in page.content.decode()


def test_failed_emails_are_no_business_of_other_members(client, amara):
    make_email("one")
    client.force_login(amara)

    assert headings(client.get("/")) == []


def test_a_member_gets_no_card_about_checking(client, amara):
    factories.make_story("One", state="submitted")
    factories.make_story("Two", state="held")
    client.force_login(amara)

    assert headings(client.get("/")) == []


def test_the_host_of_a_series_is_told_of_its_next_date(client, amara):
    event = factories.make_event(in_days=3)
    event.series.hosts.add(amara)
    client.force_login(amara)

    nobody = headings(client.get("/"))
    event.taken = 1
    event.save(update_fields=["taken"])

    assert nobody == [("host", "You host this. No place is taken yet.")]
    assert headings(client.get("/")) == [("host", "You host this. 1 place is taken.")]


def test_a_checker_hears_of_pledges_that_wait_for_a_look_and_of_each_once(client, beatrix, sign_in):
    for n in range(2):
        factories.make_pledge(f"ring 07700 90012{n}", is_held=True)
    factories.make_pledge("tell nobody", is_held=True, visibility="partner")

    page = sign_in(beatrix).get("/")

    assert [need.row for need in page.context["needs"] if need.part == "patches"] == ["2 pledges to look at"]
    assert 'href="/pledges/waiting/"' in page.content.decode()


def test_at_most_five_cards_and_how_many_more(client, amara):
    for n in range(8):
        factories.make_pledge(f"thing {n}", by=amara, by_on=timezone.localdate())
    client.force_login(amara)

    page = client.get("/")
    words = " ".join(page.content.decode().split())

    assert len(page.context["needs"]) == 5
    assert "And 3 more." in words
    assert "That’s everything." not in words


def test_kept_and_live_pledges_are_counted_beside(client, amara):
    now = timezone.now()
    for n in range(5):
        factories.make_pledge(f"kept {n}", by=amara, state="kept", answered_at=now)
    factories.make_pledge("goes on", by=amara)
    factories.make_pledge("stuck", by=amara, state="stuck", answered_at=now)
    factories.make_pledge("only with others", by=amara, state="waiting", wanted=2, wanted_by=timezone.localdate())
    client.force_login(amara)

    assert "5 kept, 3 going on" in client.get(reverse("pledge_mine")).content.decode()
    assert "5 kept, 3 going on." in client.get("/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_home_costs_the_same_for_one_row_and_for_three(client, beatrix, sign_in, django_assert_num_queries, rows):
    series = factories.make_series()
    for n in range(rows):
        factories.make_pledge(f"thing {n}", by=beatrix, by_on=timezone.localdate(), partner=factories.make_contact())
        factories.make_story(f"Fresh {n}")
        factories.make_story(f"To check {n}", state="submitted")
        factories.make_story(f"Came back {n}", teller=beatrix, state="changes-asked")
        give_place(factories.make_event(in_days=n + 1, series=series), beatrix)
    series.hosts.add(beatrix)
    sign_in(beatrix)
    client.get("/")

    with django_assert_num_queries(8):
        page = client.get("/")

    assert len(page.context["needs"]) == min(5, rows * 3 + 2)


def test_those_who_work_there_are_asked_on_home_and_organisers_too(sign_in, amara, denise, orla):
    loom = factories.make_organisation()
    at = timezone.now()
    loom.affiliations.create(contact=denise.contact, asked_at=at, decided_at=at, state="confirmed")
    loom.affiliations.create(contact=amara.contact, asked_at=at)

    pages = {one.email: sign_in(one).get("/").content.decode() for one in (denise, orla, amara)}

    assert "1 person says they work with you" in pages[denise.email]
    assert "1 person says where they work" in pages[orla.email]
    assert "/organisations/loom-and-ladder/people/" in pages[denise.email]
    assert 'href="/run/organisations/"' in pages[orla.email]
    assert "person says" not in pages[amara.email]


def test_a_pledge_left_behind_asks_for_a_yes_or_no(sign_in, amara, denise):
    handover = offer(factories.make_pledge("ring ten tenants", by=amara), denise.contact, at=timezone.now())

    assert handover is not None
    before = sign_in(denise).get("/").content.decode()
    assert handover is not None
    answer_hand_over(handover, yes=False, at=timezone.now())
    after = sign_in(denise).get("/").content.decode()

    assert "Amara Nwachukwu has left, and asks you to go on with it." in before
    assert "ring ten tenants" in before
    assert "ring ten tenants" not in after


def test_those_who_decide_about_reports_have_one_card_for_all_of_them(client, sign_in, beatrix, orla):
    story = factories.make_story()
    factories.make_report(story), factories.make_report(story), factories.make_report(None)
    factories.make_report(factories.make_story("Hers", teller=beatrix), about=[beatrix.contact])

    pages = {}
    for member in (beatrix, orla):
        sign_in(member)
        pages[member.contact.first_name] = client.get("/").content.decode()

    assert "2 reports to look at" in pages["Beatrix"]
    assert "4 reports to look at" in pages["Orla"]


def test_the_safeguarding_lead_has_a_card_that_says_only_that_reports_wait(client, sign_in, thandiwe, orla):
    factories.make_risk_report(factories.make_story(), words="I think he is hit.")
    factories.make_risk_report(factories.make_story("About her", teller=thandiwe), about=[thandiwe.contact])

    sign_in(orla)
    hers = client.get("/").content.decode()
    sign_in(thandiwe)
    page = client.get("/").content.decode()

    assert "1 report waits" in page
    assert "hit" not in page
    assert "report" not in hers.partition("<main")[2].partition("</main>")[0]
