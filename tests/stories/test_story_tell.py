from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connections

from members.models import Place, Topic
from outbox.models import OutgoingEmail
from stories.models import ANSWERS, Consent, Decision, PersonInStory, Story
from tests.factories import make_member, make_organisation, make_story, sector
from tests.stories.conftest import ALL, begin, fill_in, one_match, seen, tell_all


def test_a_member_tells_a_story_and_sends_it(client, sign_in, amara):
    sign_in(amara)
    story = begin(client)
    first = client.get(f"/stories/{story.uuid}/tell/who_was_there/").content.decode()

    tell_all(client, story)
    check = client.get(f"/stories/{story.uuid}/answers/").content.decode()
    sent = client.post(f"/stories/{story.uuid}/send/", follow=True)

    story.refresh_from_db()
    assert "Who was there?" in first
    assert [words for words in [*ALL.values(), "what_changed words"] if words.split("\n")[0] not in check] == []
    assert "Your story is sent" in sent.content.decode()
    assert (story.state, story.title, story.lead_sector) == ("submitted", "A shelf in the foyer", sector("council"))
    assert [line["text"] for line in story.took] == ["A shelf", "A key"]
    assert [row.shown_as for row in story.byline.all()] == ["Amara Nwachukwu"]
    assert client.get(story.get_absolute_url()).status_code == 404


def test_continue_leads_to_the_next_question_and_back_to_check_answers(client, sign_in, amara):
    sign_in(amara)
    story = begin(client)
    address = f"/stories/{story.uuid}/tell/who_was_there/"

    onwards = fill_in(client, address, answer="Two of us")
    back = client.post(f"{address}?checking", {"answer": "Three of us", "seen": seen(client, address)})

    assert onwards["Location"] == f"/stories/{story.uuid}/tell/what_was_wrong/"
    assert back["Location"] == f"/stories/{story.uuid}/answers/"


def test_a_draft_can_be_left_and_picked_up(client, sign_in, amara):
    sign_in(amara)
    story = begin(client)
    fill_in(client, f"/stories/{story.uuid}/tell/who_was_there/", answer="Two neighbours")
    client.logout()
    sign_in(amara)

    mine = client.get("/stories/mine/").content.decode()
    page = client.get(f"/stories/{story.uuid}/tell/who_was_there/").content.decode()

    assert "Not sent yet" in mine
    assert f"/stories/{story.uuid}/answers/" in mine
    assert "Two neighbours" in page


def test_a_double_start_begins_one_story(client, sign_in, amara, denise):
    sign_in(amara)
    key = uuid4()

    answers = [client.post("/stories/new/", {"form_key": key}) for _ in range(2)]
    sign_in(denise)
    other = client.post("/stories/new/", {"form_key": key})

    assert answers[0]["Location"] == answers[1]["Location"]
    assert other.status_code == 403
    assert Story.objects.count() == 1


def test_an_answer_left_empty_is_said_on_the_next_page(client, sign_in, amara):
    sign_in(amara)
    story = begin(client)

    empty = client.post(f"/stories/{story.uuid}/tell/who_was_there/", {"answer": " "}, follow=True)
    full = fill_in(client, f"/stories/{story.uuid}/tell/what_was_wrong/", answer="It rained.")

    said = "“Who was there?” is empty for now. You can come back to it before you send your story."
    assert said in empty.content.decode()
    assert "is empty for now" not in client.get(full["Location"]).content.decode()


def test_an_answer_that_is_too_long_comes_back_whole(client, sign_in, amara):
    sign_in(amara)
    story = begin(client)

    response = fill_in(client, f"/stories/{story.uuid}/tell/who_was_there/", answer="x" * 6003)

    page = response.content.decode()
    assert "Cut 3 characters so it fits" in page
    assert "x" * 6003 in page


def test_what_was_typed_is_kept_when_something_is_wrong(client, sign_in, amara):
    sign_in(amara)
    story = begin(client)

    response = fill_in(
        client, f"/stories/{story.uuid}/about/", standfirst="Kept words", took="1\n2\n3\n4\n5\n6\n7\n8\n9"
    )

    page = response.content.decode()
    assert [words for words in ("Enter a title", "Choose at least one kind", "Keep the eight lines", "Kept words")
            if words not in page] == []  # fmt: skip


