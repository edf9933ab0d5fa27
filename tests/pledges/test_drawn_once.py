"""The three screens and the first email are drawn once: what changes shows, and all read their own words only."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from collab.kit.components import library
from collab.kit.copies import Copy
from commons.models import NetworkSettings
from events.models import Series
from members.models import Contact, Sector
from outbox.models import OutgoingEmail
from pledges.models import FollowUps, PartnerAsk, Pledge, Reminder
from tests.factories import make_contact, make_pledge, make_story, sector
from tests.pledges.screens import open_event, pledge_url, who, words

pytestmark = pytest.mark.django_db

HOSTILE = [
    "<script>alert(1)</script>",
    "{{ pledge }}{% csrf_token %}",
    "\u202eevil\u202c",
    "Zoë O’Brien & Sons",
    "1" * 40,
]


def opened(client, url):
    Copy.forget_all()
    NetworkSettings.forget_copy()
    return client.get(url)


def page(client, url):
    return " ".join(opened(client, url).content.decode().split())


def sent(client, url, data):
    """The page after one of the screens."""
    Copy.forget_all()
    NetworkSettings.forget_copy()
    return " ".join(client.post(url, data).content.decode().split())


def made(client, url, act="ring ten tenants", first_name="Sam", **more):
    """The address of screen 3."""
    return client.post(url, who(act, first_name, **more))["Location"]


def drawings():
    return library.part_kept.cache_info().misses


@pytest.fixture
def event(db):
    return open_event()


FORM = {
    "title": (lambda: Series.objects.update(title="Another title"), "Another title"),
    "example": (lambda: make_pledge("sing on the bus"), "“I will sing on the bus”"),
    "network": (lambda: NetworkSettings.objects.update_or_create(pk=1, defaults={"name_bold": "Weave"}), "Weave"),
    "phone": (lambda: NetworkSettings.objects.update_or_create(pk=1, defaults={"phone": "0161 1"}), "0161 1"),
}


@pytest.mark.parametrize("what", FORM)
def test_what_changes_shows_on_the_next_form(client, event, what):
    change, shown = FORM[what]
    before = page(client, pledge_url(event))

    change()

    assert shown not in before
    assert shown in page(client, pledge_url(event))


def test_an_example_that_is_held_or_answered_changes_on_the_next_form(client, event):
    pledge = make_pledge("sing on the bus", made_at=timezone.now() - timedelta(days=3))
    assert "sing on the bus" in page(client, pledge_url(event))
    Pledge.objects.filter(pk=pledge.pk).update(state="kept", answered_at=timezone.now())
    assert ". Kept.<" in page(client, pledge_url(event))

    pledge.hold(True)

    assert "sing on the bus" not in page(client, pledge_url(event))


def test_a_sector_with_another_name_has_it_on_the_next_second_screen(client, event):
    before = sent(client, pledge_url(event), words())
    Sector.objects.filter(pk=sector().pk).update(name="Town hall")

    assert "Town hall" not in before
    assert "Town hall" in sent(client, pledge_url(event), words())


def test_each_visitor_has_a_form_of_their_own(client, event):
    make_pledge("sing")
    page(client, pledge_url(event))
    count = drawings()

    first, second = page(client, pledge_url(event)), page(client, pledge_url(event))

    own = [re.findall(r'name="(?:csrfmiddlewaretoken|stamp)" value="([^"]+)"', text) for text in (first, second)]
    assert [len(values) for values in own] == [2, 2]
    assert not set(own[0]) & set(own[1])
    assert drawings() == count
    for one, other in zip(*own, strict=True):
        first, second = first.replace(one, ""), second.replace(other, "")
    assert first == second


def test_the_form_says_which_story_it_comes_from_and_the_next_says_nothing_of_it(client):
    story = make_story("Tea in the bus shelter")

    told = page(client, f"{reverse('pledge_create')}?story={story.slug}")

    assert "Because of the story “Tea in the bus shelter”" in told
    assert "Tea in the bus shelter" not in page(client, reverse("pledge_create"))


def test_screens_that_were_drawn_once_are_sent_as_any_others(client, event):
    client.handler.enforce_csrf_checks = True
    names = r'name="(csrfmiddlewaretoken|stamp|act)" value="([^"]+)"'
    page(client, pledge_url(event))
    first = dict(re.findall(names, page(client, pledge_url(event))))
    sent(client, pledge_url(event), first | {"step": "words", "act": "sing"})
    second = dict(re.findall(names, sent(client, pledge_url(event), first | {"step": "words", "act": "hum"})))

    answer = client.post(pledge_url(event), second | {"step": "who", "first_name": "Sam"})

    assert second["stamp"] == first["stamp"]
    assert Pledge.objects.get().act == "hum"
    assert "“I will hum”" in page(client, answer["Location"])


@pytest.mark.parametrize("act", HOSTILE)
def test_what_somebody_typed_is_words_and_nothing_else(client, event, act):
    made(client, pledge_url(event), "sing", email="a@people.example")

    second = sent(client, pledge_url(event), words(f"say {act}"))
    back = sent(client, pledge_url(event), who(f"say {act}") | {"step": "back"})
    third = page(client, made(client, pledge_url(event), f"say {act}", act, email="b@people.example"))
    email = OutgoingEmail.objects.latest("pk")

    said = escape(f"say {act}")
    assert f"“I will {said}”" in second
    assert f'name="act" value="{said}"' in second
    assert f"{said}</textarea>" in back
    assert f"“I will {said}”" in third
    assert f"{said}</textarea>" in third
    assert f'"I will say {act}"' in email.text
    assert f"I will {said}" in email.html
    for html in (second, back, third, email.html):
        assert act not in html.replace(said, "").replace(escape(act), "") or act == escape(act)
        assert "<script>alert" not in html


def test_two_people_read_of_themselves_only(client, event):
    urls = [
        made(
            client,
            pledge_url(event),
            "ring ten tenants",
            "Ann",
            email="ann@people.example",
            sector=sector("council").pk,
        ),
        made(
            client, pledge_url(event), "mend a kettle", "Bob", email="bob@people.example", sector=sector("council").pk
        ),
    ]
    first = page(client, urls[0])
    count = drawings()

    second = page(client, urls[1])

    assert drawings() == count
    assert "“I will ring ten tenants”" in first
    assert "Ann, council." in first
    assert "“I will mend a kettle”" in second
    assert "Bob, council." in second
    for gone in ("ring ten tenants", "Ann", "ann@people.example", urls[0].partition("?")[0]):
        assert gone not in second
    tokens = [set(re.findall(r"/pledges/mine/([^/\"]+)/", text)) for text in (first, second)]
    assert [len(found) for found in tokens] == [1, 1]
    assert not tokens[0] & tokens[1]


def test_what_is_kept_holds_nobodys_words(client, event):
    kept = []
    for act, name in (("ring ten tenants", "Ann"), ("mend a kettle", "Bob")):
        sent(client, pledge_url(event), words(act))
        page(client, made(client, pledge_url(event), act, name, email=f"{name}@people.example"))
        kept.append(drawings())

    # The second person's screens and email were all made from what was drawn for the first.
    assert kept[0] == kept[1]


DONE = {
    "held": (lambda: Pledge.objects.update(is_held=True), "A host looks at it first. Then it goes up."),
    "private": (lambda: Pledge.objects.update(visibility="partner", is_held=True), "See the wall"),
    "a plan": (lambda: Pledge.objects.update(cue="after the Monday meeting"), 'value="after the Monday meeting"'),
    "a day": (lambda: Pledge.objects.update(by_on=timezone.localdate() + timedelta(days=90)), "a while off"),
    "a role": (lambda: Pledge.objects.update(role_or_place="verger"), "Sam, verger."),
    "confirmed": (lambda: Pledge.objects.update(confirmed_at=timezone.now()), "We will ask how it is going on"),
    "no email": (lambda: Reminder.objects.update(state="cancelled"), "No emails about it will come."),
    "stopped": (
        lambda: FollowUps.objects.create(contact=Contact.objects.get(), stopped_at=timezone.now()),
        "No emails about it will come.",
    ),
    "alone": (lambda: Pledge.objects.update(wants_no_partner=True), "You do this one alone."),
    "waits": (
        lambda: Pledge.objects.update(state="waiting", wanted=3, wanted_by=timezone.localdate()),
        "It waits for others, and is not asked about before.",
    ),
    "asked": (
        lambda: PartnerAsk.objects.create(
            pledge=Pledge.objects.get(),
            role="partner",
            to_contact=Contact.objects.create(name="Joan Ashworth"),
            asked_at=timezone.now(),
            lapses_at=timezone.now() + timedelta(days=9),
        ),
        "You asked Joan to be your partner",
    ),
    "wall": (lambda: Series.objects.update(slug="another"), "/events/another/"),
    "network": (lambda: NetworkSettings.objects.update_or_create(pk=1, defaults={"name_bold": "Weave"}), "Weave"),
}


@pytest.mark.parametrize("what", DONE)
def test_what_changes_shows_on_the_third_screen(client, event, what):
    change, shown = DONE[what]
    url = made(client, pledge_url(event), email="sam@people.example")
    before = page(client, url)

    change()

    after = page(client, url)
    assert before != after
    assert (shown in before, shown in after) == ((True, True) if what == "private" else (False, True))


def test_a_members_name_stands_on_no_visitors_screen(client, event, amara, sign_in):
    sign_in(amara)
    assert "Amara" in page(client, pledge_url(event))
    client.logout()

    for text in (page(client, pledge_url(event)), sent(client, pledge_url(event), words())):
        assert "Amara" not in text
        assert "Put it on the wall" in text or "Next" in text


def test_the_first_emails_of_many_are_drawn_once_and_each_is_its_own(client, event):
    for number in range(3):
        made(client, pledge_url(event), f"do {number}", f"P{number}", email=f"p{number}@people.example")

    for number, email in enumerate(OutgoingEmail.objects.order_by("pk")):
        assert email.to == f"p{number}@people.example"
        assert email.text.startswith(
            f'Dear P{number}\n\nYou pledged at {event.series.title}:\n\n"I will do {number}"\n'
        )
        assert re.search(r"\n\nWho may see it: Anyone\n\nEmails from us: 1, on \w+", email.text)
        links = re.findall(r"http\S+/pledges/(?:mine|confirm)/\S+/", email.text)
        assert len(links) == 2
        assert all(link in email.html for link in links)
        pledge = Pledge.objects.get(contact__email=email.to)
        assert pledge.act == f"do {number}"


@pytest.mark.parametrize("act", HOSTILE)
def test_the_page_of_one_pledge_says_nothing_of_another(client, event, act):
    first = make_pledge("ring ten tenants", by=make_contact("Ann Lee"), event=event, by_on=timezone.localdate())
    second = make_pledge(f"say {act}", by=make_contact("Bob Day"), event=event)
    third = make_pledge("sing", by=make_contact("Cat Moss"))
    one = page(client, first.get_absolute_url())
    count = drawings()

    two, other = page(client, second.get_absolute_url()), page(client, third.get_absolute_url())
    again = page(client, make_pledge("hum", by=make_contact("Dan Fox"), event=event).get_absolute_url())

    # One for a pledge with no date of its own, and one for a pledge that was made nowhere.
    assert drawings() == count + 2
    assert f"“I will {escape(f'say {act}')}”" in two
    assert "To be done by" in one
    assert "To be done by" not in two + other + again
    for text, name in ((one, "Ann"), (two, "Bob"), (other, "Cat"), (again, "Dan")):
        assert [who for who in ("Ann", "Bob", "Cat", "Dan") if re.search(rf"\b{who}\b", text)] == [name]
        assert "<script>alert" not in text
    for pledge, text in ((first, one), (second, two), (third, other)):
        assert set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", text)) == {str(pledge.uuid)}
    assert event.title not in other


PLEDGE = {
    "words": (lambda: Pledge.objects.update(act="sing on the bus"), "“I will sing on the bus”"),
    "kept": (lambda: Pledge.objects.update(state="kept", answered_at=timezone.now()), ". Kept."),
    "title": (lambda: Series.objects.update(title="Another title"), "Another title"),
    "language": (lambda: Pledge.objects.update(language="pl"), 'lang="pl"'),
    "waits": (
        lambda: Pledge.objects.update(state="waiting", wanted=3, wanted_by=timezone.localdate()),
        "It begins when 3 others say me too",
    ),
    "network": (lambda: NetworkSettings.objects.update_or_create(pk=1, defaults={"name_bold": "Weave"}), "Weave"),
}


@pytest.mark.parametrize("what", PLEDGE)
def test_what_changes_shows_on_the_page_of_a_pledge(client, event, what):
    change, shown = PLEDGE[what]
    pledge = make_pledge("sing", event=event, made_at=timezone.now() - timedelta(days=2))
    before = page(client, pledge.get_absolute_url())

    change()

    assert shown not in before
    assert shown in page(client, pledge.get_absolute_url())
