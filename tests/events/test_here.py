from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from commons.models import AuditEntry
from events.actions import Guest, sign_up
from events.actions.attendance import Press, Settled, note
from events.actions.closing import close
from events.models import Attendance, Event, SignUp, Tap
from members.models import Contact
from tests.events.door import at, by_script, end, make_evening, noted, press, text
from tests.factories import make_contact, make_series, sector


@pytest.fixture
def evening(kwame):
    """A date that is on, hosted by Kwame; three people have a place."""
    series = make_series()
    series.hosts.add(kwame)
    event = make_evening(series=series)
    for name in ("Ada Quill", "Ben O’Brien", "Cy Webb"):
        place(event, make_contact(name, email=f"{name.split()[0].lower()}@people.example"))
    return event


def place(event, contact, state="confirmed", **fields):
    """As if they had signed up in time."""
    at = timezone.now() - timedelta(days=3)
    return SignUp.objects.create(event=event, contact=contact, state=state, signed_up_at=at, changed_at=at, **fields)


def who(event, first_name):
    return Contact.objects.get(name__startswith=first_name)


def names(page):
    return [person.contact.name for person in page.context["people"]]


def test_a_host_finds_somebody_by_three_letters_and_presses_once(sign_in, kwame, evening):
    client = sign_in(kwame)

    page = client.get(at("event_here", evening), {"find": "qui"})
    after = press(client, evening, who(evening, "Ada"))

    assert names(page) == ["Ada Quill"]
    assert noted(evening) == {"Ada Quill": "came"}
    assert after["Location"].startswith(at("event_here", evening))


def test_the_next_page_offers_to_undo_it_and_unknown_is_no_row(sign_in, kwame, evening):
    client = sign_in(kwame)

    page = client.get(press(client, evening, who(evening, "Ada"))["Location"])
    press(client, evening, who(evening, "Ada"), "undo")

    assert page.context["last"].contact.name == "Ada Quill"
    assert page.context["counts"] == {"came": 1, "apologies": 0, "missed": 0, "walk_ins": 0, "places": 3}
    assert noted(evening) == {}


def test_apologies_and_not_coming_are_noted_too(sign_in, kwame, evening):
    client = sign_in(kwame)

    press(client, evening, who(evening, "Ada"), "apologies")
    press(client, evening, who(evening, "Ben"), "missed")

    assert noted(evening) == {"Ada Quill": "apologies", "Ben O’Brien": "missed"}
    assert set(Attendance.objects.values_list("by", flat=True)) == {kwame.pk}


def test_a_press_that_comes_twice_counts_once(sign_in, kwame, evening):
    client, key, ada = sign_in(kwame), uuid4(), who(evening, "Ada")

    by_script(client, evening, ada, "came", key=key)
    by_script(client, evening, ada, "undo")
    again = by_script(client, evening, ada, "came", key=key)

    assert noted(evening) == {}
    assert again.json()["counts"]["came"] == 0
    assert Tap.objects.count() == 2


def test_of_two_presses_the_later_one_stands_whichever_arrives_first(sign_in, kwame, evening):
    client, ada = sign_in(kwame), who(evening, "Ada")

    by_script(client, evening, ada, "undo", age=60)
    by_script(client, evening, ada, "came", age=600)

    assert noted(evening) == {}


def test_an_undo_that_travels_faster_than_its_press_stands(sign_in, kwame, evening):
    client, ada = sign_in(kwame), who(evening, "Ada")

    by_script(client, evening, ada, "came", age=1)
    by_script(client, evening, ada, "undo", age=3)

    assert noted(evening) == {}


def test_one_key_on_a_page_without_script_holds_for_one_button(sign_in, kwame, evening):
    client, key = sign_in(kwame), uuid4()

    press(client, evening, who(evening, "Ada"), key=key)
    press(client, evening, who(evening, "Ben"), key=key)
    press(client, evening, who(evening, "Ada"), key=key)

    assert noted(evening) == {"Ada Quill": "came", "Ben O’Brien": "came"}
    assert Tap.objects.count() == 2


def test_a_walk_in_is_there_and_takes_no_place(sign_in, kwame, evening):
    client, taken = sign_in(kwame), evening.taken
    said = {"name": "Dee Walker", "organisation": "Lantern", "reach": "dee@people.example", "key": uuid4()}

    answers = [client.post(at("event_walk_in", evening), said) for _twice in range(2)]

    last = [client.get(answer["Location"]).context["last"].contact.name for answer in answers]
    assert last == ["Dee Walker", "Dee Walker"]
    evening.refresh_from_db()
    row = Attendance.objects.get()
    assert (row.contact.name, row.contact.email, row.contact.organisation_name) == (
        "Dee Walker", "dee@people.example", "Lantern",
    )  # fmt: skip
    assert (row.is_walk_in, evening.taken, evening.signups.filter(contact=row.contact).count()) == (True, taken, 0)


