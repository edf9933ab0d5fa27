"""Me too, and I will if so many others will."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from outbox.models import OutgoingEmail
from pledges.actions.company import me_too, settle_all, want_others
from pledges.emails import private_path, together_path
from pledges.models import Pledge, Reminder
from tests.factories import make_contact, make_group, make_member, make_pledge, put_in
from tests.pledges.screens import open_event, seen, wall_url, who, words

pytestmark = pytest.mark.django_db
NOW = timezone.now


def day(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def reg():
    return make_contact("Reg Thackeray", email="reg@westmere.example")


@pytest.fixture
def waiting(reg):
    """A pledge that begins with two others, by Friday week or so."""
    pledge = make_pledge("sing in the square", by=reg)
    want_others(pledge, wanted=2, by=day(10), at=NOW())
    pledge.refresh_from_db()
    return pledge


def too(client, pledge):
    return client.post(reverse("pledge_me_too", args=[pledge.uuid]))


def emails(purpose):
    return list(OutgoingEmail.objects.filter(purpose=purpose, state="due").order_by("to").values_list("to", flat=True))


def test_a_member_says_me_too_with_one_press(sign_in, amara, reg):
    pledge = make_pledge("sing in the square", by=reg, by_on=day(20))

    answer = too(sign_in(amara), pledge)

    mine = Pledge.objects.get(contact=amara.contact)
    assert answer.url == mine.get_absolute_url()
    assert (mine.act, mine.shared_with, mine.visibility) == (pledge.act, pledge, "members")
    assert Reminder.objects.filter(pledge=mine).planned().exists()


def test_where_and_by_when_the_first_was_made_is_not_said_of_the_other(amara, reg):
    pledge = make_pledge("sing in the square", by=reg, event=open_event(), by_on=day(20))

    mine = me_too(pledge, by=amara, at=NOW())

    assert (mine.event, mine.by_on) == (None, None)
    assert "You pledged:" in OutgoingEmail.objects.get(purpose="pledges.made").text


def test_pressed_twice_it_is_one_pledge(sign_in, amara, reg):
    pledge = make_pledge("sing in the square", by=reg)

    addresses = {too(sign_in(amara), pledge).url for _ in range(2)}

    assert len(addresses) == 1
    assert Pledge.objects.filter(contact=amara.contact).count() == 1


def test_me_too_to_somebodys_me_too_joins_the_first(sign_in, amara, denise, reg):
    first = make_pledge("sing in the square", by=reg)
    too(sign_in(amara), first)

    too(sign_in(denise), Pledge.objects.get(contact=amara.contact))

    assert first.sharers.count() == 2


def test_the_page_and_the_list_say_how_many_more(client, sign_in, amara, denise, reg):
    first = make_pledge("sing in the square", by=reg)
    for member in (amara, denise):
        too(sign_in(member), first)

    page, listed = client.get(first.get_absolute_url()), client.get(reverse("pledge_list"))

    assert "Reg, residents, and 2 more." in seen(page)
    assert listed.context["patches"][-1]["who"] == "Reg, residents, and 2 more"


def test_one_who_let_go_is_not_counted(client, sign_in, amara, reg):
    first = make_pledge("sing in the square", by=reg)
    too(sign_in(amara), first)
    Pledge.objects.filter(contact=amara.contact).update(state="let-go", answered_at=NOW())

    assert "more." not in seen(client.get(first.get_absolute_url()))


def test_nobody_joins_themselves_or_what_is_over(sign_in, amara, denise):
    mine = make_pledge("sing", by=amara)
    over = make_pledge("dance", by=denise, state="kept", answered_at=NOW())
    secret = make_pledge("hum", by=denise, visibility="partner")

    answers = [too(sign_in(amara), pledge).status_code for pledge in (mine, over, secret)]

    assert answers == [404, 404, 404]
    assert Pledge.objects.count() == 3


def test_me_too_in_a_group_is_for_the_group(sign_in, amara, denise):
    group = make_group(lead=denise)
    put_in(group, amara)
    pledge = make_pledge("sing", by=denise, visibility="group", group=group)

    too(sign_in(amara), pledge)

    mine = Pledge.objects.get(contact=amara.contact)
    assert (mine.visibility, mine.group) == ("group", group)


def test_a_visitor_finds_the_same_words_on_the_first_screen(client, reg):
    pledge = make_pledge("sing in the square", by=reg)
    url = f"{reverse('pledge_create')}?with={pledge.uuid}"

    first = client.get(url)
    client.post(url, words("sing in the square"))
    client.post(url, who("sing in the square"))

    assert "sing in the square</textarea>" in first.content.decode()
    mine = Pledge.objects.exclude(pk=pledge.pk).get()
    assert (mine.shared_with, mine.first_name, mine.is_held) == (pledge, "Sam", True)


@pytest.mark.parametrize("named", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_words_of_a_pledge_that_is_not_there_are_not_found(client, named):
    assert client.get(f"{reverse('pledge_create')}?with={named}").status_code == 404


def test_it_waits_is_not_asked_about_and_says_how_many_are_missing(client, reg):
    pledge = make_pledge("sing in the square", by=reg, by_on=day(20))
    page = client.post(together_path(pledge), {"say": "want", "wanted": "3", "by": f"{day(10):%d %B %Y}"}, follow=True)

    pledge.refresh_from_db()
    assert (pledge.state, pledge.wanted, pledge.wanted_by) == ("waiting", 3, day(10))
    assert "0 of 3 have said me too" in seen(page)
    assert "Waiting for 3 more" in seen(client.get(pledge.get_absolute_url()))
    assert not Reminder.objects.planned().exists()


@pytest.mark.parametrize(("wanted", "by"), [("0", "1 March"), ("51", "1 March"), ("two", "1 March"), ("2", "")])
def test_a_number_or_a_day_that_makes_no_sense_changes_nothing(client, reg, wanted, by):
    pledge = make_pledge("sing in the square", by=reg)

    page = client.post(together_path(pledge), {"say": "want", "wanted": wanted, "by": by})

    assert "There is something to put right" in seen(page)
    assert not Pledge.objects.filter(state="waiting").exists()


def test_with_enough_others_all_begin_are_told_once_and_are_asked_from_then_on(waiting):
    people = [make_member(name) for name in ("Ann Lee", "Bob Moss")]
    for member in people:
        me_too(waiting, by=member, at=NOW())

    done = [settle_all(NOW()) for _ in range(2)]

    assert done == [1, 0]
    assert set(Pledge.objects.values_list("state", flat=True)) == {"made"}
    assert emails("pledges.ahead") == sorted([waiting.contact.email, *(member.email for member in people)])
    assert Reminder.objects.planned().values("pledge").distinct().count() == 3


def test_with_one_too_few_it_waits_on(waiting, amara):
    me_too(waiting, by=amara, at=NOW())

    assert settle_all(NOW()) == 0
    assert set(Pledge.objects.values_list("state", flat=True)) == {"waiting"}


def test_after_the_day_its_maker_is_asked_once_whether_to_go_ahead(client, waiting, amara):
    me_too(waiting, by=amara, at=NOW())
    later = NOW() + timedelta(days=11)

    done = [settle_all(later) for _ in range(2)]

    assert done == [1, 0]
    assert emails("pledges.ask_ahead") == ["reg@westmere.example"]
    assert emails("pledges.off") == []


@pytest.mark.parametrize(("say", "state", "told"), [("ahead", "made", "pledges.ahead"), ("off", "off", "pledges.off")])
def test_its_maker_decides_and_the_others_are_told(client, waiting, amara, say, state, told):
    me_too(waiting, by=amara, at=NOW())
    settle_all(NOW() + timedelta(days=11))

    for _ in range(2):
        client.post(together_path(waiting), {"say": say})

    assert set(Pledge.objects.values_list("state", flat=True)) == {state}
    assert emails(told) == [amara.email]
    assert emails("pledges.ask_ahead") == []


def test_the_first_answer_stands(client, waiting, amara):
    me_too(waiting, by=amara, at=NOW())

    for say in ("off", "ahead"):
        client.post(together_path(waiting), {"say": say})

    assert set(Pledge.objects.values_list("state", flat=True)) == {"off"}


def test_without_an_answer_it_rests_after_two_weeks(waiting, amara):
    me_too(waiting, by=amara, at=NOW())
    settle_all(NOW() + timedelta(days=11))

    settle_all(NOW() + timedelta(days=26))

    assert set(Pledge.objects.values_list("state", flat=True)) == {"off"}
    assert emails("pledges.off") == sorted([waiting.contact.email, amara.email])


def test_what_did_not_come_together_is_only_there_for_its_maker(client, sign_in, waiting, amara):
    me_too(waiting, by=amara, at=NOW())
    client.post(together_path(waiting), {"say": "off"})
    mine = Pledge.objects.get(contact=amara.contact)

    assert client.get(waiting.get_absolute_url()).status_code == 404
    assert sign_in(amara).get(mine.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("end", "state"), [("delete", "off"), ("kept", "made"), ("let-go", "off")])
def test_nobody_waits_for_one_that_is_gone(waiting, amara, end, state):
    me_too(waiting, by=amara, at=NOW())
    waiting.delete() if end == "delete" else waiting.answer(end, at=NOW())

    settle_all(NOW())

    assert Pledge.objects.get(contact=amara.contact).state == state
    assert settle_all(NOW()) == 0


def test_opening_the_page_of_others_changes_nothing(client, waiting):
    page = client.get(together_path(waiting))

    assert "Go ahead with those there are" in seen(page)
    assert Pledge.objects.get().state == "waiting"


def test_a_pledge_that_others_joined_cannot_be_made_to_wait(client, sign_in, amara, reg):
    pledge = make_pledge("sing", by=reg)
    too(sign_in(amara), pledge)

    client.post(together_path(pledge), {"say": "want", "wanted": "3", "by": f"{day(10):%d %B %Y}"})

    pledge.refresh_from_db()
    assert pledge.state == "made"


def test_the_private_page_leads_there_and_asks_nothing_meanwhile(client, waiting):
    url = private_path(waiting)

    page = client.get(url).content.decode()

    assert f'href="{url}together/"' in page
    assert "Do it only if others will" not in page
    assert "Still going" not in page


WRONG = [{"wanted": 3}, {"wanted": 0, "wanted_by": day(1)}, {"wanted": 51, "wanted_by": day(1)}, {"settled_at": NOW()}]


@pytest.mark.parametrize("wrong", WRONG)
def test_the_database_holds_the_pairs(wrong):
    with pytest.raises(IntegrityError, match="others_are_wanted"), transaction.atomic():
        make_pledge(**wrong)


def test_what_waits_is_on_the_wall_and_counts_when_it_begins(client, reg):
    event, a_minute_ago = open_event(), NOW() - timedelta(minutes=1)
    make_pledge("dance", event=event, made_at=a_minute_ago)
    pledge = make_pledge("sing in the square", by=reg, event=event, made_at=a_minute_ago)
    want_others(pledge, wanted=2, by=day(10), at=NOW())
    before = seen(client.get(wall_url(event)))

    client.post(together_path(pledge), {"say": "ahead"})

    assert "sing in the square" in before
    assert "1 pledge " in before
    assert "2 pledges" in seen(client.get(wall_url(event)))


def test_a_day_that_is_past_is_not_offered_again(client, waiting):
    Pledge.objects.update(wanted_by=day(-1))

    page = client.get(together_path(waiting))

    assert "Go ahead anyway?" in seen(page)
    assert page.context["form"]["by"].value() is None
