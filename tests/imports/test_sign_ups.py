"""A host brings people in to one date: every row is looked at first, then all of them are signed up or none."""

from datetime import timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from collab.privacy.erasing import erase
from events.actions import Guest, set_capacity, sign_up
from events.models import Event, SignUp
from members.models import Contact, Import, ImportRow
from tests.events.people import emails, sign_ups, states
from tests.factories import make_event, make_member, make_organisation


@pytest.fixture
def event(kwame):
    row = make_event(capacity=3)
    row.series.hosts.add(kwame)
    return row


@pytest.fixture
def host(sign_in, kwame):
    return sign_in(kwame)


def address(event):
    return f"/host/{event.series.slug}/{event.day}/import/"


def bring(host, event, content, name="people.csv"):
    content = content.encode() if isinstance(content, str) else content
    return host.post(address(event), {"file": SimpleUploadedFile(name, content)}, follow=True)


def say_yes(host):
    return host.post(f"/host/lists/{Import.objects.get().uuid}/save/", follow=True)


def seen():
    return {row.number: (row.verdict, row.notes) for row in ImportRow.objects.all()}


PEOPLE = "Name,Email,Phone,Organisation\nPriya Shah,priya@people.example,,Loom and Ladder\nJim Oldham,,01632 960 111,\n"


def test_each_row_says_what_would_happen_and_nobody_is_signed_up_yet(host, event):
    sign_ups(event, 1)

    page = bring(
        host,
        event,
        "Full name,E-mail,Mobile,Shoe size\n"
        "Guest One,GUEST1@people.example,,5\n"
        "Priya Shah,priya@people.example,,5\n"
        "Jim Oldham,,01632 960 111,9\n"
        "Priya S,PRIYA@people.example,,4\n"
        "Una Stott,una@people.example,,3\n"
        "Reg Thackeray,reg@people.example,,3\n",
    )

    assert seen() == {
        2: ("same", ["Has a place already"]),
        3: ("new", ["Gets a place"]),
        4: ("new", ["Gets a place"]),
        5: ("twice", ["The same as line 3. This row is left out."]),
        6: ("new", ["Waits, as number 1 in line"]),
        7: ("new", ["Waits, as number 2 in line"]),
    }
    words = page.content.decode()
    assert "Bring in 4 rows" in words
    assert "Waits, as number 2 in line" in words
    assert "so we left the column out: Shoe size." in words
    assert SignUp.objects.count() == 1


def test_a_yes_signs_them_all_up_through_the_one_action(host, event, kwame):
    make_organisation("Loom and Ladder", cloth="charity")
    set_capacity(event, 1, at=timezone.now())
    bring(host, event, PEOPLE)

    page = say_yes(host)

    event.refresh_from_db()
    priya = Contact.objects.filter(name="Priya Shah").values_list("organisation__name", "sector__slug").get()
    assert states(event) == {"Priya Shah": ("confirmed", None), "Jim Oldham": ("waiting", 1)}
    assert (event.taken, event.last_position) == (1, 1)
    assert emails("events.confirmed") == ["priya@people.example"]
    assert priya == ("Loom and Ladder", "charity")
    assert set(SignUp.objects.values_list("added_by", flat=True)) == {kwame.pk}
    assert "2 rows were brought in" in page.content.decode()


def test_while_one_row_is_wrong_nobody_is_brought_in(host, event):
    page = bring(
        host, event, "Name,Email,Phone\nPriya Shah,priya@people.example,\n,x@x.example,\nJim,,12\nUna,una@x,\nReg,,\n"
    )

    say_yes(host)

    assert {number: notes for number, (verdict, notes) in seen().items() if verdict == "wrong"} == {
        3: ["Enter a name"],
        4: ["Enter a phone number, like 01632 960 001"],
        5: ["Enter an email address in the format name@example.com"],
        6: ["Enter an email address or a phone number"],
    }
    assert "4 rows are to be put right first" in page.content.decode()
    assert not SignUp.objects.exists()


def test_the_wrong_rows_come_as_a_file_with_what_to_put_right(host, event):
    bring(host, event, "Name,Email\n=1+1,nothing\n")

    answer = host.get(f"/host/lists/{Import.objects.get().uuid}/wrong/")

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1].startswith('"\'=1+1","nothing"')
    assert "name@example.com" in lines[1]