def test_a_walk_in_whose_address_has_a_place_is_that_person(sign_in, kwame, evening):
    sign_in(kwame).post(
        at("event_walk_in", evening), {"name": "A. Quill", "reach": "ada@people.example", "key": uuid4()}
    )

    assert noted(evening) == {"Ada Quill": "came"}
    assert not Attendance.objects.get().is_walk_in


def test_a_walk_in_without_a_name_keeps_what_was_typed(sign_in, kwame, evening):
    page = sign_in(kwame).post(at("event_walk_in", evening), {"organisation": "Lantern", "key": uuid4()})

    assert "Enter a name" in text(page)
    assert 'value="Lantern"' in text(page)
    assert noted(evening) == {}


WALK = {"name": "Eli Ston", "organisation": "Lantren", "sector": "", "reach": ""}
RIGHT = {"name": "Eli Stone", "organisation": "Lantern", "sector": "nhs", "reach": "eli@people.example"}


def walked_in(client, event, **fields):
    """Written down in a hurry, and the page that puts it right."""
    key = uuid4()
    client.post(at("event_walk_in", event), {**WALK, "key": key, **fields})
    row = Attendance.objects.get(event=event, contact__name__startswith="Eli")
    return at("event_walk_in_change", event, row.uuid), key


def test_what_was_written_down_in_a_hurry_is_put_right(sign_in, kwame, evening):
    client = sign_in(kwame)
    sector("nhs")
    url, key = walked_in(client, evening)
    listed, shown = text(client.get(at("event_here", evening))), text(client.get(url))

    after = client.post(url, RIGHT, follow=True)
    again = client.post(at("event_walk_in", evening), {**WALK, "key": key})

    row = Attendance.objects.get(event=evening)
    said = (row.contact.name, row.contact.organisation_typed, row.contact.sector, row.contact.email)
    assert url in listed
    assert 'value="Eli Ston"' in shown
    assert 'value="Lantren"' in shown
    assert said == ("Eli Stone", "Lantern", sector("nhs"), "eli@people.example")
    assert "Eli Stone" in text(after)
    assert (again.status_code, Contact.objects.filter(name__startswith="Eli").count()) == (302, 1)
    assert AuditEntry.objects.filter(action="events.walk_in_corrected").count() == 1


def test_without_a_name_what_was_typed_stays(sign_in, kwame, evening):
    client = sign_in(kwame)
    url, _key = walked_in(client, evening)

    page = client.post(url, {**RIGHT, "sector": "", "name": " "})

    assert "Enter a name" in text(page)
    assert 'value="eli@people.example"' in text(page)
    assert noted(evening) == {"Eli Ston": "came"}


def test_a_walk_in_whose_right_address_is_known_is_that_person(sign_in, kwame, evening):
    client = sign_in(kwame)
    url, key = walked_in(client, evening)

    client.post(url, {**RIGHT, "sector": "", "reach": "ada@people.example"})

    row = Attendance.objects.get(event=evening)
    assert (row.contact.name, row.is_walk_in, row.state) == ("Ada Quill", False, "came")
    assert not Contact.objects.filter(name__startswith="Eli").exists()
    assert Tap.objects.get(key=key).contact == row.contact


def test_somebody_known_from_elsewhere_is_not_rewritten_at_the_door(sign_in, kwame, evening, amara):
    client = sign_in(kwame)
    make_contact("Eli Stone", email="eli@people.example", email_verified_at=timezone.now())
    url, _key = walked_in(client, evening, reach="eli@people.example")

    shown = client.get(url)
    client.post(url, {**RIGHT, "sector": "", "name": "Somebody else"})

    assert "We know them from elsewhere" in text(shown)
    assert noted(evening) == {"Eli Stone": "came"}


def test_nothing_is_put_right_of_a_closed_date_or_of_somebody_with_a_place(sign_in, kwame, evening):
    client = sign_in(kwame)
    url, _key = walked_in(client, evening)
    press(client, evening, who(evening, "Ada"))
    ada = Attendance.objects.get(contact=who(evening, "Ada"))
    Event.objects.filter(pk=evening.pk).update(ends_at=timezone.now())
    close(evening, by=kwame, at=timezone.now())

    answers = [client.get(at("event_walk_in_change", evening, ada.uuid)).status_code, client.post(url, RIGHT)]

    assert answers[0] == 404
    assert noted(evening)["Eli Ston"] == "came"


def test_somebody_from_the_waiting_list_who_comes_walks_in(sign_in, kwame, evening):
    reg = make_contact()
    place(evening, reg, "waiting", position=1)

    press(sign_in(kwame), evening, reg)

    assert Attendance.objects.get().is_walk_in


def test_nobody_of_another_date_can_be_ticked_off_here(sign_in, kwame, evening):
    answer = by_script(sign_in(kwame), evening, make_contact("Not Here"))

    assert (answer.status_code, noted(evening)) == (400, {})


