"""A host brings in the paper pledge cards of a date: every row looked at first, then all of them or none."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from members.models import Import, ImportRow
from outbox.models import OutgoingEmail
from pledges.models import Pledge
from tests.factories import make_contact, make_event, make_pledge, sector
from tests.pledges.screens import open_event

CARDS = "I will,First name,Sector,Email,When\nring ten tenants,Sam,council,sam@cards.example,after tea\nsing,,,,\n"


@pytest.fixture
def event(kwame):
    row = open_event()
    row.series.hosts.add(kwame)
    sector("council")
    return row


@pytest.fixture
def host(sign_in, kwame):
    return sign_in(kwame)


def bring(host, event, content):
    file = SimpleUploadedFile("cards.csv", content.encode())
    return host.post(f"/host/{event.series.slug}/{event.day}/cards/", {"file": file}, follow=True)


def say_yes(host):
    return host.post(f"/host/lists/{Import.objects.latest('pk').uuid}/save/", follow=True)


def seen():
    return {row.number: (row.verdict, row.notes) for row in ImportRow.objects.filter(run=Import.objects.latest("pk"))}


def test_each_row_says_what_would_happen_and_nothing_is_on_the_wall_yet(host, event):
    make_pledge("hold the door", event=event)

    page = bring(
        host,
        event,
        "What,Name,Email,Sector\nI will hold the door.,Jo,,\nsing,Sam,,council\nSING,Sam,,\nring Joan Ashworth,,,\n",
    ).content.decode()

    assert seen() == {
        2: ("same", ["Is on the wall already"]),
        3: ("new", []),
        4: ("twice", ["The same as line 3. This row is left out."]),
        5: ("new", ["Waits for a look: it holds a number or a full name"]),
    }
    assert "Bring in 2 rows" in page
    assert "ring Joan Ashworth" in page
    assert Pledge.objects.count() == 1


def test_what_is_wrong_is_said_and_stops_all_of_them(host, event):
    bring(host, event, f"Pledge,Sector,Email,Phone\n,council,,\nsing,moon,sam at,x\n{'a' * 201},,,\n")

    say_yes(host)

    assert seen() == {
        2: ("wrong", ["Write what you will do"]),
        3: ("wrong", ["Enter an email address in the format name@example.com",
                      "Enter a phone number, like 01632 960 001",
                      "There is no sector “moon”. Choose one of ours"]),
        4: ("wrong", ["Cut 1 character so it fits"]),
    }  # fmt: skip
    assert not Pledge.objects.exists()


def test_a_yes_brings_in_all_of_them_as_typed_by_the_host(host, event, kwame):
    bring(host, event, CARDS)

    page = say_yes(host)

    assert "2 rows were brought in" in page.content.decode()
    first, second = Pledge.objects.order_by("pk")
    assert (first.act, first.signed, first.cue, first.recorded_by) == (
        "ring ten tenants",
        "Sam, council",
        "after tea",
        kwame,
    )
    assert (second.act, second.event, second.visibility, second.is_held) == ("sing", event, "public", False)
    assert OutgoingEmail.objects.get().to == "sam@cards.example"


def test_the_same_file_again_brings_in_nothing(host, event):
    for _ in range(2):
        bring(host, event, CARDS)
        say_yes(host)
        say_yes(host)

    assert Pledge.objects.count() == 2
    assert {verdict for verdict, _notes in seen().values()} == {"same"}


def test_what_changed_since_the_preview_makes_a_new_one_and_saves_nothing(host, event):
    bring(host, event, CARDS)
    make_pledge("ring ten tenants", by=make_contact("Sam"), event=event)

    page = say_yes(host)

    assert "Something changed while you looked" in page.content.decode()
    assert Pledge.objects.count() == 1


def test_cards_come_when_the_wall_opened_and_days_later_too(host, event):
    early = make_event(in_days=5, series=event.series)
    late = make_event(in_days=-9, series=event.series)

    for one in (early, late):
        bring(host, one, CARDS)
    say_yes(host)

    assert {pledge.event for pledge in Pledge.objects.all()} == {late}
    assert late.wall_opens_at < timezone.now() - timedelta(days=8)


def test_a_template_holds_our_headings(host, event):
    page = host.get(f"/host/{event.series.slug}/{event.day}/cards/template/")

    assert (
        b"".join(page.streaming_content).decode("utf-8-sig").splitlines()[0]
        == '"I will","First name","Sector","Email","Phone","When and where"'
    )


def test_lists_of_people_and_of_cards_are_kept_apart(host, event):
    bring(host, event, CARDS)

    assert "cards.csv" in host.get(f"/host/{event.series.slug}/{event.day}/cards/").content.decode()
    assert "cards.csv" not in host.get(f"/host/{event.series.slug}/{event.day}/import/").content.decode()