def test_two_windows_never_overwrite_each_other(client, sign_in, amara):
    sign_in(amara)
    story = begin(client)
    address = f"/stories/{story.uuid}/tell/who_was_there/"
    both_saw = seen(client, address)
    client.post(address, {"answer": "First window", "seen": both_saw})

    conflict = client.post(address, {"answer": "Second window", "seen": both_saw})
    page = conflict.content.decode()
    story.refresh_from_db()
    saved_meanwhile = story.who_was_there
    client.post(address, {"answer": "Second window", "seen": one_match(r'name="seen" value="(\w+)"', page)})

    story.refresh_from_db()
    assert conflict.status_code == 200
    assert [words for words in ("First window", "Second window", "Here are both versions") if words not in page] == []
    assert saved_meanwhile == "First window"
    assert story.who_was_there == "Second window"


def test_two_windows_on_two_questions_do_not_get_in_each_others_way(client, sign_in, amara):
    sign_in(amara)
    story = begin(client)
    one, two = (f"/stories/{story.uuid}/tell/{name}/" for name in ANSWERS[:2])
    saw = seen(client, two)
    fill_in(client, one, answer="First")

    client.post(two, {"answer": "Second", "seen": saw})

    story.refresh_from_db()
    assert (story.who_was_there, story.what_was_wrong) == ("First", "Second")


def test_a_person_who_was_not_asked_blocks_sending_but_is_saved(client, sign_in, amara):
    sign_in(amara)
    story = tell_all(client, begin(client))
    person = {"shown_as": "Ruth", "detail": "A nurse", "settled": "open"}
    client.post(f"/stories/{story.uuid}/people/", person)
    client.post(f"/stories/{story.uuid}/people/", person)

    page = client.get(f"/stories/{story.uuid}/answers/").content.decode()
    client.post(f"/stories/{story.uuid}/send/")
    blocked = Story.objects.get(pk=story.pk).state
    ruth = PersonInStory.objects.get(story=story)
    client.post(
        f"/stories/{story.uuid}/people/{ruth.uuid}/",
        {**person, "settled": "agreed", "how": "phone", "uses": ["members", "web"]},
    )
    client.post(f"/stories/{story.uuid}/send/")

    assert "Ruth has not agreed to be in it yet" in page
    assert blocked == "draft"
    assert Story.objects.get(pk=story.pk).state == "submitted"


def test_a_person_can_be_left_out(client, sign_in, amara):
    sign_in(amara)
    story = begin(client)
    client.post(f"/stories/{story.uuid}/people/", {"shown_as": "Ruth", "settled": "open"})
    ruth = PersonInStory.objects.get(story=story)

    for _ in range(2):
        client.post(f"/stories/{story.uuid}/people/{ruth.uuid}/remove/")

    assert PersonInStory.objects.count() == 0


def test_one_person_is_not_given_the_name_of_another(client, sign_in, amara):
    sign_in(amara)
    story = begin(client)
    for name in ("Ruth", "Joan"):
        client.post(f"/stories/{story.uuid}/people/", {"shown_as": name, "settled": "open"})
    joan = PersonInStory.objects.get(story=story, shown_as="Joan")

    response = client.post(f"/stories/{story.uuid}/people/{joan.uuid}/", {"shown_as": "Ruth", "settled": "open"})

    assert "Another person here has that name" in response.content.decode()
    assert story.people.count() == 2


def test_no_use_is_ticked_for_anyone(client, sign_in, amara):
    sign_in(amara)
    story = begin(client)

    page = client.get(f"/stories/{story.uuid}/consent/").content.decode()

    assert 'type="checkbox"' in page
    assert "checked" not in page


