import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from network.actions import introducing
from network.actions.introducing import answer, ask_to_meet, introduce, lapse_due, take_back
from network.actions.listing import list_all
from network.actions.tying import offer_to_be_asked
from network.models import Introduction, Tie
from network.tasks import end_introductions
from outbox.models import OutgoingEmail
from tests import factories
from tests.network.people import introduced, text

NOW = timezone.now()
LATER = NOW + timedelta(days=10)


@pytest.fixture
def asked(amara, denise):
    """Amara asks Denise, who has offered to be asked."""
    offer_to_be_asked(denise, offers=True, at=NOW)
    return ask_to_meet(by=amara, whom=denise, through=None, context="Your phone tree.", reach="Ring 1", at=NOW)


@pytest.fixture
def asked_through(amara, denise, kwame):
    """Amara asks Kwame to introduce her to Denise."""
    introduced(amara, kwame)
    introduced(kwame, denise)
    return ask_to_meet(by=amara, whom=denise, through=kwame, context="Your phone tree.", reach="Ring 1", at=NOW)


def emails():
    rows = OutgoingEmail.objects.exclude(state="cancelled").order_by("pk").values_list("purpose", "to")
    return [(purpose.removeprefix("network.introduction-"), to.split("@")[0]) for purpose, to in rows]


def know_each_other(one, other):
    return Tie.objects.known().of(one).to([other.pk]).exists()


def page_of(client, member, introduction):
    client.force_login(member)
    return text(client.get(introduction.get_absolute_url()))


def post(client, member, introduction, **data):
    client.force_login(member)
    return client.post(introduction.get_absolute_url(), data, follow=True)


def test_two_strangers_end_with_each_others_chosen_way_to_be_reached(client, amara, denise, asked):
    post(client, denise, asked, says="yes", reach="Ring 2 after six")

    asked.refresh_from_db()
    made = OutgoingEmail.objects.filter(purpose="network.introduction-made").order_by("pk")
    assert asked.state == "made"
    assert know_each_other(amara, denise)
    assert emails()[-2:] == [("made", "amara.nwachukwu"), ("made", "denise.applegarth")]
    assert "Ring 2 after six" in made[0].text
    assert "Ring 1" in made[1].text
    assert "Ring 2 after six" in page_of(client, amara, asked)
    assert "Ring 1" in page_of(client, denise, asked)
    assert denise.email not in made[0].text
    assert amara.email not in made[1].text


def test_context_comes_first_by_email_and_on_the_page(client, denise, asked):
    email = OutgoingEmail.objects.get(purpose="network.introduction-asked")

    page = page_of(client, denise, asked)

    assert (email.to, email.subject) == (denise.email, "Amara Nwachukwu would like to meet you")
    for words in (email.text, page):
        assert "Your phone tree." in words
        assert "Ring 1" not in words


def test_a_member_asks_from_a_persons_page(client, amara, denise):
    offer_to_be_asked(denise, offers=True, at=NOW)
    client.force_login(amara)
    person = text(client.get(f"/people/{denise.profile.uuid}/"))

    answer_ = client.post(
        f"/people/{denise.profile.uuid}/ask/",
        {"through": "directly", "context": "Your phone tree.", "reach": "Ring 1"},
        follow=True,
    )

    row = Introduction.objects.get()
    assert "Denise has offered to be asked." in person
    assert (row.one, row.other, row.through, row.one_says, row.one_reach) == (amara, denise, None, "yes", "Ring 1")
    assert "Waiting for Denise" in text(answer_)
    assert emails() == [("asked", "denise.applegarth")]


def test_the_one_in_between_is_asked_first_and_passes_it_on(client, amara, denise, kwame, asked_through):
    hidden = page_status(client, denise, asked_through)
    before = emails()

    post(client, kwame, asked_through, says="yes")

    assert hidden == 404
    assert before == [("go-between", "kwame.asiedu")]
    assert emails() == [("go-between", "kwame.asiedu"), ("asked", "denise.applegarth")]
    assert "Kwame Asiedu knows you both, and passed this on." in page_of(client, denise, asked_through)
    assert "Waiting for Denise" in page_of(client, amara, asked_through)
    post(client, denise, asked_through, says="yes", reach="Ring 2")
    # The questions that had not gone out are not needed any more.
    assert emails() == [
        ("made", "amara.nwachukwu"),
        ("made", "denise.applegarth"),
        ("made-thanks", "kwame.asiedu"),
    ]


def page_status(client, member, introduction):
    client.force_login(member)
    return client.get(introduction.get_absolute_url()).status_code


