from itertools import pairwise

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from outbox.models import OutgoingEmail
from stories.actions import approve_story, release_story, save_quote
from stories.models import Byline, Consent, Quote, Story
from stories.models.naming import LESS_AND_LESS, hides_more, name_for
from tests.factories import make_contact, make_story, sector
from tests.stories.conftest import make_quote, one_match

RUTH = "ruth@allen.example"
SAID = {"words": "“It was only soup.”", "naming": "name-role-organisation", "typed": "Ruth Allen, nurse",
        "after": "what_changed"}  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(amara):
    return make_story("A shelf in the foyer", teller=amara, state="draft")


@pytest.fixture
def shown(amara):
    """Published, with words of Ruth's under her full name."""
    story = make_story("A shelf in the foyer", teller=amara)
    make_quote(story, contact=story.teller, shown_as="Ruth Canary, nurse", naming="name-role-organisation")
    return story


def link(email):
    return one_match(r"https?://[^/\s]+(/\S+)", email.text)


def add(client, story, **more):
    return client.post(f"/stories/{story.uuid}/quotes/add/", {**SAID, **more}, follow=True)


def test_a_teller_adds_changes_and_removes_words(client, sign_in, amara, draft):
    sign_in(amara)

    page = add(client, draft, how="mine", uses=["web"], is_pulled="on").content.decode()
    quote = draft.quotes.get()
    first = (quote.words, quote.naming, quote.shown_as, quote.after, quote.is_pulled)
    changed = {**SAID, "words": "It was soup and bread.", "how": "mine", "uses": ["web"]}
    client.post(f"/stories/{draft.uuid}/quotes/{quote.uuid}/", changed)
    quote.refresh_from_db()
    for _ in range(2):
        client.post(f"/stories/{draft.uuid}/quotes/{quote.uuid}/remove/")

    assert "“It was only soup.”" in page
    assert first == ("It was only soup.", "name-role-organisation", "Ruth Allen, nurse", "what_changed", True)
    assert (quote.words, quote.is_pulled) == ("It was soup and bread.", False)
    assert draft.quotes.count() == 0


def test_words_need_a_way_to_agree_to_them(client, sign_in, amara, draft):
    sign_in(amara)

    page = add(client, draft).content.decode()

    assert "Choose how they agree to these words" in page
    assert "It was only soup." in page
    assert draft.quotes.count() == 0


def test_other_words_are_agreed_to_anew(client, sign_in, amara, draft):
    sign_in(amara)
    add(client, draft, how="phone", uses=["web"])
    quote = draft.quotes.get()

    changed = {**SAID, "words": "Other words."}
    refused = client.post(f"/stories/{draft.uuid}/quotes/{quote.uuid}/", changed).content.decode()
    client.post(f"/stories/{draft.uuid}/quotes/{quote.uuid}/", {**changed, "how": "paper", "uses": ["web"]})

    assert "Choose how they agree to these words" in refused
    old, new = quote.consents.order_by("pk")
    assert (old.is_replaced, old.how, new.is_open, new.how) == (True, "by phone", True, "on paper")


def test_a_speaker_agrees_by_their_link_and_then_to_the_final_words(client, sign_in, reader, amara, beatrix, draft):
    sign_in(amara)
    Consent.objects.update(released_at=None)
    add(client, draft, how="email", email=RUTH)
    address = link(OutgoingEmail.objects.get(purpose="stories.asked"))
    page = reader().get(address).content.decode()
    reader().post(address, {"uses": ["web", "members"], "naming": "role-sector", "typed": "A nurse"})
    Story.objects.filter(pk=draft.pk).update(state="submitted")
    draft.refresh_from_db()

    approve_story(draft, by=beatrix, version=draft.version, at=timezone.now())
    asked = set(OutgoingEmail.objects.filter(purpose="stories.approved").values_list("to", flat=True))
    for consent in Consent.objects.filter(story=draft, ended_at=None):
        release_story(consent, version=draft.version, at=timezone.now())
    Story.objects.get(pk=draft.pk).publish(at=timezone.now())
    draft.refresh_from_db()
    read = reader().get(draft.get_absolute_url()).content.decode()

    assert "It was only soup." in page
    assert asked == {amara.email, RUTH}
    assert "It was only soup." in read
    assert "A nurse" in read
    assert "Ruth Allen" not in read


