"""A word that can be said aloud leads to a meeting, however its dates move, until the host ends it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commons.models import AuditEntry, GoWord
from events.actions import MOST_WORDS
from events.models import Event
from tests.factories import make_event, make_series

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(kwame):
    row = make_series()
    row.hosts.add(kwame)
    return row


@pytest.fixture
def host(sign_in, kwame, series):
    return sign_in(kwame)


def give(host, series, word, to, **fields):
    return host.post(f"/host/{series.slug}/go/", {"word": word, "leads_to": str(to.uuid), **fields})


def words(response):
    return " ".join(response.content.decode().split())


def land(client, word):
    """Where somebody ends who types the word, and over how many redirects."""
    answer = client.get(f"/go/{word}/", follow=True)
    assert [status for _url, status in answer.redirect_chain] == [302, 302]
    assert not answer.cookies
    return answer.redirect_chain[-1][0]


def test_a_word_of_a_series_leads_to_its_next_date(host, client, series):
    make_event(in_days=-5)
    next_one, later = make_event(in_days=5), make_event(in_days=12)
    give(host, series, "Kettle", series)
    host.logout()

    first = land(client, "KETTLE")
    Event.objects.filter(pk=next_one.pk).update(cancelled_at=timezone.now(), cancelled_because="Snow.")
    second = land(client, "kettle")
    Event.objects.filter(pk=later.pk).delete()
    third = land(client, "kettle")

    assert (first, second) == (next_one.get_absolute_url(), later.get_absolute_url())
    assert third == series.get_absolute_url()


def test_a_word_of_a_date_goes_along_when_it_moves(host, client, series):
    event = make_event(in_days=5)
    give(host, series, "lantern", event)
    day = event.day + timedelta(days=3)
    Event.objects.update(
        day=day, starts_at=event.starts_at + timedelta(days=3), ends_at=event.ends_at + timedelta(days=3)
    )
    host.logout()

    assert land(client, "lantern") == f"/events/{series.slug}/{day}/"


def test_the_page_shows_each_word_with_its_code_and_where_it_leads(host, series):
    event = make_event(in_days=5)
    give(host, series, "kettle", series)
    give(host, series, "lantern", event, last_day="tomorrow")

    page = words(host.get(f"/host/{series.slug}/go/"))

    assert page.count('<svg class="qr') == 2
    assert "http://testserver/go/kettle/" in page
    assert "testserver/go/lantern" in page
    assert "Leads to the next date" in page
    assert AuditEntry.objects.filter(action="events.word_made").count() == 2


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("", "Enter a word"),
        ("ab", "Use 3 to 20 letters, with no spaces"),
        ("a" * 21, "Use 3 to 20 letters, with no spaces"),
        ("two words", "Use 3 to 20 letters, with no spaces"),
        ("ke77le", "Use 3 to 20 letters, with no spaces"),
        ("thé", "Use 3 to 20 letters, with no spaces"),
        ("Admin", "Choose another word"),
        ("police", "Choose another word"),
        ("shitshow", "Choose another word"),
        ("taken", "This word leads somewhere already. Choose another"),
    ],
)
def test_a_word_that_will_not_do_is_said_and_what_was_typed_is_kept(host, series, word, said):
    GoWord.objects.create(word="taken", path="/")

    answer = give(host, series, word, series, last_day="tomorrow")

    assert answer.status_code == 200
    assert said in words(answer)
    assert 'value="tomorrow"' in words(answer)
    assert word == "" or f'value="{word}"' in words(answer)
    assert not GoWord.objects.exclude(word="taken").exists()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("last_day", "31/12/9999", "Choose a day within five years"),
        ("last_day", "1 May 2020", "Choose today or a later day"),
        ("last_day", "soon", "Enter a day, like 20 November"),
        ("leads_to", "nowhere", "Choose where it leads"),
        ("leads_to", "", "Choose where it leads"),
    ],
)
def test_a_slip_elsewhere_is_said_and_the_word_is_kept(host, series, field, typed, said):
    form = {"word": "kettle", "leads_to": str(series.uuid), field: typed}

    answer = host.post(f"/host/{series.slug}/go/", form)

    assert said in words(answer)
    assert 'value="kettle"' in words(answer)
    assert not GoWord.objects.exists()


def test_a_word_inside_a_longer_harmless_one_is_fine(host, series):
    for word in ("cassette", "peacock", "grapes", "adminton"):
        give(host, series, word, series)

    made = set(GoWord.objects.values_list("word", flat=True))
    assert made == {"cassette", "peacock", "grapes", "adminton"}


def test_an_ended_word_says_so_kindly_and_may_be_used_again_by_its_own_series(host, client, series):
    make_event(in_days=5)
    give(host, series, "kettle", series)
    host.post(f"/host/{series.slug}/go/kettle/end/")
    host.post(f"/host/{series.slug}/go/kettle/end/")

    over = client.get("/go/kettle/")
    give(host, series, "kettle", series)

    assert over.status_code == 410
    assert "This word leads nowhere any more" in words(over)
    assert client.get("/go/kettle/").status_code == 302
    assert AuditEntry.objects.filter(action="events.word_ended").count() == 1


def test_another_series_cannot_take_an_ended_word(host, series, kwame):
    other = make_series("repair", title="Repair café")
    other.hosts.add(kwame)
    give(host, series, "kettle", series)
    host.post(f"/host/{series.slug}/go/kettle/end/")

    answer = give(host, other, "kettle", other)

    assert "This word leads somewhere already. Choose another" in words(answer)
    assert GoWord.objects.get().leads_to == series.uuid


def test_a_last_day_ends_it_by_itself(host, client, series):
    make_event(in_days=5)
    give(host, series, "kettle", series, last_day="today")
    row = GoWord.objects.get()
    before = client.get("/go/kettle/").status_code
    GoWord.objects.update(ends_at=timezone.now() - timedelta(seconds=1))

    assert timezone.localtime(row.ends_at).strftime("%H:%M") == "00:00"
    assert timezone.localtime(row.ends_at).date() == timezone.localdate() + timedelta(days=1)
    assert (before, client.get("/go/kettle/").status_code) == (302, 410)


def test_a_facilitator_who_does_not_host_it_finds_nothing(sign_in, kwame):
    foreign = make_series()
    client = sign_in(kwame)
    GoWord.objects.create(word="kettle", path="/", leads_to=foreign.uuid)

    answers = [
        client.get(f"/host/{foreign.slug}/go/"),
        give(client, foreign, "lantern", foreign),
        client.post(f"/host/{foreign.slug}/go/kettle/end/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert not GoWord.objects.filter(word="lantern").exists()
    assert not GoWord.objects.get(word="kettle").has_ended(timezone.now())


def test_an_organiser_does_it_for_any_series(sign_in, orla):
    series = make_series()

    give(sign_in(orla), series, "kettle", series)

    assert GoWord.objects.get().leads_to == series.uuid


def test_a_host_ends_no_word_of_another_series(host, series):
    GoWord.objects.create(word="theirs", path="/", leads_to=make_series("repair").uuid)

    answer = host.post(f"/host/{series.slug}/go/theirs/end/")

    assert answer.status_code == 404
    assert not GoWord.objects.get().has_ended(timezone.now())


def test_what_only_a_link_opens_has_no_word(host, series):
    type(series).objects.update(audience="link")

    give(host, series, "kettle", series)

    assert not GoWord.objects.exists()
    assert "A word can be guessed" in words(host.get(f"/host/{series.slug}/go/"))


def test_a_word_for_members_leads_visitors_nowhere(host, client, series):
    make_event(in_days=5)
    give(host, series, "kettle", series)
    type(series).objects.update(audience="members")
    host.logout()

    assert client.get("/go/kettle/", follow=True).status_code == 404


def test_a_word_from_before_leads_to_nothing_that_only_a_link_opens(host, client, series):
    event = make_event(in_days=5)
    give(host, series, "kettle", series)
    give(host, series, "lantern", event)
    host.logout()
    type(series).objects.update(audience="link")

    assert [client.get(f"/go/{word}/", follow=True).status_code for word in ("kettle", "lantern")] == [404, 404]
    assert client.get(event.get_absolute_url()).status_code == 200


def test_there_is_an_end_to_how_many(host, series):
    for number in range(MOST_WORDS):
        GoWord.objects.create(word=f"w{number}", path="/", leads_to=series.uuid)

    give(host, series, "kettle", series)

    assert not GoWord.objects.filter(word="kettle").exists()


def test_the_page_costs_the_same_with_one_word_and_with_three(host, series, django_assert_max_num_queries):
    for count in (1, 3):
        while GoWord.objects.count() < count:
            GoWord.objects.create(word=f"w{GoWord.objects.count()}", path="/", leads_to=series.uuid)
        with django_assert_max_num_queries(9):
            host.get(f"/host/{series.slug}/go/")
