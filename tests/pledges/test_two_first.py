"""Two live pledges a person, and a gentle word before the third."""

import pytest
from django.urls import reverse

from pledges.models import Answer, Pledge
from tests.factories import make_contact, make_pledge
from tests.pledges.screens import open_event, pledge_url, private_url, seen, who, words

pytestmark = pytest.mark.django_db
NEW = reverse("pledge_create")


@pytest.fixture
def busy(sign_in, amara):
    """Amara, signed in, with two pledges going on."""
    for act in ("sing", "dance"):
        make_pledge(act, by=amara)
    return sign_in(amara)


def typed(**more):
    return words("hum", visibility="members", **more)


def test_a_third_is_asked_about_and_not_made(busy):
    page = busy.post(NEW, typed())

    assert "Finish or let one go first?" in seen(page)
    assert "I will sing" in seen(page)
    assert "I will dance" in seen(page)
    assert not Pledge.objects.filter(act="hum").exists()


def test_anyway_makes_it(busy):
    busy.post(NEW, typed(anyway="1"))

    assert Pledge.objects.get(act="hum").visibility == "members"


def test_what_was_typed_goes_on_with_the_press(busy):
    html = busy.post(NEW, typed()).content.decode()

    for name, value in (("act", "hum"), ("visibility", "members"), ("step", "words")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in html


def test_finishing_one_makes_the_new_one_at_once(busy):
    pledge = Pledge.objects.get(act="sing")

    busy.post(NEW, typed(first=f"{pledge.uuid}:kept"))

    assert Answer.objects.get().pledge == pledge
    assert Pledge.objects.filter(act="hum").exists()


def test_an_answer_that_lets_it_go_on_is_kept_and_asked_about_again(busy):
    pledge = Pledge.objects.get(act="sing")

    page = busy.post(NEW, typed(first=f"{pledge.uuid}:going"))

    assert Answer.objects.get().said == "going"
    assert "Make it anyway" in seen(page)


@pytest.mark.parametrize("first", ["nonsense:kept", "nonsense", "00000000-0000-0000-0000-000000000000:kept"])
def test_nonsense_answers_nothing(busy, first):
    busy.post(NEW, typed(first=first))

    assert not Answer.objects.exists()


def test_nobody_answers_for_another(busy, denise):
    theirs = make_pledge("knit", by=denise)

    busy.post(NEW, typed(first=f"{theirs.uuid}:kept"))

    theirs.refresh_from_db()
    assert theirs.state == "made"


def test_a_visitor_is_never_told_what_an_address_has_going_on(client, amara):
    for act in ("sing", "dance"):
        make_pledge(act, by=amara)
    event = open_event()

    client.post(pledge_url(event), who("hum", email=amara.email))

    assert Pledge.objects.filter(act="hum").exists()


@pytest.mark.parametrize(("confirmed", "shown"), [(True, True), (False, False)])
def test_a_confirmed_address_reads_on_its_private_page_what_else_goes_on(client, confirmed, shown):
    reg = make_contact("Reg", email="reg@westmere.example")
    for act in ("sing", "dance"):
        make_pledge(act, by=reg)
    third = make_pledge("hum", by=reg, **({} if confirmed else {"confirmed_at": None}))

    page = seen(client.get(private_url(third)))

    assert ("Finish or let one go first?" in page) is shown
    assert ("I will sing" in page) is shown


def test_the_words_can_be_changed_first(busy):
    page = busy.post(NEW, typed(step=["words", "back"]))

    assert page.context["form"]["act"].value() == "hum"
    assert page.context["form"]["visibility"].value() == "members"


def test_the_page_of_the_new_one_does_not_ask_again_at_once(busy):
    made = busy.post(NEW, typed(anyway="1"))["Location"]

    assert "Finish or let one go first?" not in seen(busy.get(made))
    assert "Finish or let one go first?" in seen(busy.get(made.partition("?")[0]))