def test_when_places_went_meanwhile_the_preview_is_made_again(host, event):
    set_capacity(event, 1, at=timezone.now())
    bring(host, event, PEOPLE)
    sign_up(event, Guest(name="First", email="first@people.example"), at=timezone.now())

    page = say_yes(host)

    assert "Something changed while you looked" in page.content.decode()
    assert seen()[2] == ("new", ["Waits, as number 1 in line"])
    assert list(states(event)) == ["First"]


def test_all_or_none_when_something_breaks_in_the_middle(host, event):
    bring(host, event, PEOPLE)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE members_contact ADD CHECK (name <> 'Jim Oldham') NOT VALID")

    say_yes(host)

    assert (SignUp.objects.count(), emails("events.confirmed")) == (0, [])
    assert Import.objects.get().state == "ready"


def test_a_yes_said_twice_is_once(host, event):
    bring(host, event, PEOPLE)

    say_yes(host)
    say_yes(host)

    assert SignUp.objects.count() == 2
    assert emails("events.confirmed") == ["priya@people.example"]


def test_nobody_is_brought_in_once_sign_up_has_closed(host, event):
    bring(host, event, PEOPLE)
    soon = timezone.now() + timedelta(minutes=30)
    Event.objects.update(starts_at=soon, ends_at=soon + timedelta(hours=1))

    words = [host.get(address(event)).content.decode(), say_yes(host).content.decode()]

    assert "Sign-up has closed, so nobody can be brought in." in words[0]
    assert "Sign-up has closed. Nobody was brought in" in words[1]
    assert not SignUp.objects.exists()


def test_an_xlsx_reads_the_same(host, event):
    written = BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Name", "Email"])
        sheet.write_row(1, 0, ["Priya Shah", "priya@people.example"])

    bring(host, event, written.getvalue(), name="people.xlsx")

    assert seen() == {2: ("new", ["Gets a place"])}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Email\nx@x.example\n", "That file has no column “Name”"),
        (
            "Name,Handy\nReg,01632\n",
            "“Email” or “Phone”. Add it, or start from our template. We do not understand the heading “Handy”",
        ),
        ("Name,Email\n" + "A,a@x.example\n" * 301, "That file has over 300 rows"),
        ("Name,Email\n", "That file has no rows under its headings"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(host, event, content, words):
    page = bring(host, event, content)

    assert words in page.content.decode()
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("First name,Surname,Tel,Org", "Priya,Shah,01632 960 100,Loom and Ladder"),
        ("Surname,First Name,E-mail,Organization", "Shah,Priya,priya@people.example,Loom and Ladder"),
        ("Name,Surname,Email address,Company", "Priya,Shah,priya@people.example,Loom and Ladder"),
        ("Full name,Mobile,Organisation name", "Priya Shah,01632 960 100,Loom and Ladder"),
        ("FULL NAME,Telephone,ORG", "Priya Shah,01632 960 100,Loom and Ladder"),
    ],
)
def test_the_headings_that_people_use_are_understood(host, event, headings, cells):
    bring(host, event, f"{headings}\n{cells}\n")

    assert Import.objects.get().left_out == []
    row = ImportRow.objects.get()
    assert (row.verdict, row.cells["name"], row.cells["organisation"]) == ("new", "Priya Shah", "Loom and Ladder")


def test_no_file_at_all_is_said(host, event):
    page = host.post(address(event), {"x": "1"})

    assert page.content.decode().count("Choose a file") == 2


def template(host, event):
    return b"".join(host.get(f"{address(event)}template/").streaming_content).decode("utf-8-sig").splitlines()


def test_the_template_has_our_headings_and_an_invented_row(host, event):
    lines = template(host, event)

    assert lines[0] == '"Name","Email","Phone","Organisation","Sector"'
    assert lines[1].startswith('"Priya Shah"')


def test_a_list_left_goes_with_its_rows(host, event):
    bring(host, event, PEOPLE)

    host.post(f"/host/lists/{Import.objects.get().uuid}/leave/")

    assert (Import.objects.get().state, ImportRow.objects.count(), SignUp.objects.count()) == ("dropped", 0, 0)


def test_organisers_lists_and_a_dates_lists_stay_apart(host, event, sign_in, orla):
    bring(host, event, PEOPLE)
    uuid = Import.objects.get().uuid
    organiser = sign_in(orla)

    words = organiser.get("/run/lists/").content.decode()

    assert "people.csv" not in words
    assert "People who come to a date" not in words
    assert organiser.get(f"/run/lists/{uuid}/").status_code == 404


