import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from collab.kit.spreadsheets import read_sheet
from collab.kit.workbooks import xlsx_bytes
from collab.privacy.erasing import erase
from collab.privacy.requests import ask_to_leave
from commons.models import AuditEntry
from events.actions.afterwards import write_debrief
from events.actions.closing import close
from events.models import Visit
from events.models.counting import count_series
from members.models import Contact
from tests.events.door import text
from tests.factories import make_attendance, make_contact, make_event, make_series

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"]  # noqa: RUF001


@pytest.fixture
def series(kwame):
    row = make_series()
    row.hosts.add(kwame)
    return row


def evening(series, *, days_ago, came=(), **fields):
    """A date that is over, and who came."""
    event = make_event(in_days=-days_ago, series=series, **fields)
    for contact in came:
        make_attendance(event, contact)
    return event


def crowd(count, *, first=1, cloth="residents"):
    return [make_contact(f"G{n} Web", email=f"g{n}@people.example", cloth=cloth) for n in range(first, first + count)]


def counted(series):
    found = count_series(series, timezone.now())
    return [(one.came, one.again) for one in found.dates], found.people, found.more_than_once


def numbers(series):
    return f"/host/{series.slug}/numbers/"


def test_whoever_came_before_is_counted_as_coming_again(series, kwame):
    people = crowd(6)
    first = evening(series, days_ago=60, came=people[:5])
    evening(series, days_ago=30, came=people[2:])
    close(first, by=kwame, at=timezone.now())

    assert counted(series) == ([(5, 0), (4, 3)], 6, 3)


def test_a_guest_whose_details_have_gone_is_known_again(series, kwame):
    first = evening(series, days_ago=200, came=crowd(1))
    close(first, by=kwame, at=timezone.now())
    erase(Contact.objects.get(email="g1@people.example"), at=timezone.now(), went_quiet=True)
    evening(series, days_ago=30, came=crowd(1))

    assert counted(series) == ([(1, 0), (1, 1)], 1, 1)


def test_whoever_asked_to_go_is_counted_and_not_known_again(series, kwame):
    first = evening(series, days_ago=200, came=crowd(1))
    close(first, by=kwame, at=timezone.now())
    contact = Contact.objects.get(email="g1@people.example")
    ask_to_leave(contact, at=timezone.now())
    erase(contact, at=timezone.now())
    evening(series, days_ago=30, came=crowd(1))

    assert counted(series) == ([(1, 0), (1, 0)], 2, 0)


def test_a_new_secret_key_still_knows_who_came(series, kwame, settings):
    people = crowd(1)
    close(evening(series, days_ago=60, came=people), by=kwame, at=timezone.now())
    evening(series, days_ago=30, came=people)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 8

    assert counted(series) == ([(1, 0), (1, 1)], 1, 1)


def test_two_people_of_one_household_are_two(series, kwame):
    home = [make_contact(name, phone="01632 960 001") for name in ("Ann Lee", "Bob Lee")]
    close(evening(series, days_ago=3, came=home), by=kwame, at=timezone.now())

    assert Visit.objects.count() == 2


def test_the_page_shows_the_table_and_then_the_drawing(sign_in, kwame, series):
    evening(series, days_ago=3, came=[*crowd(6), *crowd(3, first=7, cloth="nhs")])

    page = text(sign_in(kwame).get(numbers(series)))

    assert "9 people came to 1 date. 0 of them came more than once." in page
    assert page.index("<table") < page.index('class="bars"')
    assert '<th scope="row">Nhs</th> <td>fewer than 5</td>' in page
    assert '<th scope="row">Residents</th> <td>6</td>' in page


def test_a_drawing_does_not_tell_what_the_table_keeps(sign_in, kwame, series):
    evening(series, days_ago=3, came=[*crowd(6), *crowd(3, first=7, cloth="nhs")])
    evening(series, days_ago=63, came=crowd(2, first=20))

    context = sign_in(kwame).get(numbers(series)).context

    assert [(people, name) for _cloth, people, name in context["sectors_drawn"]] == [(8, "Residents")]
    assert [people for _cloth, people, _name in context["months_drawn"]] == [9]


@pytest.mark.parametrize("dates", [1, 3])
def test_the_page_asks_the_same_for_any_number_of_dates(sign_in, kwame, series, django_assert_num_queries, dates):
    people = crowd(6)
    for number in range(dates):
        evening(series, days_ago=3 + number, came=people)
    client = sign_in(kwame)
    client.get(numbers(series))

    with django_assert_num_queries(8):
        client.get(numbers(series))


