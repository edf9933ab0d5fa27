import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from commons.models import AuditEntry, ChangedMeanwhile, NetworkSettings, PageVersion, save_page
from stories.models import REPLIES

RULES = "\n\n".join(f"## {number}. Rule {number}\n\nWords." for number in range(1, 7))


def save(client, page, text, *, lede="First.", after=0, **more):
    return client.post(f"/run/pages/{page}/", {"lede": lede, "text": text, "after": after, **more}, follow=True)


def test_an_organiser_edits_a_page_and_readers_see_it(client, sign_in, orla):
    sign_in(orla)
    before = client.get("/help/").content.decode()

    save(client, "help", "## Parking\n\nBehind the hall. Ask {name}.", lede="Ask us anything.")

    page = client.get("/help/").content.decode()
    assert "Do I need an account?" in before
    assert "Do I need an account?" not in page
    assert "<h2>Parking</h2>\n<p>Behind the hall. Ask Our Network.</p>" in page
    assert '<p class="lede">Ask us anything.</p>' in page


def test_seeing_it_first_saves_nothing(client, sign_in, orla):
    sign_in(orla)

    page = save(client, "help", "## Parking", preview="1").content.decode()

    assert "It is not saved yet" in page
    assert "<h2>Parking</h2>" in page
    assert not PageVersion.objects.exists()


def test_html_that_somebody_types_is_shown_as_words(client, sign_in, orla):
    sign_in(orla)

    save(client, "about", "<script>alert(1)</script>", lede="<img src=x onerror=alert(1)>")
    page = client.get("/about/").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_the_page_about_privacy_says_what_we_keep_whatever_is_edited(client, sign_in, orla):
    sign_in(orla)
    begun = client.get("/run/pages/privacy/").content.decode()

    refused = save(client, "privacy", "## Our words alone").content.decode()
    versions = PageVersion.objects.count()
    save(client, "privacy", "## Our words\n\n{what_we_keep}")

    assert "{what_we_keep} becomes the table of what we keep and for how long." in begun
    assert ("Put {what_we_keep} back into the text." in refused, "## Our words alone" in refused) == (True, True)
    assert (versions, PageVersion.objects.count()) == (0, 1)
    assert "what_we_keep" not in client.get("/run/pages/help/").content.decode()


def test_an_empty_text_is_refused_and_the_first_sentence_stays(client, sign_in, orla):
    sign_in(orla)

    page = save(client, "about", "", lede="We are new here.").content.decode()

    assert "Write the text" in page
    assert "We are new here." in page


def test_each_version_is_kept_with_who_saved_it_and_one_row_of_the_log(client, sign_in, orla):
    sign_in(orla)

    save(client, "privacy", "One.\n\n{what_we_keep}")
    save(client, "privacy", "Two.\n\n{what_we_keep}", after=1)
    save(client, "privacy", "Two.\n\n{what_we_keep}", after=2)

    history = client.get("/run/pages/privacy/history/").content.decode()
    logged = AuditEntry.objects.filter(action="commons.page_changed").order_by("pk")
    assert "Version 2" in history
    assert "Orla Fitzsimmons" in history
    assert [entry.facts for entry in logged] == [{"page": "privacy", "version": 1}, {"page": "privacy", "version": 2}]


def test_the_history_shows_what_was_taken_out_and_put_in(client, sign_in, orla):
    sign_in(orla)
    save(client, "privacy", "We keep one thing.\n\nAnd this.\n\n{what_we_keep}")
    save(client, "privacy", "We keep two things.\n\nAnd this.\n\n{what_we_keep}", after=1)

    page = client.get("/run/pages/privacy/history/2/")

    assert page.context["changes"] == [("out", "We keep one thing."), ("in", "We keep two things.")]
    assert client.get("/run/pages/privacy/history/3/").status_code == 404


