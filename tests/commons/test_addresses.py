from commons.models import GoWord, OldAddress


def test_a_word_said_aloud_leads_to_its_page(client, db):
    GoWord.objects.create(word="kettle", path="/events/collaboration-station/2026-11-18/pledge/")

    answer = client.get("/go/KETTLE/")

    assert answer.status_code == 302
    assert answer.url == "/events/collaboration-station/2026-11-18/pledge/"


def test_a_word_nobody_made_is_not_found(client, db):
    assert client.get("/go/kettle/").status_code == 404


def test_an_old_address_redirects_for_ever(client, db):
    OldAddress.objects.create(path="/organisations/the-old-name/", now_at="/organisations/the-new-name/")

    answer = client.get("/organisations/the-old-name/")

    assert answer.status_code == 301
    assert answer.url == "/organisations/the-new-name/"


def test_an_old_address_never_hides_a_page_that_answers(client, db):
    OldAddress.objects.create(path="/organisations/", now_at="/somewhere/")

    assert client.get("/organisations/").status_code == 200


def test_something_posted_to_an_old_address_is_not_sent_on(client, db):
    OldAddress.objects.create(path="/old/", now_at="/new/")

    assert client.post("/old/").status_code == 404


def test_pages_that_answer_cost_no_look_at_old_addresses(client, db, django_assert_num_queries):
    client.get("/sign-in/")

    with django_assert_num_queries(0):
        client.get("/sign-in/")