def test_somebody_who_knows_both_brings_them_together(client, amara, denise, kwame):
    introduced(amara, kwame)
    introduced(kwame, denise)
    client.force_login(kwame)

    client.post(
        f"/people/{amara.profile.uuid}/introduce/",
        {"other": str(denise.profile.uuid), "context": "You both care about damp."},
    )

    row = Introduction.objects.get()
    assert (row.one, row.other, row.through) == (amara, denise, kwame)
    assert emails() == [("asked", "amara.nwachukwu"), ("asked", "denise.applegarth")]
    assert "Kwame Asiedu knows you both, and thinks that you and Denise" in page_of(client, amara, row)
    post(client, amara, row, says="yes", reach="Ring 1")
    row.refresh_from_db()
    assert row.state == "open"
    post(client, denise, row, says="yes", reach="Ring 2")
    row.refresh_from_db()
    assert row.state == "made"


def test_one_introduces_only_people_whom_one_knows(client, amara, denise, kwame):
    introduced(kwame, denise)
    client.force_login(kwame)

    stranger = client.get(f"/people/{amara.profile.uuid}/introduce/").status_code
    refused = client.post(
        f"/people/{denise.profile.uuid}/introduce/", {"other": str(amara.profile.uuid), "context": "Hello"}
    )

    assert stranger == 403
    assert "You know nobody else here yet whom you could introduce." in text(refused)
    assert not Introduction.objects.exists()


def what_the_asker_sees(client, amara, introduction):
    """The page, the list, the other one's page, Home and every email to them."""
    client.force_login(amara)
    pages = [
        introduction.get_absolute_url(),
        "/people/introductions/",
        "/",
        f"/people/{introduction.other.profile.uuid}/",
    ]
    emails_ = OutgoingEmail.objects.filter(to=amara.email).order_by("pk").values_list("subject", "text", "due_at")
    return [without_tokens(text(client.get(page))) for page in pages], [*emails_]


def without_tokens(words):
    # The way to stop these emails is signed with the time of day.
    signed = ("value=", "csrf", 'href="/introductions/emails/')
    return [word for word in words.split() if not word.startswith(signed)]


