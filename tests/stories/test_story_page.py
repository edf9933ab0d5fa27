from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from members.models import Topic
from stories.models import Byline, Consent, PersonInStory, Story
from tests.factories import make_consent, make_contact, make_member, make_story, sector
from tests.stories.conftest import make_quote

SECRETS = ["CanaryTitle", "CanaryBody", "CanaryQuote", "Rosalind Trueman"]
HIDDEN = ["draft", "submitted", "in-review", "changes-asked", "approved", "declined", "held", "hidden", "expired"]


def canary(state, teller, **fields):
    story = make_story("CanaryTitle of a story", teller=teller, state=state, what_changed="CanaryBody.", **fields)
    make_quote(story, "CanaryQuote", contact=story.teller, naming="made-up", shown_as="Connor, a made-up name")
    Byline.objects.create(story=story, shown_as="A neighbour", sector=sector())
    return story


def test_a_visitor_reads_a_story_with_all_its_parts(reader):
    teller = make_contact("Rosalind Trueman")
    story = canary("published", teller, content_note="It speaks of loss.", took=[{"text": "A kettle", "sector": "nhs"}])
    PersonInStory.objects.create(story=story, shown_as="Neville Oduya", settled="agreed", sector=sector("housing"))
    PersonInStory.objects.create(story=story, shown_as="Somebody disguised", settled="disguised", sector=sector())

    response = reader().get(story.get_absolute_url())

    page = response.content.decode()
    shown = ["CanaryTitle", "CanaryBody", "“CanaryQuote”", "Connor, a made-up name", "A neighbour"]
    shown += ["It speaks of loss.", "A kettle", "Neville Oduya", "Everyone named here has read", "minute to read"]
    assert [words for words in shown if words not in page] == []
    assert "Rosalind" not in page
    assert "Somebody disguised" not in page
    assert response.cookies == {}


def test_a_part_with_nothing_in_it_is_not_shown(reader):
    story = make_story(what_changed="", took=[])

    page = reader().get(story.get_absolute_url()).content.decode()

    assert "What we did" in page
    assert [words for words in ("What changed", "What it took", "People in this story", "<img") if words in page] == []


@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize("who", ["visitor", "member", "teller", "checker"])
def test_a_story_that_is_not_published_has_no_page(reader, amara, denise, beatrix, state, who):
    story = canary(state, amara)
    client = reader({"visitor": None, "member": denise, "teller": amara, "checker": beatrix}[who])
    control = reader().get(make_story("Open to all").get_absolute_url())

    answers = [client.get(address) for address in addresses(story)]

    assert control.status_code == 200
    assert {answer.status_code for answer in answers} == {404}
    assert [secret for secret in SECRETS if secret in "".join(a.content.decode() for a in answers)] == []


@pytest.mark.parametrize("state", HIDDEN)
def test_a_story_that_is_not_published_is_in_no_list(reader, amara, state):
    canary(state, amara)
    make_story("Open to all")

    for client in (reader(), reader(amara)):
        page = client.get("/stories/").content.decode()

        assert "Open to all" in page
        assert [secret for secret in SECRETS if secret in page] == []


def test_a_story_for_members_is_read_by_members_alone(reader, denise):
    story = canary("published", make_contact(), uses=["members"])

    assert reader(denise).get(story.get_absolute_url()).status_code == 200
    assert [reader().get(address).status_code for address in addresses(story)] == [404, 404, 404]


def test_an_edit_after_the_check_hides_the_story(reader):
    story = canary("published", make_contact())
    before = reader().get(story.get_absolute_url()).status_code

    Story.objects.filter(pk=story.pk).update(version=2)

    assert (before, reader().get(story.get_absolute_url()).status_code) == (200, 404)


@pytest.mark.parametrize("ended", [{"ended_at": timezone.now()}, {"released_at": None}, {"uses": ["report"]},
                                   {"review_on": timezone.localdate() - timedelta(days=1)}])  # fmt: skip
