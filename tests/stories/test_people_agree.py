from functools import partial

import pytest
from django.utils import timezone

from collab.privacy.erasing import erase
from members.models import Contact, Place
from outbox.models import OutgoingEmail
from stories.actions import approve_story, release_story
from stories.actions.asking import Said, answer
from stories.models import Consent, ConsentAsk, FinalText, Story
from tests.factories import make_contact, make_member, make_story
from tests.races import at_once
from tests.stories.conftest import make_quote, one_match

RUTH = "ruth@allen.example"
pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(amara):
    return make_story("A shelf in the foyer", teller=amara, state="draft", what_changed="The clinic rang us.")


@pytest.fixture
def asked(client, sign_in, amara, draft):
    """Ruth was written to, and this is her link."""
    sign_in(amara)
    person = {"shown_as": "Ruth Allen", "detail": "A nurse", "settled": "open", "how": "email", "email": RUTH}
    client.post(f"/stories/{draft.uuid}/people/", person)
    return link(OutgoingEmail.objects.get(purpose="stories.asked"))


def link(email):
    return one_match(r"https?://[^/\s]+(/\S+)", email.text)


def test_somebody_is_written_to_and_agrees_by_their_own_link(client, reader, asked, draft):
    email = OutgoingEmail.objects.get(purpose="stories.asked")
    ruth = reader()
    page = ruth.get(asked).content.decode()
    open_before = draft.people.get().settled

    done = ruth.post(asked, {"uses": ["members", "web"], "naming": "name-role-organisation"}).content.decode()

    consent = Consent.objects.get(contact__email=RUTH)
    teller = OutgoingEmail.objects.get(purpose="stories.answered")
    assert (email.to, "Amara Nwachukwu is telling" in email.text) == (RUTH, True)
    assert "We poured tea." in page
    assert "checked" not in page.replace("was checked", "")
    assert (open_before, draft.people.get().settled) == ("open", "agreed")
    assert "Thank you, you have agreed" in done
    assert (consent.uses, consent.naming, consent.how, consent.recorded_by, consent.released_at) == (
        ["members", "web"], "name-role-organisation", "by their own link", None, None,
    )  # fmt: skip
    assert consent.person == draft.people.get()
    assert "Ruth Allen has agreed" in teller.text


def test_looking_at_the_question_answers_nothing(reader, asked):
    for _ in range(2):
        reader().get(asked), reader().head(asked)

    assert ConsentAsk.objects.get().is_open
    assert not Consent.objects.filter(contact__email=RUTH).exists()


def test_a_no_keeps_them_open_and_tells_the_teller(reader, asked, draft):
    page = reader().post(asked, {"no": "no"}).content.decode()
    reader().post(asked, {"uses": ["web"], "naming": "none"})

    assert "You are left out." in page
    assert draft.people.get().settled == "open"
    assert not Consent.objects.filter(contact__email=RUTH).exists()
    assert "does not want to be in" in OutgoingEmail.objects.get(purpose="stories.answered").text


def test_a_yes_without_a_use_to_read_it_is_asked_about(reader, asked):
    page = reader().post(asked, {"uses": ["report"], "naming": "none"}).content.decode()

    assert "Tick who may read it" in page
    assert ConsentAsk.objects.get().is_open


def test_somebody_who_wants_another_name_is_shown_with_it(reader, asked, draft):
    reader().post(asked, {"uses": ["web"], "naming": "made-up", "typed": "Josie"})

    person = draft.people.get()
    assert (person.shown_as, person.settled, person.is_shown) == ("Josie", "agreed", True)


def test_a_name_that_still_stands_in_the_words_keeps_them_open(client, reader, asked, draft):
    Story.objects.filter(pk=draft.pk).update(what_changed="Ruth Allen rang us.")

    reader().post(asked, {"uses": ["web", "members"], "naming": "none"})
    page = client.get(f"/stories/{draft.uuid}/answers/").content.decode()

    person = draft.people.get()
    assert (person.settled, person.is_shown) == ("open", False)
    assert "agreed, but not to be named. Take the name out of your words." in page


def test_everyone_written_to_says_yes_to_the_final_words_too(reader, asked, draft, beatrix, amara):
    reader().post(asked, {"uses": ["web", "members"], "naming": "name-role-organisation"})
    Consent.objects.update(released_at=None)
    Story.objects.filter(pk=draft.pk).update(state="submitted")
    draft.refresh_from_db()

    approve_story(draft, by=beatrix, version=draft.version, at=timezone.now())
    to = set(OutgoingEmail.objects.filter(purpose="stories.approved").values_list("to", flat=True))
    for consent in Consent.objects.filter(story=draft).order_by("pk"):
        states = Story.objects.get(pk=draft.pk).publish_at
        release_story(consent, version=draft.version, at=timezone.now())

    assert to == {amara.email, RUTH}
    assert states is None
    assert Story.objects.get(pk=draft.pk).publish_at is not None