def test_an_earlier_version_comes_back_as_the_newest(client, sign_in, orla):
    sign_in(orla)
    save(client, "privacy", "One.\n\n{what_we_keep}")
    save(client, "privacy", "Two.\n\n{what_we_keep}", after=1)

    client.post("/run/pages/privacy/history/1/back/")
    first = client.get("/privacy/").content.decode()
    client.post("/run/pages/privacy/history/0/back/")
    release = client.get("/privacy/").content.decode()
    history = client.get("/run/pages/privacy/history/").content.decode()

    versions = PageVersion.objects.filter(page="privacy").values_list("number", "brought_back")
    assert "<p>One.</p>" in first
    assert "What we keep" in release
    assert re.findall(r"\(.* again\)", history) == ["(as it came with this site, again)", "(version 1 again)"]
    assert list(versions) == [(4, 0), (3, 1), (2, None), (1, None)]
    assert AuditEntry.objects.filter(action="commons.page_brought_back").count() == 2


def test_somebody_who_was_slower_keeps_their_words_and_is_told(client, sign_in, orla):
    sign_in(orla)
    save_page("help", lede="", text="Theirs.\n", after=0, by=uuid4(), at=timezone.now())

    page = save(client, "help", "Mine.", after=0).content.decode()

    assert "Somebody else saved this page while you wrote" in page
    assert "Mine." in page
    assert PageVersion.objects.get().text == "Theirs.\n"


@pytest.mark.django_db(transaction=True)
def test_of_two_first_versions_at_once_one_stands():
    start = Barrier(2)

    def write(text):
        try:
            start.wait()
            return save_page("about", lede="", text=text, after=0, by=uuid4(), at=timezone.now()).text
        except ChangedMeanwhile:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(write, ["One.\n", "Two.\n"]))

    assert sorted(map(str, answers)) == sorted(["None", PageVersion.objects.get().text])


def test_house_rules_keep_their_numbers(client, sign_in, orla):
    sign_in(orla)

    missing = save(client, "house-rules", RULES.replace("## 3. Rule 3", "## Rule 3")).content.decode()
    twice = save(client, "house-rules", RULES + "\n\n## 6. Another").content.decode()
    more = save(client, "house-rules", RULES + "\n\n## 7. Another")

    assert "Keep a heading for rule 3" in missing
    assert "Two rules have the same number" in twice
    assert more.redirect_chain
    assert 'id="rule-7"' in client.get("/house-rules/").content.decode()


def test_each_rule_that_checkers_cite_is_on_the_page_of_the_release(client, db):
    page = client.get("/house-rules/").content.decode()

    assert all(f'id="rule-{reply.rule}"' in page for reply in REPLIES.values())


def test_a_page_that_is_not_there_is_not_found(client, sign_in, orla):
    sign_in(orla)

    assert client.get("/run/pages/contact/").status_code == 404
    assert client.get(f"/run/pages/help/history/{10**40}/").status_code == 404
    assert client.post("/run/pages/help/history/7/back/").status_code == 404


def test_the_list_of_pages_says_who_changed_what(client, sign_in, orla, django_assert_num_queries):
    sign_in(orla)
    save(client, "help", "One.")
    with django_assert_num_queries(4):
        one = client.get("/run/pages/").content.decode()
    save(client, "about", "One."), save(client, "privacy", "One.\n\n{what_we_keep}")
    with django_assert_num_queries(4):
        client.get("/run/pages/")

    assert "Changed by Orla Fitzsimmons" in one
    assert "As it came with this site" in one


def test_an_edited_page_is_read_without_a_cookie_and_without_a_query(client, db, django_assert_num_queries):
    NetworkSettings.objects.create(pk=1)
    save_page("help", lede="", text="Words.\n", after=0, by=uuid4(), at=timezone.now())
    client.get("/help/")

    with django_assert_num_queries(0):
        response = client.get("/help/")

    assert "<p>Words.</p>" in response.content.decode()
    assert dict(response.cookies) == {}


def test_a_version_from_before_the_table_had_to_stay_does_not_come_back_without_it(client, sign_in, orla):
    sign_in(orla)
    PageVersion.objects.create(page="privacy", number=1, text="Old words alone.", at=timezone.now())
    save(client, "privacy", "Two.\n\n{what_we_keep}", after=1)

    page = client.post("/run/pages/privacy/history/1/back/", follow=True).content.decode()

    assert "Put {what_we_keep} back into the text." in page
    assert "Two." in client.get("/privacy/").content.decode()