@pytest.mark.parametrize("sent", [{}, {"press": "came"}, {"press": "came:x", "key": "y"}, {"press": "dance:{}"}])
def test_what_is_no_press_changes_nothing(sign_in, kwame, evening, sent):
    posted = {name: words.format(who(evening, "Ada").uuid) for name, words in sent.items()}

    answer = sign_in(kwame).post(at("event_tap", evening), {"key": uuid4(), **posted})

    assert (answer.status_code, noted(evening), Tap.objects.count()) == (302, {}, 0)


def test_the_sheet_of_paper_is_saved_at_once(sign_in, kwame, evening):
    client = sign_in(kwame)
    end(evening)
    ada, ben, cy = (who(evening, name) for name in ("Ada", "Ben", "Cy"))
    marks = {f"now-{ada.uuid}": "came", f"now-{ben.uuid}": "missed", f"now-{cy.uuid}": ""}
    sheet = {**marks, "walk_ins": "Dee Walker, Lantern\n\nEli Stone", "key": uuid4()}

    client.post(at("event_paper", evening), sheet)
    client.post(at("event_paper", evening), sheet)

    assert noted(evening) == {"Ada Quill": "came", "Ben O’Brien": "missed", "Dee Walker": "came", "Eli Stone": "came"}
    assert Contact.objects.get(name="Dee Walker").organisation_typed == "Lantern"


def test_a_sheet_opened_before_a_press_does_not_undo_it(sign_in, kwame, evening):
    client, ada, ben = sign_in(kwame), who(evening, "Ada"), who(evening, "Ben")
    sheet = {f"was-{ada.uuid}": "", f"now-{ada.uuid}": "", f"was-{ben.uuid}": "", f"now-{ben.uuid}": "apologies"}
    press(client, evening, ada)

    client.post(at("event_paper", evening), {**sheet, "key": uuid4()})

    assert noted(evening) == {"Ada Quill": "came", "Ben O’Brien": "apologies"}


def test_a_sheet_with_a_line_without_a_name_keeps_the_ticks(sign_in, kwame, evening):
    ada = who(evening, "Ada")

    page = sign_in(kwame).post(
        at("event_paper", evening), {f"now-{ada.uuid}": "came", "walk_ins": ", Lantern", "key": uuid4()}
    )

    assert "Begin each line with a name" in text(page)
    assert f'id="c-{ada.uuid}" value="came" checked' in text(page)
    assert noted(evening) == {}


def test_nothing_is_noted_of_a_date_that_is_closed_called_off_or_not_today(evening, kwame):
    ada, now = who(evening, "Ada"), timezone.now()
    early = make_evening(series=evening.series, minutes_ago=-60 * 24, day=now.date() + timedelta(days=1),
                         rule_day=now.date() + timedelta(days=1))  # fmt: skip
    off = make_evening(series=evening.series, day=now.date() - timedelta(days=1),
                       rule_day=now.date() - timedelta(days=1), cancelled_at=now, cancelled_because="Snow")  # fmt: skip
    close(evening, by=kwame, at=now)

    for event in (evening, early, off):
        with pytest.raises(Settled):
            note(event, ada, "came", Press(uuid4(), now, kwame), now=now)

    assert Attendance.objects.count() == 0


def test_the_script_hears_that_a_date_is_closed(sign_in, kwame, evening):
    close(evening, by=kwame, at=timezone.now())

    answer = by_script(sign_in(kwame), evening, who(evening, "Ada"))

    assert answer.status_code == 409


def test_another_host_does_not_find_the_list(sign_in, kwame, evening):
    evening.series.hosts.clear()
    client = sign_in(kwame)

    answers = [client.get(at("event_here", evening)), press(client, evening, who(evening, "Ada"))]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert noted(evening) == {}


def test_an_empty_list_says_so(sign_in, kwame, evening):
    evening.signups.all().delete()

    page = sign_in(kwame).get(at("event_here", evening))

    assert "Nobody has signed up" in text(page)


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("event_here", 6), ("event_paper", 6), ("event_labels", 5)])
def test_the_lists_ask_the_same_for_any_number(
    sign_in, kwame, evening, django_assert_num_queries, people, name, queries
):
    evening.signups.exclude(pk__in=evening.signups.order_by("pk")[:people]).delete()
    client = sign_in(kwame)
    client.get(at(name, evening))

    with django_assert_num_queries(queries):
        client.get(at(name, evening))


def test_the_labels_show_the_organisation_as_they_typed_it(sign_in, kwame, evening):
    sign_up_at = evening.starts_at - timedelta(days=2)
    sign_up(evening, Guest("Dee Walker", "dee@people.example", organisation_typed="the lantern lot"), at=sign_up_at)
    place(evening, make_contact("Not Coming"), "cancelled")

    page = text(sign_in(kwame).get(at("event_labels", evening)))

    assert "<b>Dee Walker</b> <span>the lantern lot</span>" in page
    assert "Not Coming" not in page
    assert "Ada Quill" in page


def test_the_poster_leads_to_the_page_at_the_door(sign_in, kwame, evening, settings):
    page = text(sign_in(kwame).get(at("event_door", evening)))

    assert f"{settings.PUBLIC_URL}{at('event_arrive', evening)}" in page
    assert "<svg" in page