def test_words_nobody_answered_about_are_not_read_and_hold_nothing_up(client, sign_in, reader, amara, draft):
    sign_in(amara)
    add(client, draft, how="email", email=RUTH)
    now = timezone.now()
    Story.objects.filter(pk=draft.pk).update(version=1, state="published", moderated_version=1, published_at=now)
    Consent.objects.update(released_at=now)

    page = reader().get(draft.get_absolute_url()).content.decode()

    assert "We poured tea." in page
    assert "only soup" not in page


@pytest.mark.parametrize("naming", LESS_AND_LESS[1:])
def test_less_of_somebody_counts_at_the_next_request_without_a_check(client, sign_in, reader, amara, shown, naming):
    sign_in(amara)
    quote = shown.quotes.get()
    before = reader().get(shown.get_absolute_url()).content.decode()

    client.post(f"/stories/{shown.uuid}/quotes/{quote.uuid}/naming/", {"naming": naming})
    pages = [reader().get(f"{shown.get_absolute_url()}{page}").content.decode() for page in ("", "print/")]

    assert "Ruth Canary" in before
    assert ["It was only soup." in page for page in pages] == [True, True]
    assert ["Canary" in page for page in pages] == [False, False]
    assert "Canary" not in Quote.objects.get(pk=quote.pk).shown_as
    assert Story.objects.get(pk=shown.pk).state == "published"


def test_showing_more_is_not_done_there(client, sign_in, amara, shown):
    sign_in(amara)
    quote = shown.quotes.get()
    quote.show("place", "Someone from Fellbeck")

    page = client.post(f"/stories/{shown.uuid}/quotes/{quote.uuid}/naming/", {"naming": "role-sector"})

    assert "Choose one of these" in page.content.decode()
    assert Quote.objects.get(pk=quote.pk).naming == "place"


def test_showing_more_than_was_agreed_needs_their_yes(client, sign_in, amara, draft):
    sign_in(amara)
    add(client, draft, how="phone", uses=["web"], naming="place", typed="")
    quote = draft.quotes.get()

    page = client.post(f"/stories/{draft.uuid}/quotes/{quote.uuid}/", SAID).content.decode()

    assert "Ask them again to show more" in page
    assert Quote.objects.get(pk=quote.pk).naming == "place"


def test_a_made_up_name_is_ours_and_always_the_same(amara, draft):
    fields = {"words": "Soup.", "naming": "made-up", "after": "what_changed", "sector": sector("nhs")}
    save_quote(draft, by=amara, at=timezone.now(), **fields)
    quote = draft.quotes.get()
    first = quote.shown_as

    save_quote(draft, by=amara, at=timezone.now(), quote=quote, **fields)

    assert first.endswith(", a made-up name")
    assert draft.quotes.get().shown_as == first


def test_each_level_hides_more_than_the_one_before():
    for more, less in pairwise(LESS_AND_LESS):
        assert (hides_more(less, more), hides_more(more, less)) == (True, False)


def test_the_list_of_words_costs_the_same_with_one_and_three(client, sign_in, amara, draft, django_assert_num_queries):
    sign_in(amara)
    client.get("/stories/mine/")
    for number in range(3):
        make_quote(draft, f"Words {number}", contact=draft.teller)
        if number in (0, 2):
            with django_assert_num_queries(7):
                client.get(f"/stories/{draft.uuid}/quotes/")


