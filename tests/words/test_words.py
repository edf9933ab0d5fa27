import pytest
from django.db import IntegrityError, transaction

from commons.models import AuditEntry
from members.models import Topic
from tests import factories
from words.models import Lead, Word, plain, ways_now


def test_anyone_reads_the_words_from_a_to_z(client, db):
    Word.objects.create(slug="upstream", word="upstream", meaning="Before things go wrong.")
    Word.objects.create(slug="air-cover", word="air cover", meaning="Your boss backs you if it goes wrong.")

    words = client.get("/words/").content.decode()

    assert words.index("air cover") < words.index("upstream")
    assert "Your boss backs you if it goes wrong." in words


def test_a_word_has_a_page_that_says_who_uses_it_and_what_to_say_instead(client, db):
    Word.objects.create(
        slug="upstream", word="upstream", meaning="Before it.", used_by="The NHS", say_instead="early help"
    )

    words = client.get("/words/upstream/").content.decode()

    assert "Before it." in words
    assert "The NHS" in words
    assert "early help" in words
    assert client.get("/words/downstream/").status_code == 404


def test_before_the_first_word_there_is_a_sentence(client, db):
    assert "No word has been explained yet." in client.get("/words/").content.decode()


def test_the_list_costs_one_query(client, db, django_assert_num_queries):
    for count in (1, 2):
        Word.objects.create(slug=f"word-{count}", word="word", meaning="A meaning.")
        client.get("/words/")
        with django_assert_num_queries(1):
            client.get("/words/")


def test_words_are_compared_without_case_number_hyphens_and_small_words():
    assert plain("Older-people") == plain("older people") == "older"
    assert plain("Repairs") == plain("repair") == "repair"
    assert plain("Bodies") == plain("body")
    assert plain("glass") == "glass"
    assert plain("the") == "the"


def test_an_organiser_explains_a_word_and_explains_it_better(orla, sign_in):
    client = sign_in(orla)
    client.post("/run/new-word/", {"word": " Air  cover ", "meaning": "Your boss helps you."})

    page = client.post(
        "/run/words/air-cover/", {"word": "air cover", "meaning": "Your boss backs you.", "say_instead": "backing"},
        follow=True,
    )  # fmt: skip

    row = Word.objects.get()
    assert (row.slug, row.word, row.meaning, row.say_instead) == (
        "air-cover",
        "air cover",
        "Your boss backs you.",
        "backing",
    )
    assert "The word is saved" in page.content.decode()
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", "actor", "facts"))
    assert actions == [("words.saved", orla.uuid, {"slug": "air-cover"})] * 2


def test_a_mistake_keeps_what_was_typed(orla, sign_in):
    Word.objects.create(slug="air-cover", word="air cover", meaning="Your boss backs you.")
    long = " ".join(["word"] * 26)

    words = sign_in(orla).post("/run/new-word/", {"word": "Air Cover", "meaning": long}).content.decode()
    nothing = sign_in(orla).post("/run/new-word/", {"word": "!", "meaning": ""}).content.decode()

    assert "This word is explained already" in words
    assert "Cut it to 25 words. It has 26 now" in words
    assert long in words
    assert "Use letters or numbers" in nothing
    assert "Write what it means" in nothing
    assert Word.objects.count() == 1


def test_a_word_is_taken_out(orla, sign_in):
    Word.objects.create(slug="air-cover", word="air cover", meaning="Your boss backs you.")

    sign_in(orla).post("/run/words/air-cover/remove/")

    assert not Word.objects.exists()
    assert AuditEntry.objects.get().action == "words.removed"


def test_an_organiser_says_which_plain_words_lead_to_a_sector(orla, sign_in):
    housing = factories.sector("housing")
    Lead.objects.create(plain="landlord", sector=housing)
    Lead.objects.create(plain="keys", sector=housing)
    client = sign_in(orla)
    shown = client.get("/run/plain-words/sector/housing/").content.decode()

    client.post("/run/plain-words/sector/housing/", {"words": "Damp\n landlord \n\ndamp\nempty  homes"})

    listed = client.get("/run/plain-words/").content.decode()
    assert "keys\nlandlord" in shown
    assert "damp, empty homes, landlord" in listed
    assert ways_now()["empty home"].sectors == {housing.pk}
    assert "key" not in ways_now()


def test_words_that_are_too_long_or_too_many_come_back(orla, sign_in):
    factories.sector("housing")
    client, many = sign_in(orla), "\n".join(f"word {number}" for number in range(61))

    long = client.post("/run/plain-words/sector/housing/", {"words": "x" * 41}).content.decode()
    too_many = client.post("/run/plain-words/sector/housing/", {"words": many}).content.decode()

    assert f"Make this shorter: {'x' * 41}" in long
    assert "Keep it to 60 lines" in too_many
    assert "word 60" in too_many
    assert not Lead.objects.exists()


def test_only_sectors_and_topics_can_be_led_to(orla, sign_in):
    assert sign_in(orla).get("/run/plain-words/place/ferngate/").status_code == 404


def test_the_pages_of_an_empty_network_say_so(orla, sign_in):
    client = sign_in(orla)
    topics = client.get("/run/plain-words/").content.decode()

    assert "No word has been explained yet." in client.get("/run/words/").content.decode()
    assert "There are none yet." in topics


def test_the_lists_cost_the_same_for_one_and_for_three(orla, sign_in, django_assert_num_queries):
    client = sign_in(orla)
    for count in (1, 3):
        for number in range(count):
            Word.objects.get_or_create(slug=f"word-{number}", word="word", meaning="A meaning.")
            Lead.objects.get_or_create(plain=f"plain {number}", sector=factories.sector("housing"))
        client.get("/run/words/")
        with django_assert_num_queries(3):
            client.get("/run/words/")
        with django_assert_num_queries(5):
            client.get("/run/plain-words/")


def test_a_lead_leads_to_one_thing(db):
    topic = Topic.objects.create(slug="food", name="Food")

    with pytest.raises(IntegrityError, match="a_word_leads_to_one_thing"), transaction.atomic():
        Lead.objects.create(plain="damp", topic=topic, sector=factories.sector("housing"))
    with pytest.raises(IntegrityError, match="a_word_leads_to_one_thing"), transaction.atomic():
        Lead.objects.create(plain="damp")
