"""Each night: what is over its time goes, what is a day younger stays, for every limit of every table."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from collab.celery import app
from collab.privacy.erasing import erase
from collab.privacy.keeping import keep_no_longer, quiet_guests
from collab.privacy.requests import ask_to_leave
from collab.privacy.tables import every_limit
from collab.tasks import carry_out_requests
from collab.tasks import keep_no_longer as keep_no_longer_task
from commons.models import ErasedPerson, Heartbeat, KeptFor, RateCount
from events.actions import sign_up
from members.models import Contact
from pledges.models import Pledge
from stories.models import Story
from tests.factories import make_contact, make_event, make_member, make_pledge, make_story
from tests.privacy import world

LIMITS = {f"{one.label} {limit.since} {n}": (one, limit) for n, (one, limit) in enumerate(every_limit())}
DAY = timedelta(days=1)


def satisfied(condition):
    """Column values that make a condition true: all parts of an AND, the first of an OR."""
    values: dict[str, object] = {}
    children = condition.children if condition.connector == Q.AND else condition.children[:1]
    for child in children:
        if isinstance(child, Q):
            values |= satisfied(child)
        else:
            name, _, lookup = child[0].partition("__")
            values[name] = {"in": lambda wanted: wanted[0], "gt": lambda _: "words"}.get(lookup, lambda v: v)(child[1])
    return values


def a_row(one):
    """One row of this table, made as for a person."""
    if one.label == "sessions.Session":
        session = SessionStore()
        session["words"] = "words"
        session.save()
        return one.manager.get(pk=session.session_key)
    member = make_member("Reg Thackeray", sector="residents")
    return world.make_row(one.label, member)


# What else a row says once it has come to this end: the database wants it whole.
ENDED = {
    ("members.Invitation", "accepted_at"): lambda row: {"accepted_by": row.inviter},
    ("members.JoinRequest", "decided_at"): lambda row: {"is_accepted": True, "proved_at": row.made_at},
    ("members.Helper", "ended_at"): lambda row: {"asked_at": row.asked_at - timedelta(days=200)},
    ("members.Import", "ended_at"): lambda row: {"state": "done"},
    ("members.SignIn", "ends_at"): lambda row: {"began_at": row.began_at - timedelta(days=90)},
    ("commons.Report", "decided_at"): lambda row: {"outcome": "mended", "sentence": "words", "decided_by": uuid4()},
    ("commons.RiskReport", "ended_at"): lambda row: {"ending": "helped", "ended_by": uuid4()},
    ("events.AccessNeed", "signup__event__ends_at"): lambda row: {"starts_at": timezone.now() - timedelta(days=99)},
    ("commons.Takedown", "put_back_at"): lambda row: {"put_back_by": uuid4()},
}


def choices():
    """Every limit with the release's days; and with the fewest that an organiser may choose."""
    for name, (_one, limit) in LIMITS.items():
        yield name, limit.days
        if limit.term.can_change:
            yield name, limit.term.least


@pytest.mark.parametrize(("name", "days"), list(choices()))
def test_a_day_over_goes_and_a_day_under_stays(db, name, days):
    one, limit = LIMITS[name]
    if days != limit.days:
        KeptFor.objects.create(name=limit.term.name, days=days)
    row, now = a_row(one), timezone.now()
    mine, over = one.manager.filter(pk=row.pk), Q(pk=row.pk) & limit.over(now, days=days)
    aged, column = at_the_end_of(limit.since, mine)

    aged.update(**satisfied(limit.only), **ENDED.get((one.label, limit.since), lambda row: {})(row),
                **{column: now - timedelta(days=days) + DAY})  # fmt: skip
    keep_no_longer(now)
    younger = mine.filter(satisfied_q(limit)).exists()
    aged.update(**{column: now - timedelta(days=days) - DAY})
    was_over = one.manager.filter(over).exists()
    keep_no_longer(now)

    assert younger
    assert was_over
    assert not one.manager.filter(over).exists()
    assert mine.exists() == (limit.then is not None)


def at_the_end_of(path, rows):
    """The rows that the column stands in, which may be those that these point at; and its name."""
    *way, column = path.split("__")
    for name in way:
        model = rows.model._meta.get_field(name).related_model
        rows = QuerySet(model).filter(pk__in=list(rows.values_list(name, flat=True)))
    return rows, column


def satisfied_q(limit):
    """What would be over, were it older."""
    return limit.only


def test_every_limit_is_tried_here():
    personal = {one.label for one, _ in LIMITS.values()}

    assert {"sessions.Session", "outbox.OutgoingEmail", "pledges.Pledge", "stories.Story"} <= personal
    assert len(LIMITS) == len(list(every_limit()))


def test_it_rings_every_night():
    rung = app.conf.beat_schedule["privacy.keep_no_longer"]["schedule"]

    assert (rung.hour, rung.minute) == ({3}, {30})


