"""The hosts' one list of who is stuck, and where else it must never appear."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.models import OutgoingEmail
from pledges.actions.helping import hear
from pledges.models import Snag
from tests.factories import make_contact, make_event, make_group, make_pledge
from tests.pledges.screens import private_url, seen, stuck_url, wall_url
from tests.pledges.test_stuck import stuck

pytestmark = pytest.mark.django_db


@pytest.fixture
def reg():
    return make_contact(email="reg@westmere.example")


def test_the_longest_waiting_comes_first_with_days_and_what_is_in_the_way(sign_in, orla, reg):
    stuck(make_pledge("sing", by=reg), "money", "Forty pounds", days_ago=2)
    stuck(make_pledge("dance", by=reg), "time", days_ago=12)

    page = seen(sign_in(orla).get("/pledges/stuck/"))

    assert page.index("I will dance") < page.index("I will sing")
    assert "stuck for 12 days" in page
    assert ("Money. “Forty pounds”" in page, "Nothing was tried yet." in page) == (True, True)
    assert page.count("Nobody has answered yet") == 1


def test_the_list_costs_the_same_for_one_and_three(sign_in, orla, reg, django_assert_num_queries):
    stuck(make_pledge("sing", by=reg))
    orlas = sign_in(orla)
    orlas.get("/pledges/stuck/")
    with django_assert_num_queries(4):
        orlas.get("/pledges/stuck/")
    for act in ("dance", "draw"):
        stuck(make_pledge(act, by=reg))
    with django_assert_num_queries(4):
        orlas.get("/pledges/stuck/")


def test_a_host_sees_their_meet_ups_and_the_groups_they_lead(sign_in, kwame, denise, orla, reg):
    event = make_event(in_days=0)
    event.series.hosts.add(kwame)
    group = make_group("Kettle", lead=kwame)
    other = make_group("Teapot", lead=denise)
    for act, about in (("at mine", {"event": event}), ("in mine", {"group": group, "visibility": "group"}),
                       ("elsewhere", {}), ("in theirs", {"group": other, "visibility": "group"})):  # fmt: skip
        stuck(make_pledge(act, by=reg, **about))

    mine = seen(sign_in(kwame).get("/pledges/stuck/"))
    all_of_them = seen(sign_in(orla).get("/pledges/stuck/"))

    acts = ("at mine", "in mine", "elsewhere", "in theirs")
    assert [act in mine for act in acts] == [True, True, False, False]
    assert [act in all_of_them for act in acts] == [True, False, True, False]


def test_what_was_for_a_partner_alone_comes_to_the_hosts_when_its_maker_asks_them(client, sign_in, orla, reg):
    pledge = make_pledge("mend the kettle", by=reg, visibility="partner")
    snag = stuck(pledge, "time")

    page = seen(client.get(stuck_url(pledge)))
    before = sign_in(orla).get(f"/pledges/stuck/{snag.uuid}/").status_code
    client.post(f"{stuck_url(pledge)}ask/", {"who": "hosts"})
    after = sign_in(orla).get(f"/pledges/stuck/{snag.uuid}/")

    assert "the hosts do not see that you are stuck" in page
    assert before == 404
    assert "mend the kettle" in seen(after)


def test_a_host_offers_help_or_notes_that_they_wrote(sign_in, orla, reg):
    snag = stuck(make_pledge(by=reg), "time", days_ago=9)
    other = stuck(make_pledge("sing", by=reg), "time", days_ago=9)
    orlas = sign_in(orla)

    empty = orlas.post(f"/pledges/stuck/{snag.uuid}/", {"words": ""})
    sent = orlas.post(f"/pledges/stuck/{snag.uuid}/", {"words": "A van on Tuesday", "who": ""}, follow=True)
    noted = orlas.post(f"/pledges/stuck/{other.uuid}/heard/", follow=True)

    assert "Write what could help" in seen(empty)
    assert ("Sent" in sent.content.decode(), "A van on Tuesday Orla Fitzsimmons" in seen(sent)) == (True, True)
    assert "A host got in touch on" in seen(noted)
    assert not Snag.objects.filter(heard_at=None).exists()
    assert [email.to for email in OutgoingEmail.objects.filter(purpose="pledges.help")] == ["reg@westmere.example"]


def test_a_host_takes_it_off_the_list_and_saying_stuck_again_puts_it_back(client, sign_in, orla, reg):
    pledge = make_pledge(by=reg)
    snag = stuck(pledge, "time")

    empty = sign_in(orla).post(f"/pledges/stuck/{snag.uuid}/close/", follow=True)
    client.logout()
    between = client.get(stuck_url(pledge), follow=True)
    client.post(f"{private_url(pledge)}answer/", {"say": "stuck"})
    back = sign_in(orla).get("/pledges/stuck/")

    assert "Nobody is stuck." in seen(empty)
    assert seen(between).startswith("Thank you for saying so You get no reminders before")
    assert "ring ten tenants" in seen(back)


def test_whoever_cannot_be_emailed_can_be_rung(sign_in, orla):
    snag = stuck(make_pledge(by=make_contact(phone="01632 960 123")), "time")

    page = sign_in(orla).get(f"/pledges/stuck/{snag.uuid}/")
    kept = sign_in(orla).post(f"/pledges/stuck/{snag.uuid}/", {"words": "A van"}, follow=True)

    assert "You can ring them: 01632 960 123" in seen(page).replace("\xa0", " ")
    assert "Your offer is kept here" in kept.content.decode()
    assert not OutgoingEmail.objects.exists()


def test_how_a_person_is_reached_is_said_plainly(sign_in, orla, reg):
    rung = stuck(make_pledge(by=make_contact(phone="01632 960 123")), "time")
    written = stuck(make_pledge("sing", by=reg), "time")
    unproved = stuck(make_pledge("hum", by=make_contact(email="x@westmere.example"), confirmed_at=None), "time")
    orlas = sign_in(orla)

    pages = [seen(orlas.get(f"/pledges/stuck/{snag.uuid}/")) for snag in (rung, written, unproved)]

    assert ["We have no confirmed email address" in page for page in pages] == [True, False, True]
    assert ["They get your offer by email" in page for page in pages] == [False, True, False]
    assert ["or rang" in page for page in pages] == [True, False, False]


def test_home_has_one_card_for_the_list(sign_in, orla, amara, reg):
    for act in ("sing", "dance", "draw"):
        stuck(make_pledge(act, by=reg))
    hear(Snag.objects.latest("pk"), by=orla, at=timezone.now())

    home = sign_in(orla).get("/").content.decode()
    other = seen(sign_in(amara).get("/"))

    assert ("2 pledges are stuck" in home, home.count("/pledges/stuck/")) == (True, 1)
    assert "stuck" not in other


TELLTALE = re.compile(r"CANARY (?:note|letter)|Permission from|>\s*Stuck|is stuck")


def test_being_stuck_is_on_no_page_list_search_or_email_of_others(client, sign_in, amara, denise, beatrix, orla):
    event = make_event(in_days=0, starts_at=timezone.now() - timedelta(minutes=30),
                       ends_at=timezone.now() + timedelta(hours=1))  # fmt: skip
    partner = make_contact("Joan Ashworth", email="joan@westmere.example")
    pledge = make_pledge(by=amara, event=event, partner=partner, backer=make_contact("Ines", email="i@x.example"))
    snag = stuck(pledge, "permission", "CANARY note")
    Snag.objects.filter(pk=snag.pk).update(letter="CANARY letter")
    pages = ["/", "/pledges/", "/pledges/?state=live", "/pledges/mine/", wall_url(event), event.get_absolute_url(),
             pledge.get_absolute_url(), amara.profile.get_absolute_url(), "/people/?in=CANARY", "/pledges/waiting/",
             "/run/", "/check/", "/run/emails/"]  # fmt: skip

    shown = {}
    for reader in (None, denise, beatrix):
        client.logout()
        visitor = sign_in(reader) if reader else client
        for page in pages:
            words = visitor.get(page, follow=True).content.decode().partition("<main")[2].partition("</main>")[0]
            shown[page, getattr(reader, "pk", None)] = TELLTALE.findall(words)
    control = sign_in(orla).get("/pledges/stuck/").content.decode()

    assert [(where, found) for where, found in shown.items() if found] == []
    assert "CANARY note" in control
    assert not OutgoingEmail.objects.exclude(to=amara.email).exists()


def test_people_without_a_host_role_do_not_open_the_list(sign_in, amara, beatrix):
    assert [sign_in(one).get("/pledges/stuck/").status_code for one in (amara, beatrix)] == [403, 403]


def test_an_answer_by_somebody_else_of_the_pledge_does_not_reach_the_log(caplog, client, reg):
    pledge = make_pledge(by=reg)
    stuck(pledge)

    client.post(stuck_url(pledge), {"stuck_on": "money", "note": "CANARY"})

    assert Snag.objects.get().answer.note == "CANARY"
    assert "CANARY" not in caplog.text