def test_what_hosts_wrote_down_stands_there_by_date(sign_in, kwame, series):
    first, second = evening(series, days_ago=60), evening(series, days_ago=30)
    empty = {"went_well": "", "was_hard": "", "next_time": "", "by": kwame, "at": timezone.now()}
    write_debrief(first, **{**empty, "went_well": "Everybody talked."})
    write_debrief(second, **{**empty, "was_hard": "The door\nstuck.", "next_time": "Oil it."})

    words = text(sign_in(kwame).get(numbers(series))).partition("What you wrote down after each date")[2]

    assert "What was hard?" in words
    assert "The door<br>stuck." in words
    assert words.index("Oil it.") < words.index("Everybody talked.")


def test_without_a_debrief_the_page_says_what_to_write(sign_in, kwame, series):
    evening(series, days_ago=30)

    assert "Nothing yet. After a date, write down" in text(sign_in(kwame).get(numbers(series)))


def test_a_series_without_a_past_says_so(sign_in, kwame, series):
    assert "No date is over yet" in text(sign_in(kwame).get(numbers(series)))


def test_another_host_does_not_find_the_numbers(sign_in, kwame, series):
    series.hosts.clear()
    client = sign_in(kwame)

    assert client.get(numbers(series)).status_code == 404
    assert client.post(f"{numbers(series)}take/").status_code == 404
    assert AuditEntry.objects.filter(action="events.export").count() == 0


def as_csv(answer):
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def as_xlsx(answer):
    sheet = read_sheet(io.BytesIO(answer.content), name="x.xlsx", size=len(answer.content))
    return [sheet.headings, *(cells for _number, cells in sheet.rows)]


def test_the_numbers_are_taken_as_csv_or_xlsx_and_that_is_logged(sign_in, kwame, series):
    day = evening(series, days_ago=3, came=[*crowd(6), *crowd(3, first=7, cloth="nhs")]).starts_at
    client = sign_in(kwame)

    table = as_csv(client.post(f"{numbers(series)}take/", {"form": "csv"}))
    book = as_xlsx(client.post(f"{numbers(series)}take/", {"form": "xlsx"}))

    assert table[0] == ["Day", "What", "Places taken", "Came", "Came before", "Sectors there", "Nhs", "Residents"]
    row = [timezone.localdate(day).isoformat(), "Collaboration Station", "0", "9", "0", "2", "fewer than 5", "6"]
    assert (table[1], book[1]) == (row, row)
    log = AuditEntry.objects.filter(action="events.export").order_by("pk")
    assert list(log.values_list("actor", "facts__form")) == [(kwame.uuid, "csv"), (kwame.uuid, "xlsx")]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_either_file_can_run(sign_in, kwame, series, formula):
    series.title = f"{formula} x"
    series.save()
    evening(series, days_ago=3, came=crowd(1))
    client = sign_in(kwame)

    table = as_csv(client.post(f"{numbers(series)}take/", {"form": "csv"}))
    book = client.post(f"{numbers(series)}take/", {"form": "xlsx"})
    sheet = zipfile.ZipFile(io.BytesIO(book.content)).read("xl/worksheets/sheet1.xml").decode()

    assert table[1][1] == f"'{formula} x"
    assert ("<f" in sheet, f"'{formula} x" in sheet) == (False, True)


def test_a_workbook_holds_no_mark_that_breaks_it():
    made = xlsx_bytes(["A & B", "<i>"], [["a\x00\x0bb", 7], ["]]>", "ü"]])

    sheet = read_sheet(io.BytesIO(made), name="x.xlsx", size=len(made))

    assert (sheet.headings, [cells for _n, cells in sheet.rows]) == (["A & B", "<i>"], [["ab", "7"], ["]]>", "ü"]])


def test_the_day_of_a_late_date_is_the_local_one(series):
    event = evening(series, days_ago=3, came=crowd(1))
    event.starts_at = event.starts_at.replace(hour=0, minute=30) + timedelta(days=1)
    event.ends_at = event.starts_at + timedelta(hours=1)
    event.save()

    found = count_series(series, timezone.now()).dates[0]

    assert found.when == timezone.localdate(event.starts_at)
