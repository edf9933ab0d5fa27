"""Stuck brings help: one question, five pages, each leading to somebody."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone

from network.actions.listing import list_all
from network.actions.tying import offer_to_be_asked
from outbox.models import OutgoingEmail
from pledges.actions.answering import answer_pledge, stop_follow_ups
from pledges.actions.helping import answer_offer, ask_hosts, ask_where_offers_did_not_help, offer_help
from pledges.emails.helping import offer_path
from pledges.models import Answer, FollowUps, HelpOffer, Snag
from tests.factories import make_contact, make_event, make_group, make_member, make_pledge
from tests.pledges.screens import private_url, seen, stuck_url

pytestmark = pytest.mark.django_db


def stuck(pledge, on="", note="", *, days_ago=0):
    """A pledge whose maker said so, that long ago."""
    answer_pledge(pledge, said="stuck", at=timezone.now() - timedelta(days=days_ago))
    Answer.objects.filter(pledge=pledge).update(stuck_on=on, note=note)
    return pledge.snags.get(ended_at=None)


def offer(snag, words, *, by, at=None, who=""):
    """What a host offers."""
    return offer_help(snag, words=words, who=who, by=by, at=at or timezone.now())


def emails(purpose):
    return list(OutgoingEmail.objects.filter(purpose=f"pledges.{purpose}").order_by("pk"))


@pytest.fixture
def guest_pledge():
    return make_pledge(by=make_contact(email="reg@westmere.example"))


# --- The question --------------------------------------------------------------------------------


def test_what_is_in_the_way_is_asked_once_and_leads_to_a_page(client, guest_pledge):
    stuck(guest_pledge)

    question = client.get(stuck_url(guest_pledge))
    nothing = client.post(stuck_url(guest_pledge), {"note": "A hand"})
    helped = client.post(stuck_url(guest_pledge), {"stuck_on": "time", "note": "A hand on Tuesday"}, follow=True)

    assert "The hosts can read this, so that they can help. Nobody else can." in seen(question)
    assert "Choose what is in the way" in seen(nothing)
    assert seen(helped).startswith("Another pair of hands “I will ring ten tenants”")


@pytest.mark.parametrize(
    ("on", "heading"),
    [("time", "Another pair of hands"), ("permission", "Ask for a yes"), ("money", "What to try for money"),
     ("contact", "Find the right person"), ("unsure", "Talk it through")],
)  # fmt: skip
def test_each_answer_has_a_page(client, guest_pledge, on, heading):
    stuck(guest_pledge, on)

    page = client.get(stuck_url(guest_pledge))

    assert seen(page).startswith(heading)
    assert "It is on the list of the hosts" in seen(page)


def test_being_stuck_twice_is_one_spell_and_another_answer_ends_it(guest_pledge):
    first = stuck(guest_pledge, days_ago=5)
    reminder = guest_pledge.reminders.create(kind="due", due_on=timezone.localdate(), due_at=timezone.now())

    answer_pledge(guest_pledge, said="stuck", at=timezone.now(), reminder=reminder)
    again = Snag.objects.get()
    answer_pledge(guest_pledge, said="going", at=timezone.now())

    assert (again, again.since, again.answer) == (first, first.since, Answer.objects.get(reminder=reminder))
    assert not Snag.objects.open().exists()


def test_nobody_who_is_not_stuck_is_asked(client, guest_pledge):
    page = client.get(stuck_url(guest_pledge), follow=True)

    assert page.status_code == 404


def test_the_private_page_leads_back_to_what_helps(client, guest_pledge):
    before = client.get(private_url(guest_pledge)).content.decode()
    stuck(guest_pledge)

    after = client.get(private_url(guest_pledge)).content.decode()

    assert ("See what helps" in before, "See what helps" in after) == (False, True)


# --- The five pages ------------------------------------------------------------------------------


def test_a_member_who_seeks_somebody_goes_to_the_directory_with_the_words_typed(sign_in, amara):
    pledge = make_pledge(by=amara)
    stuck(pledge, "contact", "Who runs repairs?")

    page = sign_in(amara).get(stuck_url(pledge)).content.decode()

    (link,) = re.findall(r'href="([^"]+)"[^>]*>\s*Look for them', page)
    assert link == "/people/?in=Who+runs+repairs%3F"


def test_a_guest_who_seeks_somebody_is_told_that_a_host_looks(client, guest_pledge):
    stuck(guest_pledge, "contact", "Who runs repairs?")

    page = client.get(stuck_url(guest_pledge))

    assert "A host looks for somebody who can introduce you." in seen(page)
    assert "/people/" not in page.content.decode().partition("<main")[2].partition("</main>")[0]


def test_offers_that_fit_are_shown_to_whoever_is_stuck_and_to_nobody_else(sign_in, amara, denise, kwame):
    kwame.profile.offers = "A van and somebody to drive it on Tuesdays"
    kwame.profile.save()
    make_member("Hidden Driver", findable=False)
    offer_to_be_asked(kwame, offers=True, at=timezone.now())
    list_all()
    pledge = make_pledge(by=amara)
    stuck(pledge, "time", "Somebody with a van")
    url = f"/pledges/{pledge.uuid}/who-could-help/"

    page = sign_in(amara).get(url)
    other = sign_in(denise).get(url)

    assert "Kwame Asiedu" in seen(page)
    assert "They have offered to be asked" in seen(page)
    assert other.status_code == 404


def test_for_money_funders_are_shown(sign_in, amara, kwame):
    funder = make_member("Mo Bell", sector="funders")
    for member in (funder, kwame):
        offer_to_be_asked(member, offers=True, at=timezone.now())
    list_all()
    pledge = make_pledge(by=amara)
    stuck(pledge, "money")

    page = sign_in(amara).get(f"/pledges/{pledge.uuid}/who-could-help/")

    assert ("Mo Bell" in seen(page), "Kwame" in seen(page)) == (True, False)


def test_a_letter_is_sent_to_a_backer_once_and_only_when_its_maker_says_so(client, guest_pledge):
    guest_pledge.backer = make_contact("Ines Holt", email="ines@westmere.example")
    guest_pledge.save()
    stuck(guest_pledge, "permission", "The hall key is kept at the depot.")

    page = client.get(stuck_url(guest_pledge))
    client.post(f"{stuck_url(guest_pledge)}letter/", {"letter": "Dear Ines, may we?", "do": "keep"})
    kept = emails("letter")
    for _ in range(2):
        client.post(f"{stuck_url(guest_pledge)}letter/", {"letter": "Dear Ines, could we?", "do": "send"})
    client.post(f"{stuck_url(guest_pledge)}letter/", {"letter": "Another", "do": "send"})

    assert "Dear Ines" in seen(page)
    assert "The hall key is kept at the depot." in seen(page)
    assert kept == []
    (sent,) = emails("letter")
    assert (sent.to, sent.to_name, "could we?" in sent.text, "hall key" in sent.text) == (
        "ines@westmere.example", "Ines", True, False,
    )  # fmt: skip
    assert sent.unsubscribe_url
    assert "Another" not in Snag.objects.get().letter


def test_without_a_backer_the_letter_is_kept_to_be_sent_by_themselves(client, guest_pledge):
    stuck(guest_pledge, "permission")

    page = client.post(f"{stuck_url(guest_pledge)}letter/", {"letter": "Dear all,\nmay we?", "do": "send"}, follow=True)

    assert emails("letter") == []
    (mail,) = re.findall(r'href="(mailto:[^"]+)"', page.content.decode())
    assert "body=Dear all,\nmay we?" in unquote(mail).replace("\r\n", "\n")


def test_an_empty_letter_and_one_too_long_come_back_as_they_were(client, guest_pledge):
    stuck(guest_pledge, "permission")

    empty = client.post(f"{stuck_url(guest_pledge)}letter/", {"letter": " "})
    long = client.post(f"{stuck_url(guest_pledge)}letter/", {"letter": "x" * 2003})

    assert "Write your letter" in seen(empty)
    assert "Cut 3 characters" in seen(long)


def test_a_partner_is_told_only_when_asked_and_nothing_of_what_was_written(client, guest_pledge):
    guest_pledge.partner = make_contact("Joan Ashworth", email="joan@westmere.example")
    guest_pledge.save()
    stuck(guest_pledge, "unsure", "CANARY")

    before = emails("partner_asked")
    for _ in range(2):
        client.post(f"{stuck_url(guest_pledge)}ask/", {"who": "partner"})
    page = client.get(stuck_url(guest_pledge))

    assert before == []
    (told,) = emails("partner_asked")
    assert (told.to, "CANARY" in told.text + told.html) == ("joan@westmere.example", False)
    assert "We told Joan" in seen(page)


def test_who_is_not_sure_is_told_of_the_next_meet_up(client, guest_pledge):
    event = make_event(in_days=9)
    stuck(guest_pledge, "unsure")

    page = client.get(stuck_url(guest_pledge))

    assert f"Bring it to the next meet-up, on {event.day:%A} {event.day.day}" in seen(page)


# --- Offers --------------------------------------------------------------------------------------


def test_an_offer_reaches_the_one_who_is_stuck_and_is_answered_by_link(client, guest_pledge, orla):
    snag = stuck(guest_pledge, "time")

    van, again = (offer(snag, "Kwame has a van", who="Kwame, 01632 960 111", by=orla) for _ in range(2))
    opened = client.get(offer_path(van))
    unread = HelpOffer.objects.get().is_used
    used = client.post(offer_path(van), {"say": "yes"}, follow=True)

    (email,) = emails("help")
    assert again == van
    assert ("Orla Fitzsimmons writes:" in email.text, "Kwame has a van" in email.text) == (True, True)
    assert email.text.count("http://testserver") == 2
    assert ("Does it help?" in seen(opened), unread) == (True, None)
    assert seen(used).startswith("Good. We hope it helps")
    assert HelpOffer.objects.get().is_used is True
    (back,) = re.findall(r'href="([^"]+)">\s*Your pledge', opened.content.decode())
    assert client.get(back).context["pledge"] == guest_pledge
    assert "This person said yes to helping: Kwame, 01632 960 111." in seen(client.get(stuck_url(guest_pledge)))


def test_after_two_that_did_not_help_one_question_is_asked_once(client, guest_pledge, orla):
    snag = stuck(guest_pledge, "time")
    first, second = (offer(snag, words, by=orla) for words in ("A van", "A bike"))

    one = client.post(offer_path(first), {"say": "no"}, follow=True)
    two = client.post(offer_path(second), {"say": "no"}, follow=True)
    asked = ask_where_offers_did_not_help(timezone.now() + timedelta(days=30))

    assert "Make it smaller, or let it go?" not in seen(one)
    assert "Make it smaller, or let it go?" in seen(two)
    assert re.findall(r'href="[^"]+/move/"[^>]*>\s*Make it smaller', two.content.decode())
    assert (asked, emails("smaller")) == (0, [])


def test_two_that_nobody_answered_bring_one_email_and_one_in_use_brings_none(guest_pledge, orla):
    snag = stuck(guest_pledge, "time", days_ago=20)
    helped = stuck(make_pledge("sing", by=make_contact(email="sal@westmere.example")), "time", days_ago=20)
    for one in (snag, helped):
        offers = [offer(one, words, by=orla, at=timezone.now() - timedelta(days=15)) for words in "ab"]
    answer_offer(offers[0], used=True, at=timezone.now())

    asked = [ask_where_offers_did_not_help(timezone.now()) for _ in range(2)]

    assert asked == [1, 0]
    assert [email.to for email in emails("smaller")] == ["reg@westmere.example"]


def test_another_answer_ends_the_asking_and_what_was_not_sent(guest_pledge, orla):
    guest_pledge.partner = make_contact("Joan Ashworth", email="joan@westmere.example")
    guest_pledge.save()
    snag = stuck(guest_pledge, "time")
    van = offer(snag, "A van", by=orla)

    answer_pledge(guest_pledge, said="kept", at=timezone.now())
    late = offer(snag, "A bike", by=orla)
    answer_offer(van, used=True, at=timezone.now())

    assert [email.state for email in emails("help")] == ["cancelled"]
    assert late is None
    assert HelpOffer.objects.get().is_used is None


def test_whoever_stopped_these_emails_gets_none_and_finds_the_offer_on_their_page(client, guest_pledge, orla):
    snag = stuck(guest_pledge, "time")
    offer(snag, "A van", by=orla)

    stop_follow_ups(guest_pledge.contact, at=timezone.now())
    offer(snag, "A bike", by=orla)

    assert FollowUps.objects.get().stopped_at
    assert [email.state for email in emails("help")] == ["cancelled"]
    page = client.get(stuck_url(guest_pledge))
    assert ("A van" in seen(page), "A bike" in seen(page)) == (True, True)


def test_help_opens_no_door_of_another_kind(client, guest_pledge, orla):
    token = offer_path(offer(stuck(guest_pledge, "time"), "A van", by=orla)).rstrip("/").rpartition("/")[2]

    codes = [
        client.get(f"/pledges/mine/{token}/stuck/").status_code,
        client.get(f"/answer/{token}/").status_code,
        client.get(f"/pledges/help/{private_url(guest_pledge).rstrip('/').rpartition('/')[2]}/").status_code,
    ]

    assert codes == [404, 404, 404]


def test_how_long_help_takes_is_a_median_of_days(guest_pledge, orla):
    for days in (1, 2, 9):
        pledge = make_pledge(f"sing {days}", by=make_contact(email=f"sal{days}@westmere.example"))
        offer(stuck(pledge, days_ago=days), "A van", by=orla)
    stuck(guest_pledge, days_ago=90)

    assert Snag.objects.all().days_to_help() == pytest.approx(2, abs=0.01)
    assert Snag.objects.none().days_to_help() is None


# --- Whose ears the words are for -------------------------------------------------------------------


def test_words_for_another_reason_are_not_carried_into_the_letter(client, guest_pledge):
    stuck(guest_pledge, "money", "CANARY for the hosts")

    client.post(stuck_url(guest_pledge), {"stuck_on": "permission", "note": "CANARY for the hosts"})
    letter = seen(client.get(stuck_url(guest_pledge)))
    client.post(stuck_url(guest_pledge), {"stuck_on": "permission", "note": "May we use the hall?"})
    own = seen(client.get(stuck_url(guest_pledge)))

    assert "CANARY" not in letter
    assert "I said: “I will ring ten tenants”. I cannot go on without a yes: … Could" in letter
    assert "At our meet-ups" not in letter
    assert "I cannot go on without a yes: May we use the hall?" in own


def test_who_sees_it_is_said_where_there_is_a_partner_a_backer_or_a_group(client, guest_pledge):
    stuck(guest_pledge, "unsure")
    alone = seen(client.get(stuck_url(guest_pledge)))
    guest_pledge.partner = make_contact("Joan Ashworth", email="joan@westmere.example")
    guest_pledge.backer = make_contact("Ines Holt", email="ines@westmere.example")
    guest_pledge.group, guest_pledge.visibility = make_group("Repairs"), "group"
    guest_pledge.save()

    both = seen(client.get(stuck_url(guest_pledge)))
    question = seen(client.get(f"{stuck_url(guest_pledge)}?change=1"))

    assert ("Your partner" in alone, "Nobody else sees that you are stuck" in alone) == (False, True)
    assert "Your partner Joan sees that help is wanted." in both
    assert "Your backer Ines sees that help is wanted." in both
    assert "Your group hears at its round that you are stuck." in both
    assert "The leads of your group can read this, and the hosts once you ask them." in question


def test_who_keeps_a_pledge_from_the_hosts_is_not_told_that_they_look(client, sign_in, amara):
    pledge = make_pledge(by=amara, visibility="partner")
    stuck(pledge, "time")
    url = f"/pledges/{pledge.uuid}/who-could-help/"

    found = seen(sign_in(amara).get(url))
    client.logout()
    guest = seen(client.get(stuck_url(pledge)))
    ask_hosts(pledge.snags.get(), at=timezone.now())

    assert ("A host looks" in found, "A host looks" in guest) == (False, False)
    assert "A host looks too" in seen(sign_in(amara).get(url))