def test_a_story_whose_consent_ends_is_gone_at_the_next_request(reader, ended, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    story = with_picture(canary("published", make_contact()))
    client = reader()
    before = [status_of(client.get(address)) for address in addresses(story)]

    Consent.objects.filter(story=story, quote=None).update(**ended)
    after = [client.get(address) for address in [*addresses(story), "/stories/"]]

    assert before == [200, 200, 200]
    assert after[0].status_code in {404, 410}
    assert [answer.status_code for answer in after[1:]] == [404, 404, 200]
    assert [secret for secret in SECRETS if any(secret in answer.content.decode() for answer in after)] == []


def test_a_story_that_was_taken_down_says_so_kindly(reader):
    story = canary("published", make_contact())
    Consent.objects.filter(story=story).update(ended_at=timezone.now())
    Story.objects.filter(pk=story.pk).update(state="withdrawn")

    response = reader().get(story.get_absolute_url())

    assert response.status_code == 410
    assert "asked us to take it down" in response.content.decode()
    assert "CanaryTitle" not in response.content.decode()


def test_a_visitor_does_not_learn_that_a_story_for_members_was_taken_down(reader, denise):
    story = canary("published", make_contact(), uses=["members"])
    Consent.objects.filter(story=story).update(ended_at=timezone.now())
    Story.objects.filter(pk=story.pk).update(state="withdrawn")

    assert reader(denise).get(story.get_absolute_url()).status_code == 410
    assert reader().get(story.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("how", ["never", "ended", "other-use", "review"])
def test_a_quote_without_consent_for_this_use_is_not_shown(reader, how):
    story = make_story()
    quote = make_quote(story, "CanaryQuote", contact=story.teller, agreed=how != "never")
    before = "CanaryQuote" in reader().get(story.get_absolute_url()).content.decode()

    consents = Consent.objects.filter(quote=quote)
    if how == "ended":
        consents.update(ended_at=timezone.now())
    if how == "other-use":
        consents.update(uses=["report"])
    if how == "review":
        consents.update(review_on=timezone.localdate() - timedelta(days=1))
    page = reader().get(story.get_absolute_url()).content.decode()

    assert before == (how != "never")
    assert "CanaryQuote" not in page


def test_a_quote_by_nobody_has_no_name(reader):
    story = make_story()
    make_quote(story, "It was only soup.", contact=story.teller, naming="none", shown_as="Ruth Okoro")

    page = reader().get(story.get_absolute_url()).content.decode()

    assert "It was only soup." in page
    assert "Ruth Okoro" not in page


def test_a_retold_story_names_its_source(reader):
    story = make_story(kind="elsewhere")
    Consent.objects.filter(story=story).delete()
    make_consent(story, contact=None, uses=["web"], basis="source", source_title="A report", source_publisher="A unit",
                 source_year=2020, source_url="https://example.com/report")  # fmt: skip

    page = reader().get(story.get_absolute_url()).content.decode()

    assert "Retold from A report, A unit, 2020." in page
    assert "An example from elsewhere" in page
    assert "What they did" in page
    assert 'href="https://example.com/report"' in page


def test_a_word_is_explained_where_it_first_stands(reader):
    story = make_story(
        who_was_there="The ICB came.\nThe ICB stayed.",
        words_explained=[{"word": "ICB", "meaning": "the NHS body that plans care here"}],
    )

    page = reader().get(story.get_absolute_url()).content.decode()

    assert page.count("<abbr") == 1
    assert "<b>ICB</b>: the NHS body that plans care here" in page
    assert page.index("<abbr") < page.index("duck-note") < page.index("stayed")


def test_what_people_wrote_is_never_markup(reader):
    story = make_story(what_changed="<script>alert(1)</script>", words_explained=[{"word": "<b>", "meaning": "<i>"}])

    page = reader().get(story.get_absolute_url()).content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_a_picture_is_served_with_the_words_for_it(reader, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    story = with_picture(make_story(picture_alt="Two mugs on a wall", picture_focus_x=20, picture_focus_y=80))

    page = reader().get(story.get_absolute_url()).content.decode()
    response = reader().get(f"{story.get_absolute_url()}picture/")

    assert 'alt="Two mugs on a wall"' in page
    assert "focal fx-20 fy-80" in page
    assert "style=" not in page
    assert b"".join(response.streaming_content) == b"pixels"
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "private, max-age=60"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_story_page_costs_the_same_with_one_and_three_of_everything(reader, django_assert_num_queries):
    for number in (1, 3):
        story = make_story(f"With {number}")
        for n in range(number):
            Byline.objects.create(story=story, shown_as=f"Name {n}", sector=sector())
            PersonInStory.objects.create(story=story, shown_as=f"Person {n}", settled="agreed", sector=sector())
            make_quote(story, f"Words {n}", contact=story.teller)
        reader().get("/stories/")  # the network's settings are read once a process

        with django_assert_num_queries(3):
            reader().get(story.get_absolute_url())


def test_a_member_pays_for_the_session_and_for_their_list(reader, django_assert_num_queries):
    story, client = make_story(), reader(make_member())
    client.get("/stories/")

    with django_assert_num_queries(6):
        client.get(story.get_absolute_url())


def status_of(response):
    """The status of an answer, read to its end."""
    b"".join(response)
    return response.status_code


def with_picture(story):
    story.picture.save("mugs.webp", ContentFile(b"pixels"))
    return story


def addresses(story):
    url = story.get_absolute_url()
    return [url, f"{url}print/", f"{url}picture/"]


def test_stories_of_one_title_are_published_at_addresses_of_their_own(amara):
    stories = [make_story("A shelf in the foyer", teller=amara, state="approved", slug=f"draft-{n}") for n in range(3)]

    for story in stories:
        story.publish(at=timezone.now())

    assert [story.slug for story in stories] == [
        "a-shelf-in-the-foyer",
        "a-shelf-in-the-foyer-2",
        "a-shelf-in-the-foyer-3",
    ]


def test_what_chat_programs_show_of_it_is_no_more_than_was_agreed(reader):
    quiet = make_story("Soup for eleven", uses=["members", "web"])
    shared = make_story("Bread for twelve", uses=["members", "web", "social"])

    first, second = (reader().get(story.get_absolute_url()).content.decode() for story in (quiet, shared))

    assert '<meta property="og:title" content="A story of working together">' in first
    assert "og:description" not in first
    assert '<meta property="og:title" content="Bread for twelve">' in second
    assert f'<link rel="canonical" href="{settings.PUBLIC_URL}/stories/soup-for-eleven/">' in first


def test_no_word_of_a_story_ends_the_script_that_search_engines_read(reader):
    story = make_story("</script><script>alert(1)</script>", slug="sharp")

    page = reader().get(story.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "\\u003c/script\\u003e" in page


def test_the_newest_others_about_the_same_stand_beside_it(reader):
    topic = Topic.objects.create(name="Food", slug="food")
    story, other, hidden = make_story("Soup"), make_story("Bread"), make_story("Cake", state="hidden")
    make_story("Bicycles")
    for one in (story, other, hidden):
        one.topics.add(topic)

    page = reader().get(story.get_absolute_url())

    assert 'href="/stories/bread/"' in page.content.decode()
    assert "Cake" not in page.content.decode()
    assert "Bicycles" not in page.content.decode()