def test_a_use_that_one_person_did_not_tick_cannot_happen(reader, draft, amara):
    person = draft.people.create(shown_as="Ruth", settled="agreed")
    ruth = Contact.objects.create(name="Ruth")
    now = timezone.now()
    Consent.objects.create(
        story=draft, contact=ruth, person=person, uses=["members"], given_at=now, released_at=now,
        review_on=timezone.localdate().replace(year=2030),
    )  # fmt: skip
    Story.objects.filter(pk=draft.pk).update(state="published", moderated_version=1, published_at=now)

    assert reader(amara).get(draft.get_absolute_url()).status_code == 200
    assert reader().get(draft.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(("how", "words"), [("paper", "on paper"), ("phone", "by phone"), ("spoken", "face to face")])
def test_an_agreement_by_hand_is_a_dated_record(client, sign_in, amara, draft, how, words):
    sign_in(amara)
    person = {"shown_as": "Ruth", "settled": "agreed", "how": how, "agreed_on": "3 March 2026", "uses": ["web"]}

    client.post(f"/stories/{draft.uuid}/people/", person)

    consent = Consent.objects.exclude(contact=amara.contact).get(story=draft)
    assert (consent.how, consent.given_at.date().isoformat(), consent.recorded_by) == (words, "2026-03-03", amara)
    assert str(consent.review_on) == "2028-03-03"
    assert (consent.contact, consent.contact and consent.contact.email) == (Contact.objects.get(name="Ruth"), "")


def test_agreed_says_how_and_for_which_uses(client, sign_in, amara, draft):
    sign_in(amara)
    answers = [
        client.post(f"/stories/{draft.uuid}/people/", {"shown_as": "Ruth", "settled": "agreed", **more})
        for more in ({}, {"how": "phone"}, {"how": "phone", "uses": ["report"]})
    ]

    pages = [answer.content.decode() for answer in answers]
    assert "Choose how they agreed" in pages[0]
    assert "Tick who may read it" in pages[1]
    assert "Tick who may read it" in pages[2]
    assert draft.people.count() == 0


def test_somebody_left_out_is_asked_no_more_and_blocks_nothing(client, asked, draft):
    person = draft.people.get()

    for _ in range(2):
        client.post(f"/stories/{draft.uuid}/people/{person.uuid}/remove/")

    assert OutgoingEmail.objects.get(purpose="stories.asked").state == "cancelled"
    assert client.get(asked).status_code == 404
    assert draft.people.count() == 0


def test_somebody_who_is_disguised_after_all_gave_no_yes_that_still_counts(client, reader, asked, draft):
    reader().post(asked, {"uses": ["web"], "naming": "name-role-organisation"})
    person = draft.people.get()

    client.post(f"/stories/{draft.uuid}/people/{person.uuid}/", {"shown_as": "A neighbour", "settled": "disguised"})

    consent = Consent.objects.get(contact__email=RUTH)
    assert (consent.is_replaced, consent.is_open) == (True, False)
    assert draft.people.get().settled == "disguised"


def test_one_address_is_written_to_three_times_a_day_at_most(client, sign_in, amara, draft):
    sign_in(amara)

    for number in range(5):
        person = {"shown_as": f"Ruth {number}", "settled": "open", "how": "email", "email": RUTH}
        page = client.post(f"/stories/{draft.uuid}/people/", person, follow=True).content.decode()

    assert OutgoingEmail.objects.filter(purpose="stories.asked").count() == 3
    assert "we did not write to them" in page
    assert draft.people.count() == 5


def test_a_job_a_date_and_a_place_together_are_warned_about(client, sign_in, amara, beatrix, draft):
    place = Place.objects.create(slug="fellbeck", name="Fellbeck", kind="neighbourhood")
    Story.objects.filter(pk=draft.pk).update(place=place, what_we_did="The vicar rang on 3 May.")
    sign_in(amara)

    page = client.get(f"/stories/{draft.uuid}/people/").content.decode()
    Story.objects.filter(pk=draft.pk).update(what_we_did="The vicar rang.")
    fewer = client.get(f"/stories/{draft.uuid}/people/").content.decode()

    assert "Together these may be somebody" in page
    assert "“vicar”" in page
    assert "Together these may be somebody" not in fewer


@pytest.mark.django_db(transaction=True)
def test_of_many_presses_at_once_one_answer_stands():
    story = make_story(teller=make_member(), state="draft")
    ruth = make_contact("Ruth Allen", email=RUTH)
    person = story.people.create(shown_as="Ruth Allen")
    asked = ConsentAsk.objects.create(story=story, contact=ruth, person=person, asked_at=timezone.now())
    said = Said(["web"])

    at_once(*[partial(answer, asked, said=one, at=timezone.now()) for one in (said, None) * 4])

    asked.refresh_from_db()
    assert Consent.objects.filter(contact=ruth).count() == int(asked.said_yes)
    assert (story.people.get().settled == "agreed") == asked.said_yes
    assert OutgoingEmail.objects.filter(purpose="stories.answered").count() == 1


def test_whoever_leaves_is_out_of_what_was_kept_of_others_stories(reader, asked, draft):
    reader().post(asked, {"uses": ["web"], "naming": "made-up", "typed": "Josie"})
    ruth = Contact.objects.get(email=RUTH)
    FinalText.objects.keep(draft, at=timezone.now())
    draft.findings.create(kind="name", text="Ruth Allen", found_at=timezone.now())
    before = (draft.people.count(), draft.final_texts.count(), draft.findings.count())

    erase(ruth, at=timezone.now())

    assert before == (1, 1, 1)
    assert (draft.people.count(), draft.final_texts.count(), draft.findings.count()) == (0, 0, 0)
    assert not ConsentAsk.objects.exists()


def test_nobody_reads_on_their_page_what_another_has_not_agreed_to(reader, asked, draft, amara):
    make_quote(draft, "Words of Eli, who was not asked.", contact=draft.teller, shown_as="Eli Stone", agreed=False)
    make_quote(draft, "Words of Joan, who was.", contact=make_contact("Joan"), shown_as="Joan Ashworth")
    draft.people.create(shown_as="Neville Oduya")

    page = reader().get(asked).content.decode()
    FinalText.objects.keep(draft, at=timezone.now())

    assert "Words of Joan, who was." in page
    assert [words for words in ("Eli", "Neville") if words in page] == []
    assert draft.final_texts.get().words["quotes"] == "“Words of Joan, who was.”, Joan Ashworth"