def test_the_jobs_of_the_clock_ask_for_nothing(db):
    make_contact("Reg Thackeray")

    assert (keep_no_longer_task(), carry_out_requests()) == (0, 0)


def test_it_leaves_a_sign_of_life(db):
    keep_no_longer(timezone.now())

    assert Heartbeat.objects.filter(name="privacy.keep_no_longer").count() == 1


def test_more_rows_than_one_piece_all_go(db):
    now = timezone.now()
    RateCount.objects.bulk_create(
        RateCount(key=str(n), window_started_at=now - timedelta(days=9), count=1) for n in range(1201)
    )

    gone = keep_no_longer(now)

    assert (gone, RateCount.objects.count()) == (1201, 0)


def test_copies_that_have_run_out_go(db):
    cache.set("old", "words", timeout=1)
    cache.set("new", "words", timeout=7200)

    keep_no_longer(timezone.now() + timedelta(hours=1))

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone() == (1,)


# --- People without an account: 90 days after their last live thing ------------------------------


def guest_of(days_ago, **fields):
    guest = make_contact("Reg Thackeray", email="reg@westmere.example", **fields)
    Contact.objects.filter(pk=guest.pk).update(made_at=timezone.now() - timedelta(days=days_ago))
    return guest


def is_quiet(guest, now):
    return guest in list(quiet_guests(now))


def test_a_guest_stays_for_90_days_after_the_event(db):
    guest, event = guest_of(400), make_event()
    signup = sign_up(event, guest, at=timezone.now())
    type(signup).objects.update(changed_at=timezone.now() - timedelta(days=300))

    assert not is_quiet(guest, event.ends_at + timedelta(days=89))
    assert is_quiet(guest, event.ends_at + timedelta(days=91))


def test_a_guest_stays_for_90_days_after_answering_a_pledge(db):
    guest, now = guest_of(400), timezone.now()
    make_pledge(by=guest, made_at=now - timedelta(days=300), state="kept", answered_at=now)

    assert not is_quiet(guest, now + timedelta(days=89))
    assert is_quiet(guest, now + timedelta(days=91))


def test_a_live_pledge_keeps_a_guest_for_a_year_and_not_for_ever(db):
    guest, now = guest_of(400), timezone.now()
    make_pledge(by=guest, made_at=now)

    assert not is_quiet(guest, now + timedelta(days=300))
    assert is_quiet(guest, now + timedelta(days=365 + 91))


def test_a_published_story_keeps_its_teller(db):
    guest = guest_of(4000)
    make_story(teller=guest)
    Story.objects.update(changed_at=timezone.now() - timedelta(days=3000))

    assert not is_quiet(guest, timezone.now())


def test_somebody_with_an_account_stays(db):
    member = make_member("Amara Nwachukwu")
    Contact.objects.update(made_at=timezone.now() - timedelta(days=4000))

    assert not is_quiet(member.contact, timezone.now())


def test_somebody_new_stays(db):
    assert not is_quiet(guest_of(1), timezone.now())


def test_somebody_who_asked_to_leave_is_not_overtaken(db):
    guest = guest_of(400)
    ask_to_leave(guest, at=timezone.now())

    assert not is_quiet(guest, timezone.now())


def test_details_go_and_the_kept_patch_stays_without_a_name(db):
    guest, now = guest_of(800), timezone.now()
    make_pledge("mend the kettle", by=guest, made_at=now - timedelta(days=700), state="kept",
                answered_at=now - timedelta(days=600))  # fmt: skip

    keep_no_longer(now)

    patch = Pledge.objects.get()
    assert (patch.act, patch.first_name, patch.contact) == ("mend the kettle", "", None)
    assert not Contact.objects.exists()


def test_who_comes_back_is_counted_without_being_known(db):
    guest_of(800)
    now = timezone.now()
    keep_no_longer(now)
    before = ErasedPerson.objects.get().returned_at

    make_contact("Reg Thackeray", email="REG@westmere.example")
    make_contact("Una Stott", email="una@westmere.example")
    keep_no_longer(now + timedelta(hours=1))

    assert before is None
    assert ErasedPerson.objects.get().returned_at == now + timedelta(hours=1)


def test_of_whoever_asked_to_go_no_address_is_kept_in_any_form(amara):
    erase(amara.contact, at=timezone.now())

    assert ErasedPerson.objects.get().address == ""


def test_a_story_that_was_taken_down_loses_its_words_and_keeps_its_address(db, django_capture_on_commit_callbacks):
    teller, now = make_member("Tel Ler"), timezone.now()
    story = world.make_story(teller)
    picture = story.picture.name
    story.quotes.create(words="I poured the tea")
    Story.objects.filter(pk=story.pk).update(state="withdrawn", changed_at=now - timedelta(days=31))

    with django_capture_on_commit_callbacks(execute=True):
        keep_no_longer(now)

    story.refresh_from_db()
    assert (story.title, story.what_we_did, story.quotes.count()) == ("", "", 0)
    assert story.slug.startswith("a-story-of")
    assert not default_storage.exists(picture)