@pytest.mark.parametrize(
    ("naming", "names"),
    [("role-sector", ["Someone"]), ("made-up", None), ("none", [])],
)
def test_less_of_the_teller_counts_at_once_too(client, sign_in, reader, amara, naming, names):
    story = make_story("A shelf in the foyer", teller=amara)
    Byline.objects.create(story=story, shown_as="Amara Nwachukwu", detail="Council")
    sign_in(amara)
    before = reader().get(story.get_absolute_url()).content.decode()

    client.post(f"/stories/{story.uuid}/naming/", {"naming": naming})
    pages = [reader().get(address).content.decode() for address in (story.get_absolute_url(), "/stories/")]

    shown = [row.shown_as for row in story.byline.all()]
    assert "Amara Nwachukwu" in before
    assert [("Amara" in page) for page in pages] == [False, False]
    assert shown == ([name_for(story.uuid)] if names is None else names)
    assert (Story.objects.get(pk=story.pk).state, story.consents.get().naming) == ("published", naming)


def test_more_of_the_teller_needs_the_page_about_agreement(client, sign_in, amara):
    story = make_story("A shelf in the foyer", teller=amara)
    story.consents.update(naming="place")
    sign_in(amara)

    client.post(f"/stories/{story.uuid}/naming/", {"naming": "role-sector"})

    assert story.consents.get().naming == "place"


def test_the_real_name_is_nowhere_near_a_readers_page(reader, amara, caplog, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    caplog.set_level("DEBUG")
    ruth = make_contact("Rosalind Canary", email="rosalind@canary.example")
    story = make_story("A shelf in the foyer", teller=ruth, picture_alt="Two mugs")
    story.picture.save("mugs.webp", ContentFile(b"pixels"))
    make_quote(story, contact=ruth, naming="made-up", shown_as="Josie, a made-up name")
    Byline.objects.create(story=story, shown_as="Josie", detail="A made-up name")
    caplog.clear()

    for client in (reader(), reader(amara)):
        for path in ("", "print/", "picture/"):
            response = client.get(f"{story.get_absolute_url()}{path}")
            headers, body = str(response.headers), b"".join(response).decode()
            handed = " ".join(values_of(response))
            assert response.status_code == 200
            assert ("Josie" in handed) == (path != "picture/")
            assert [where for where in (headers, body, handed) if "anary" in where] == []
    assert "anary" not in " ".join(str(vars(record)) for record in caplog.records)
    assert "Josie" in reader().get(story.get_absolute_url()).content.decode()


def values_of(response):
    """Everything a template of this page was handed, and what lies one attribute away from it."""
    for layer in response.context or []:
        for value in layer.flatten().values():
            yield f"{value} {getattr(value, '__dict__', '')}"


@pytest.mark.parametrize("naming", LESS_AND_LESS)
def test_long_words_and_names_are_cut_or_said_and_never_break(client, sign_in, reader, amara, draft, naming):
    Story.objects.filter(pk=draft.pk).update(place_text="F" * 160)
    sign_in(amara)
    long = {"typed": "R" * 160, "naming": naming, "how": "email", "email": RUTH, "called": "A" * 120}

    add(client, draft, **long)
    asked = link(OutgoingEmail.objects.get(purpose="stories.asked"))
    answer = reader().post(asked, {"uses": ["web"], "naming": naming, "typed": "T" * 120})
    too_long = add(client, draft, **{**long, "typed": "R" * 161, "words": "W" * 601}).content.decode()

    assert answer.status_code == 200
    assert "Thank you, you have agreed" in answer.content.decode()
    assert too_long.count("Cut 1 character so it fits") >= 2


def test_whoever_is_written_to_is_called_by_their_own_name(client, sign_in, amara, draft):
    sign_in(amara)

    refused = add(client, draft, naming="role-sector", typed="A nurse", how="email", email=RUTH).content.decode()
    add(client, draft, naming="role-sector", typed="A nurse", how="email", email=RUTH, called="Ruth Allen")

    assert "Enter their name, for our email to them" in refused
    assert "Dear Ruth" in OutgoingEmail.objects.get(purpose="stories.asked").text
    assert Quote.objects.get().shown_as == "A nurse"
