import importlib
from datetime import timedelta

import pytest
from django.urls import clear_url_caches, set_urlconf
from django.utils import timezone

import collab.urls
from members.actions.helping import accept_helper, ask_helper
from outbox.models import OutgoingEmail
from tests import factories


@pytest.fixture
def demo(settings, db):
    """The project as the demo mounts it."""
    settings.DEMO = True
    importlib.reload(collab.urls)
    clear_url_caches()
    yield
    settings.DEMO = False
    importlib.reload(collab.urls)
    clear_url_caches()
    set_urlconf(None)


def make_email(**fields):
    words = {
        "subject": "482 913 is your code",
        "text": "Your code is 482 913",
        "html": "<p style='color: red'>Code</p>",
    }
    return OutgoingEmail.objects.create(
        **{
            "purpose": "members.code",
            "key": "1",
            "to": "amara@westmere.example",
            "due_at": timezone.now(),
            **words,
            **fields,
        }
    )


def test_the_demo_offers_the_invented_people_of_its_list(demo, client):
    offered = factories.make_member("Amara Nwachukwu", roles=["safeguarding"])
    factories.make_member("Somebody Real")

    page = client.get("/demo/")

    words = page.content.decode()
    assert page.context["people"] == [offered]
    assert 'value="amara.nwachukwu@westmere.example"' in words
    assert "safeguarding lead" in words


def test_choosing_one_fills_the_email_on_the_sign_in_page(demo, client):
    page = client.get("/sign-in/", {"email": "amara@westmere.example"})

    assert 'value="amara@westmere.example"' in page.content.decode()


def test_the_demo_lists_the_emails_and_opens_them(demo, client):
    email = make_email()

    listed = client.get("/demo/").content.decode()
    opened = client.get(f"/demo/emails/{email.uuid}/").content.decode()

    assert "482 913 is your code" in listed
    assert "Your code is 482 913" in opened


def test_the_emails_to_one_person_are_found_among_many(demo, client):
    make_email(key="theirs", subject="Your pledge: ring ten tenants", to="denise@westmere.example")
    for n in range(30):
        make_email(key=str(n), subject=f"Another {n}")

    everyone = client.get("/demo/").content.decode()
    theirs = client.get("/demo/", {"to": "denise@westmere.example"}).content.decode()

    assert ["Page 1 of 2" in everyone, "ring ten tenants" in everyone] == [True, False]
    assert ["Another" in theirs, "ring ten tenants" in theirs] == [False, True]


def test_the_copy_that_a_helper_gets_is_shown_and_named(demo, client):
    amara, now = factories.make_member("Amara Nwachukwu"), timezone.now()
    sent = {"to": amara.email, "state": "sent", "html": "<!-- companion --><p>Code</p>"}
    before = make_email(key="before", subject="Before", sent_at=now - timedelta(days=2), **sent)
    accept_helper(ask_helper(amara, name="Ruth Allen", email="ruth@allen.example", at=now), at=now)
    since = make_email(key="since", subject="Since", sent_at=now, **sent)

    listed = client.get("/demo/", {"to": "ruth@allen.example"}).content.decode()
    alone = client.get(f"/demo/emails/{before.uuid}/").content.decode()
    copied = client.get(f"/demo/emails/{since.uuid}/").content.decode()
    html = client.get(f"/demo/emails/{since.uuid}/html/").content.decode()

    assert [words in listed for words in ("Before", "Since", "With a copy to Ruth Allen")] == [False, True, True]
    assert ["Ruth Allen" in alone, "A copy goes to Ruth Allen" in copied] == [False, True]
    line = "To Amara Nwachukwu, with a copy to Ruth Allen, who helps them."
    assert [line in words for words in (alone, copied, html)] == [False, True, True]


def test_an_email_held_until_later_says_when_it_goes_out(demo, client):
    held = make_email(due_at=timezone.now() + timedelta(hours=1))
    at_once = make_email(key="2", to="reg@westmere.example")

    page, one = (client.get(path).content.decode() for path in ("/demo/", f"/demo/emails/{held.uuid}/"))

    assert page.count("goes out at") == 1
    assert "To amara@westmere.example, goes out at" in page
    assert "To amara@westmere.example, goes out at" in one
    assert "goes out at" not in client.get(f"/demo/emails/{at_once.uuid}/").content.decode()


def test_the_html_of_an_email_may_style_itself_and_nothing_more(demo, client):
    email = make_email()

    page = client.get(f"/demo/emails/{email.uuid}/html/")

    policy = page.headers["Content-Security-Policy"]
    assert page.content.decode() == email.html
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy


def test_an_empty_demo_says_what_to_do(demo, client):
    words = client.get("/demo/").content.decode()

    assert "Load the demo network first." in words
    assert "No emails yet." in words


def test_outside_the_demo_there_are_no_such_pages(client, db):
    email = make_email()

    answers = [client.get(path).status_code for path in ("/demo/", f"/demo/emails/{email.uuid}/")]

    assert answers == [404, 404]