@pytest.mark.parametrize("moment", [NOW, LATER])
def test_a_no_looks_like_silence_in_words_and_in_time(client, amara, denise, asked, moment, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    seen = []
    for says in ("", "no"):
        Introduction.objects.update(state="open", other_says="", ended_at=None)
        OutgoingEmail.objects.filter(to=amara.email).delete()
        if says:
            answer(asked, "other", says=says, at=NOW)
        lapse_due(moment)
        seen.append(what_the_asker_sees(client, amara, asked))

    silence, no = seen
    assert silence == no
    assert len(silence[1]) == (1 if moment == LATER else 0)


def test_the_one_in_between_declines_unseen_too(client, amara, asked_through):
    silence = what_the_asker_sees(client, amara, asked_through)

    answer(asked_through, "through", says="no", at=NOW)

    assert what_the_asker_sees(client, amara, asked_through) == silence


def test_a_no_can_become_a_yes_until_it_lapses_and_a_yes_stays(client, amara, denise, asked):
    post(client, denise, asked, says="no")
    said_no = page_of(client, denise, asked)
    post(client, denise, asked, says="yes", reach="Ring 2")
    post(client, denise, asked, says="no")

    asked.refresh_from_db()
    assert "You said: not this time. Nobody is told." in said_no
    assert (asked.state, asked.other_says) == ("made", "yes")


def test_it_lapses_after_ten_days_and_says_so_once(amara, denise, asked):
    early = lapse_due(LATER - timedelta(seconds=1))

    lapsed = (lapse_due(LATER), lapse_due(LATER))

    asked.refresh_from_db()
    assert (early, lapsed) == (0, (1, 0))
    assert asked.state == "lapsed"
    assert emails() == [("lapsed", "amara.nwachukwu")]
    assert not know_each_other(amara, denise)


def test_a_yes_that_comes_too_late_changes_nothing(asked):
    answer(asked, "other", says="yes", reach="Ring 2", at=LATER)

    asked.refresh_from_db()
    assert (asked.state, asked.other_says, asked.other_reach) == ("open", "", "")


def test_saying_yes_twice_is_saying_it_once(asked):
    for _ in range(2):
        answer(asked, "other", says="yes", reach="Ring 2", at=NOW)

    assert [purpose for purpose, _ in emails()].count("made") == 2


def test_the_email_link_answers_without_signing_in_and_opening_it_changes_nothing(client, denise, asked):
    email = OutgoingEmail.objects.get(purpose="network.introduction-asked")
    link = re.findall(r"http://testserver(/introductions/\S+)", email.text)[0]
    for _ in range(2):
        client.get(link)
        client.head(link)
    asked.refresh_from_db()
    opened = asked.other_says

    page = client.post(link, {"says": "yes", "reach": "Ring 2"}, follow=True)

    asked.refresh_from_db()
    assert opened == ""
    assert asked.state == "made"
    assert "Both of you said yes. We have sent you an email" in text(page)
    assert "Ring 1" not in text(page)
    assert "_auth_user_id" not in client.session


def test_a_link_of_one_part_does_not_open_another(client, asked):
    token = asked.get_link("one").split("/")[-2]

    wrong = [client.get(f"/introductions/{part}/{token}/").status_code for part in ("other", "through", "nobody")]

    assert wrong == [404, 404, 404]
    assert "This link does not work any more" in text(client.get(f"/introductions/other/{token}x/"))


def test_the_link_uses_what_their_own_page_says_when_the_box_is_left_empty(client, denise, asked):
    denise.profile.how_to_reach = "Ring me at home"
    denise.profile.save()
    link = asked.get_link("other")
    shown = text(client.get(link))

    client.post(link, {"says": "yes", "reach": ""})

    asked.refresh_from_db()
    assert "Leave it empty to use what your own page says." in shown
    assert "Ring me at home" not in shown
    assert asked.other_reach == "Ring me at home"


def test_a_yes_without_a_way_to_be_reached_is_asked_for_one(client, denise, asked):
    page = post(client, denise, asked, says="yes", reach=" ")

    asked.refresh_from_db()
    assert "Say how they may reach you" in text(page)
    assert asked.other_says == ""


def test_a_mistake_in_asking_keeps_what_was_typed(client, amara, denise):
    offer_to_be_asked(denise, offers=True, at=NOW)
    client.force_login(amara)

    page = client.post(
        f"/people/{denise.profile.uuid}/ask/", {"through": "nobody", "context": "x" * 501, "reach": "Ring 1"}
    )

    words = text(page)
    assert "Choose who asks them" in words
    assert "Cut it to 500 characters" in words
    assert "x" * 501 in words
    assert "Ring 1" in words
    assert not Introduction.objects.exists()


def test_a_mistake_in_introducing_keeps_what_was_typed(client, amara, denise, kwame):
    introduced(amara, kwame)
    introduced(kwame, denise)
    client.force_login(kwame)

    words = text(client.post(f"/people/{amara.profile.uuid}/introduce/", {"other": "", "context": "Both like damp"}))

    assert "Choose a person" in words
    assert "Both like damp" in words


def test_without_a_way_to_them_nobody_can_be_asked(client, amara, denise):
    client.force_login(amara)
    address = f"/people/{denise.profile.uuid}/ask/"

    shown = text(client.get(address))
    posted = client.post(address, {"through": "directly", "context": "Hello", "reach": "Ring 1"})

    assert "Nobody can introduce you to Denise yet" in shown
    assert posted.status_code == 200
    assert not Introduction.objects.exists()


def test_nobody_is_asked_again_by_the_same_person_for_three_months(client, amara, denise, asked, monkeypatch):
    lapse_due(LATER)
    client.force_login(amara)
    address = f"/people/{denise.profile.uuid}/ask/"

    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=89))
    soon = text(client.get(address))
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=91))
    client.force_login(amara)
    later = text(client.get(address))

    assert "You asked to meet Denise not long ago" in soon
    assert "Why would you like to meet?" in later


def test_while_one_is_open_the_other_way_round_is_not_begun(client, amara, denise, asked):
    offer_to_be_asked(amara, offers=True, at=NOW)
    client.force_login(denise)

    page = client.post(
        f"/people/{amara.profile.uuid}/ask/", {"through": "directly", "context": "Hello", "reach": "Ring 2"}
    )

    assert "You and Amara have been asked already" in text(page)
    assert Introduction.objects.count() == 1


def test_a_second_open_introduction_of_two_people_is_refused(amara, denise, kwame, asked):
    with pytest.raises(introducing.AlreadyOpen):
        introduce(by=kwame, one=denise, other=amara, context="Hello", at=NOW)

    assert Introduction.objects.count() == 1


def test_whoever_asked_takes_it_back(client, amara, denise, asked):
    client.force_login(amara)
    client.post(f"{asked.get_absolute_url()}take-back/")

    asked.refresh_from_db()
    assert asked.state == "cancelled"
    assert emails() == []
    assert "This was taken back." in page_of(client, denise, asked)
    answer(asked, "other", says="yes", reach="Ring 2", at=NOW)
    assert not know_each_other(amara, denise)


def test_strangers_cannot_tell_that_there_is_one(client, kwame, asked):
    client.force_login(kwame)

    assert client.get(asked.get_absolute_url()).status_code == 404
    assert client.post(f"{asked.get_absolute_url()}take-back/").status_code == 404


