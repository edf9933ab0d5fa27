"""A charity worker is invited, on a phone: from the email to Home, and everything can be skipped."""

import pytest
from django.utils import timezone

from members.actions.inviting import invite
from members.models import Invitation, Profile
from tests.browser.steps import come_signed_in, follow, heading, link_after, newest_email, press, words, wrongs
from tests.factories import make_event, make_join_request, make_member, make_organisation, make_story
from tests.kit.hostile import exif, picture

JO = "jo@foodshelf.example"


@pytest.fixture
def invited(site, transactional_db):
    make_organisation("Canal Street Food Shelf", cloth="charity")
    make_event(in_days=12)
    make_story()
    amara = make_member("Amara Nwachukwu")
    invite(by=amara, email=JO, name="Jo Barker", words="The shelf is what we lack.", at=timezone.now())
    return link_after("Read the invitation:", newest_email(JO, "members.invitation"))


def come_in(page):
    """Press the button, read the code in the email, type it."""
    press(page, "Send me a code")
    page.get_by_label("Your code").fill(newest_email(JO, "members.code").subject.split(" is your code")[0])
    press(page, "Sign in")


def say_who_they_are(page, axe):
    """The three steps."""
    page.get_by_label("Organisation or group").fill("Canal Street Food Shelf")
    press(page, "Save and go on")
    axe()
    page.get_by_label("What can you help with?").fill("a fridge van on Mondays")
    press(page, "Save and go on")
    axe()
    page.get_by_label("Members can find me").check()
    press(page, "Save and go on")


def test_from_the_invitation_to_home(page, site, axe, invited):
    page.goto(invited)
    first, said = heading(page), words(page)
    axe()
    come_in(page)
    second = (heading(page), page.get_by_label("Your name").input_value())
    axe()
    say_who_they_are(page, axe)

    profile = Profile.objects.select_related("member__contact__organisation").get(member__email=JO)
    assert first == "Amara Nwachukwu invites you"
    assert "The shelf is what we lack." in said
    assert second == ("Welcome. Who are you?", "Jo Barker")
    assert heading(page) == "Hello Jo"
    assert [card in words(page) for card in ("Come to Collaboration Station", "Say a little about")] == [True, False]
    assert (profile.offers, profile.is_findable) == ("a fridge van on Mondays", True)
    assert profile.member.contact.organisation_name == "Canal Street Food Shelf"
    axe()


def test_every_step_can_be_skipped(page, site, invited):
    page.goto(invited)
    come_in(page)
    for _step in range(3):
        follow(page, "Skip this step")
    home = words(page)
    press(page, "Read it")
    read = heading(page)
    page.goto(site)

    assert "Hello Jo" in home
    assert "Say a little about yourself" in home
    assert read == "Tea in the bus shelter"
    assert "Read a story:" not in words(page)
    assert Invitation.objects.filter(accepted_by__email=JO).count() == 1


def test_a_stranger_asks_to_join(page, site, axe, transactional_db):
    page.goto(site)
    follow(page, "Join")
    axe()
    follow(page, "Ask to join")
    press(page, "Ask to join")
    wrong = wrongs(page)
    axe()
    page.get_by_label("Your name").fill("Ida Quill")
    page.get_by_label("Your email address").fill("ida@quill.example")
    page.get_by_label("Why would you like to join?").fill("I run a food shelf.")
    press(page, "Ask to join")
    asked = heading(page)
    axe()
    page.goto(link_after("Yes, this is my address:", newest_email("ida@quill.example", "members.join_request")))
    press(page, "Yes, send it to the organisers")

    assert wrong == ["Enter your name", "Enter your email address", "Write why you would like to join"]
    assert asked == "Look at your email"
    assert heading(page) == "Thank you. The organisers have it"
    axe()


def test_a_photo_and_a_part_for_everyone(page, site, axe, has_script, settings, tmp_path, invited):
    settings.MEDIA_ROOT = tmp_path
    page.goto(invited)
    come_in(page)
    page.goto(f"{site}/me/profile/")
    choice = page.get_by_label("Everyone may see this: photo")
    calm = choice.is_visible()
    page.get_by_label("I have a page that everyone can see").check()
    shown = choice.is_visible()
    choice.check()
    page.get_by_label("What you do", exact=True).fill("I keep the shelf")
    page.get_by_label("Your photo").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": picture(exif=exif(6))}
    )
    press(page, "Save your details")
    follow(page, "See your page as visitors see it")
    as_visitor, photo = words(page), page.locator("img.photo")

    assert (calm, shown) == (False, True)
    assert "I keep the shelf" not in as_visitor
    assert "Jo Barker chose what everyone can see here." in as_visitor
    assert (
        photo.evaluate("image => image.decode().then(() => image.naturalWidth)") == 480
        if has_script
        else photo.count() == 1
    )
    axe()


def test_an_organiser_answers_on_a_phone(page, site, axe, transactional_db):
    make_join_request(proved_at=timezone.now())
    come_signed_in(page, site, make_member("Orla Fitzsimmons", roles=["admin"]))
    page.goto(site)
    follow(page, "Read what they say")
    axe()
    follow(page, "Ida Quill")
    axe()
    page.get_by_label("No, not now").check()
    press(page, "Send the answer")
    wrong = wrongs(page)
    page.get_by_label("If no, why?").fill("We work in Westmere alone. Try the network next door.")
    press(page, "Send the answer")

    assert wrong == ["Write why not. They will read it"]
    assert "Nobody is waiting." in words(page)
    assert "Try the network next door." in newest_email("ida@quill.example", "members.join_decided").text
