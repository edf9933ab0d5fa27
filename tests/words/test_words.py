from words.models import Word, plain


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