def test_a_story_that_nobody_may_read_is_not_sent(client, sign_in, amara):
    sign_in(amara)
    story = tell_all(client, begin(client), uses=["report"])

    client.post(f"/stories/{story.uuid}/send/")
    page = client.get(f"/stories/{story.uuid}/answers/").content.decode()

    assert Story.objects.get(pk=story.pk).state == "draft"
    assert "Nobody may read it yet" in page


@pytest.mark.parametrize(
    ("naming", "typed", "shown"),
    [
        ("name-role-organisation", "", ["Amara Nwachukwu"]),
        ("role-sector", "A public health worker", ["A public health worker"]),
        ("made-up", "Josie", ["Josie"]),
        ("none", "", []),
    ],
)
def test_the_byline_holds_what_the_teller_chose_and_no_more(client, sign_in, amara, naming, typed, shown):
    sign_in(amara)

    story = tell_all(client, begin(client), naming=naming, shown_as=typed)

    consent = Consent.objects.get(story=story)
    assert [row.shown_as for row in story.byline.all()] == shown
    assert (consent.naming, consent.uses, consent.wording, consent.released_at) == (naming, ["members", "web"], 1, None)


def test_a_made_up_name_has_to_be_said(client, sign_in, amara):
    sign_in(amara)
    story = begin(client)

    response = fill_in(client, f"/stories/{story.uuid}/consent/", uses=["web"], naming="made-up")

    assert "Enter the role or the name to show" in response.content.decode()
    assert Consent.objects.count() == 0


def test_a_sent_story_is_taken_back_before_it_is_changed(client, sign_in, amara, waiting):
    sign_in(amara)
    closed = client.get(f"/stories/{waiting.uuid}/tell/what_we_did/")

    client.post(f"/stories/{waiting.uuid}/take-back/")
    opened = client.get(f"/stories/{waiting.uuid}/tell/what_we_did/")

    waiting.refresh_from_db()
    assert (closed.status_code, opened.status_code) == (302, 200)
    assert waiting.state == "draft"


def test_nobody_else_opens_a_tellers_pages(client, sign_in, amara, denise, beatrix):
    story = make_story("Hers alone", teller=amara, state="draft")
    pages = ["tell/what_we_did/", "about/", "people/", "consent/", "answers/", "sent/"]

    for member in (denise, beatrix):
        sign_in(member)
        answers = [client.get(f"/stories/{story.uuid}/{page}") for page in pages]
        answers.append(client.post(f"/stories/{story.uuid}/send/"))

        assert {answer.status_code for answer in answers} == {404}
    sign_in(amara)
    assert {client.get(f"/stories/{story.uuid}/{page}").status_code for page in pages} == {200}


def test_your_stories_cost_the_same_with_one_and_three(client, sign_in, amara, django_assert_num_queries):
    sign_in(amara)
    client.get("/stories/mine/")
    for number in range(3):
        make_story(f"Story {number}", teller=amara, state="draft")
        if number in (0, 2):
            with django_assert_num_queries(3):
                client.get("/stories/mine/")


@pytest.mark.django_db(transaction=True)
def test_twenty_presses_send_one_story(reader):
    amara = make_member()
    client = reader(amara)
    story = tell_all(client, begin(client))

    def press(_):
        try:
            return reader(amara).post(f"/stories/{story.uuid}/send/")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(press, range(20)))

    assert {answer["Location"] for answer in answers} == {f"/stories/{story.uuid}/sent/"}
    assert Decision.objects.filter(story=story, outcome="sent").count() == 1
    assert Story.objects.get(pk=story.pk).state == "submitted"
    assert OutgoingEmail.objects.count() == 0


def test_an_answer_left_empty_is_named_before_it_is_sent_and_to_its_checker(client, sign_in, amara, beatrix):
    sign_in(amara)
    story = tell_all(client, begin(client))
    whole = client.get(f"/stories/{story.uuid}/answers/").content.decode()
    fill_in(client, f"/stories/{story.uuid}/tell/what_was_wrong/", answer=" ")

    page = client.get(f"/stories/{story.uuid}/answers/").content.decode()
    client.post(f"/stories/{story.uuid}/send/")
    sign_in(beatrix)
    checked = client.get(f"/check/{story.uuid}/").content.decode()

    assert "You left" not in whole
    assert page.count("You left") == 1
    assert page.index("You left “What was wrong?” empty.") < page.index("Send it to be checked")
    assert page.count(f"/stories/{story.uuid}/tell/what_was_wrong/?checking") == 2
    assert checked.count("Not given") == 1