def test_a_suspended_person_ends_it_at_once_and_their_emails_with_it(client, amara, denise, asked):
    type(amara).objects.filter(pk=amara.pk).update(is_active=False)
    link = client.get(asked.get_link("other")).status_code
    page = page_status(client, denise, asked)
    answer(asked, "other", says="yes", reach="Ring 2", at=NOW)

    ended = (end_introductions(), end_introductions())

    asked.refresh_from_db()
    assert (link, page, ended) == (404, 404, (1, 0))
    assert asked.state == "cancelled"
    assert emails() == []


def test_one_member_cannot_ask_without_end(client, amara, monkeypatch):
    monkeypatch.setattr(introducing, "ASKS_AN_HOUR", 2)
    client.force_login(amara)
    statuses = []
    for number in range(4):
        person = factories.make_member(f"Person {number}")
        offer_to_be_asked(person, offers=True, at=NOW)
        answer_ = client.post(
            f"/people/{person.profile.uuid}/ask/", {"through": "directly", "context": "Hello", "reach": "Ring 1"}
        )
        statuses.append(answer_.status_code)

    assert statuses == [302, 302, 429, 429]
    assert Introduction.objects.count() == 2


def test_it_waits_on_home_for_whom_it_asks_and_for_nobody_else(client, amara, denise, kwame, asked_through):
    def cards(member):
        client.force_login(member)
        return [need.part for need in client.get("/").context["needs"]]

    before = [cards(member) for member in (amara, denise, kwame)]
    answer(asked_through, "through", says="yes", at=NOW)
    after = [cards(member) for member in (amara, denise, kwame)]
    answer(asked_through, "other", says="no", at=NOW)

    assert before == [[], [], ["introduction"]]
    assert after == [[], ["introduction"], []]
    assert cards(denise) == []


def test_the_list_is_empty_at_first(client, amara):
    client.force_login(amara)

    assert "Nobody has asked to meet you" in text(client.get("/people/introductions/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, amara, django_assert_num_queries, count):
    for number in range(count):
        person = factories.make_member(f"Person {number}")
        ask_to_meet(by=person, whom=amara, through=None, context="Hello", reach="Ring 1", at=NOW)
    client.force_login(amara)
    client.get("/people/introductions/")

    with django_assert_num_queries(4):
        page = client.get("/people/introductions/")

    assert len(page.context["mine"]) == count


def test_taking_back_what_ended_changes_nothing(asked):
    lapse_due(LATER)

    take_back(asked, at=LATER)

    asked.refresh_from_db()
    assert asked.state == "lapsed"


def test_the_list_says_until_when_to_answer_and_when_it_was_asked(client, amara, denise, asked):
    client.force_login(denise)
    until, day = (timezone.localtime(moment) for moment in (asked.lapses_at, asked.asked_at))

    words = text(client.get("/people/introductions/"))

    assert f"Answer by {date_format(until, 'l j F')}" in words
    assert f"Asked on {date_format(day, 'j F Y')}" in words
    assert "Your answer is wanted" not in words


def test_whoever_was_chosen_in_the_list_asks_them(client, amara, denise, kwame, beatrix):
    for go_between, last in ((kwame, NOW), (beatrix, NOW - timedelta(days=9))):
        introduced(amara, go_between, at=last)
        introduced(go_between, denise, at=last)
    client.force_login(amara)
    url = f"/people/{denise.profile.uuid}/ask/"

    pages = [client.get(url, {"through": through}) for through in (beatrix.uuid, kwame.uuid, denise.uuid, "x", "")]

    chosen = [page.context["form"]["through"].value() for page in pages]
    assert chosen == [str(one.uuid) for one in (beatrix, kwame, kwame, kwame, kwame)]


def test_the_button_of_the_list_carries_who_is_to_ask(client, amara, denise, kwame):
    introduced(amara, kwame)
    introduced(kwame, denise)
    list_all()
    client.force_login(amara)

    row = client.get("/people/", {"in": "Denise"}).context["introducible"][0]

    assert row["act_url"] == f"/people/{denise.profile.uuid}/ask/?through={kwame.uuid}"


def test_whoever_leaves_it_empty_is_reached_as_their_own_page_says(client, amara, denise):
    offer_to_be_asked(denise, offers=True, at=NOW)
    amara.profile.how_to_reach = "Ring 0300 1"
    amara.profile.save()
    client.force_login(amara)
    url = f"/people/{denise.profile.uuid}/ask/"

    shown = client.get(url).context["form"]["reach"].value()
    client.post(url, {"context": "Your phone tree.", "through": "directly", "reach": ""})

    assert (shown, Introduction.objects.get().one_reach) == ("Ring 0300 1", "Ring 0300 1")