def test_a_foreign_host_sees_no_list(host, event, sign_in):
    bring(host, event, PEOPLE)
    uuid = Import.objects.get().uuid
    other = sign_in(make_member("Ros Hale", roles=["facilitator"]))

    answers = [other.get(address(event)).status_code, other.get(f"/host/lists/{uuid}/").status_code]

    assert answers == [404, 404]


def test_the_line_about_somebody_goes_with_them(host, event):
    sign_up(event, Guest(name="Jim Oldham", phone="01632 960 111"), at=timezone.now())
    bring(host, event, PEOPLE)
    say_yes(host)

    for contact in Contact.objects.filter(name__in=["Priya Shah", "Jim Oldham"]):
        erase(contact, at=timezone.now())

    assert not ImportRow.objects.exists()


def ask(event, kind, words, *options, **fields):
    return event.series.questions.create(event=event, kind=kind, words=words, options=list(options), **fields)


@pytest.fixture
def asking(event):
    """In the room and online, with a question of each kind but the long one."""
    event.online_capacity = 1
    event.save()
    ask(event, "choice", "What do you bring to eat?", "Something savoury", "Something sweet")
    ask(event, "tick", "Do you come by bus?")
    ask(event, "short", "Who told you?", is_required=True)
    return event


WISHES = "Name,Email,In the room or online,What do you bring to eat?,Do you come by bus?,Who told you?\n"


def test_the_template_of_a_date_has_its_ways_and_its_questions(host, asking):
    lines = template(host, asking)

    assert lines[0].endswith(
        '"In the room or online","What do you bring to eat?","Do you come by bus?","Who told you?"'
    )
    assert lines[1].endswith('"online","Something savoury","yes","An answer"')


def test_the_preview_says_the_way_and_the_answers_and_a_yes_keeps_them(host, asking):
    page = bring(
        host,
        asking,
        WISHES + "Priya Shah,priya@people.example,ONLINE,something sweet,Y,Jo\n"
        "Una Stott,una@people.example,from home,,no,\n"
        "Reg Thackeray,reg@people.example,,,,The library\n",
    ).content.decode()
    expected = {
        2: ("new", ["Gets a place, online", "What do you bring to eat? Something sweet", "Do you come by bus? yes",
                    "Who told you? Jo"]),
        3: ("new", ["Waits, as number 1 in line, online", "No answer to “Who told you?”"]),
        4: ("new", ["Gets a place, in the room", "Who told you? The library"]),
    }  # fmt: skip

    say_yes(host)

    assert seen() == expected
    assert "Gets a place, online" in page
    assert "What do you bring to eat? Something sweet" in page
    ways = SignUp.objects.order_by("pk").values_list("contact__name", "way", "state")
    assert list(ways) == [
        ("Priya Shah", "online", "confirmed"),
        ("Una Stott", "online", "waiting"),
        ("Reg Thackeray", "room", "confirmed"),
    ]  # fmt: skip
    said = SignUp.objects.get(contact__name="Priya Shah").answers.order_by("question")
    assert list(said.values_list("words", flat=True)) == ["Something sweet", "yes", "Jo"]


def test_a_way_and_answers_we_do_not_know_are_to_be_put_right(host, asking):
    bring(host, asking, WISHES + "Priya Shah,priya@people.example,by pigeon,Soup,perhaps,Jo\n")

    rows = b"".join(host.get(f"/host/lists/{Import.objects.get().uuid}/wrong/").streaming_content).decode("utf-8-sig")

    assert seen()[2] == ("wrong", [
        "“by pigeon” is no way to take part here. Write “in the room” or “online”",
        "“Soup” is no answer to “What do you bring to eat?”. Write one of: Something savoury, Something sweet",
        "“perhaps” is no answer to “Do you come by bus?”. Write one of: yes, no",
    ])  # fmt: skip
    assert '"Who told you?"' in rows
    assert '"by pigeon","Soup","perhaps","Jo"' in rows


def test_at_an_online_date_nobody_comes_to_the_room(host, event):
    Event.objects.update(capacity=0, online_capacity=5)
    bring(host, event, "Name,Email,Way\nPriya,priya@people.example,\nUna,una@people.example,room\n")

    assert seen() == {
        2: ("new", ["Gets a place"]),
        3: ("wrong", ["“room” is no way to take part here. Write “online”"]),
    }