def test_a_story_with_nothing_written_is_not_sent(client, sign_in, amara):
    sign_in(amara)
    story = begin(client)
    fill_in(client, f"/stories/{story.uuid}/consent/", uses=["web"], naming="none")

    client.post(f"/stories/{story.uuid}/send/")
    page = client.get(f"/stories/{story.uuid}/answers/").content.decode()

    assert Story.objects.get(pk=story.pk).state == "draft"
    assert [words for words in ("Say who was there", "Say what you did", "Give it a title") if words not in page] == []


def test_a_draft_is_offered_before_another_story_is_begun(client, sign_in, amara):
    sign_in(amara)
    none = client.get("/stories/new/").content.decode()
    story = begin(client)
    untitled = client.get("/stories/new/").content.decode()
    Story.objects.filter(pk=story.pk).update(title="A shelf in the foyer")

    titled = client.get("/stories/new/").content.decode()

    assert "Carry on with" not in none
    assert "Carry on with the story you began" in untitled
    assert "Carry on with “A shelf in the foyer”" in titled
    assert titled.index(f"/stories/{story.uuid}/answers/") < titled.index("Begin")


def test_words_that_are_too_long_come_back_whole_with_how_many_to_cut(client, sign_in, amara):
    sign_in(amara)
    story = begin(client)
    about = {"title": "t" * 121, "standfirst": "s" * 302, "when_text": "w" * 83, "took": "k" * 1204}

    page = fill_in(client, f"/stories/{story.uuid}/about/", **about).content.decode()
    people = client.post(
        f"/stories/{story.uuid}/people/", {"shown_as": "n" * 121, "detail": "d" * 162, "settled": "open"}
    )
    named = fill_in(client, f"/stories/{story.uuid}/consent/", naming="made-up", shown_as="m" * 125)

    assert [
        n for n in ("1 character", "2 characters", "3 characters", "4 characters") if f"Cut {n} so" not in page
    ] == []
    assert [words for words in about.values() if words not in page] == []
    assert "maxlength" not in page
    assert [words for words in ("Cut 1 character so", "Cut 2 characters so", "n" * 121, "d" * 162)
            if words not in people.content.decode()] == []  # fmt: skip
    assert [words for words in ("Cut 5 characters so", "m" * 125) if words not in named.content.decode()] == []


def test_a_teller_is_offered_the_places_of_this_network_and_their_own(client, sign_in, amara):
    here = Place.objects.create(slug="here", name="Here", kind="county")
    Place.objects.create(slug="street", name="Our street", kind="neighbourhood", parent=here)
    Place.objects.create(slug="far", name="Far away", kind="county")
    chosen = Place.objects.create(slug="chosen", name="Chosen before", kind="county")
    everywhere = make_story("Told", teller=amara, state="draft", place=chosen)
    sign_in(amara)
    before = client.get(f"/stories/{everywhere.uuid}/about/").content.decode()
    make_organisation().places.add(here)

    page = client.get(f"/stories/{everywhere.uuid}/about/").content.decode()

    assert "Far away" in before
    assert [name for name in ("Here", "Our street", "Far away", "Chosen before") if f">{name}</option>" in page] == [
        "Here",
        "Our street",
        "Chosen before",
    ]


def test_topics_are_folded_until_one_is_ticked(client, sign_in, amara):
    food = Topic.objects.create(slug="food", name="Food")
    story = make_story("Told", teller=amara, state="draft")
    sign_in(amara)
    folded = client.get(f"/stories/{story.uuid}/about/").content.decode()
    story.topics.add(food)

    page = client.get(f"/stories/{story.uuid}/about/").content.decode()

    assert '<details class="govuk-details">' in folded
    assert '<details class="govuk-details" open>' in page
