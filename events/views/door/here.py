"""Who is here: find somebody, one press, undo; somebody who walked in; a sheet of paper the next day."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.kit.access import role
from events.actions.attendance import UNKNOWN, Press, Settled, note, note_from_paper, walk_in
from events.actions.locking import Busy
from events.actions.walk_ins import KnownElsewhere, correct_walk_in, is_only_here
from events.forms.door import PaperForm, WalkInChangeForm, WalkInForm, key_in
from events.models import Attendance, Event, closing_of
from events.models.attendance import HOSTS_BEFORE, takes_attendance
from events.models.door import Person, counts_of, people_at
from events.views.host.finding import find_date, typed_leads_to
from members.models import Contact, Member, SignedInRequest

# How long a press may have waited on a phone without a signal.
LONGEST_WAIT = timedelta(days=2)
STATES = {"came": Attendance.State.CAME, "apologies": Attendance.State.APOLOGIES,
          "missed": Attendance.State.MISSED, "undo": UNKNOWN}  # fmt: skip


@role("facilitator", "admin")
@require_safe
def event_here(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """The list to press, with a box for the first letters of a name."""
    event, now = find_date(request, slug, day), timezone.now()
    people, letters = people_at(event), request.GET.get("find", "").strip()
    last = request.GET.get("last", "")
    context = {
        "people": [p for p in people if p.is_called(letters)] if letters else people,
        "letters": letters,
        "counts": counts_of(people),
        "last": next((person for person in people if str(person.contact.uuid) == last), None),
        "key": uuid4(),
        "walk_in_form": WalkInForm(auto_id="walk_%s"),
    }
    return render(request, "events/event_here.html", {**context, **state_of(event, now)})


def state_of(event: Event, now: datetime) -> dict[str, object]:
    """Whether presses count now, and if not, why."""
    closing = closing_of(event)
    return {
        "event": event,
        "closing": closing,
        "is_open": closing is None and takes_attendance(event, now),
        "is_over": event.is_over(now),
        "opens_at": event.starts_at - HOSTS_BEFORE,
    }


class Pressed(NamedTuple):
    """What a press says: whom it is about, and what became of them."""

    person: Person
    state: str
    press: Press


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@typed_leads_to("event_here")
def event_tap(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """One press about one person, now or kept on the phone for a while."""
    event, now = find_date(request, slug, day), timezone.now()
    pressed = read_press(request.POST, people_at(event), by=request.user, now=now)
    if pressed is None:
        return answer(request, event, status=400)
    try:
        note(event, pressed.person.contact, pressed.state, pressed.press, now=now)
    except Settled:
        return answer(request, event, status=409)
    except Busy:
        return answer(request, event, status=503)
    return answer(request, event, last=pressed.person.contact)


def read_press(posted: QueryDict, people: list[Person], *, by: Member, now: datetime) -> Pressed | None:
    """ "came:<uuid>" with its key, from among those on the list."""
    word, _colon, who = posted.get("press", "").partition(":")
    person = next((person for person in people if str(person.contact.uuid) == who), None)
    key = press_key(posted)
    if person is None or word not in STATES or key is None:
        return None
    return Pressed(person, STATES[word], Press(key, pressed_at(posted, now), by))


def press_key(posted: QueryDict) -> UUID | None:
    """The script's own key; without it the page's, which holds for one button of that page."""
    if own := key_in(posted.get("own_key", "")):
        return own
    page = key_in(posted.get("key", ""))
    return uuid5(page, posted.get("press", "")) if page else None


def pressed_at(posted: QueryDict, now: datetime) -> datetime:
    """So many seconds ago by the phone's own clock, whose time of day nobody trusts."""
    typed = posted.get("age", "")
    age = timedelta(seconds=int(typed)) if typed.isdecimal() and len(typed) < 8 else timedelta()
    return now - min(age, LONGEST_WAIT)


def answer(request: HttpRequest, event: Event, *, last: Contact | None = None, status: int = 200) -> HttpResponse:
    """For the script how many are here; for everybody else the list again."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"counts": counts_of(people_at(event))}, status=status)
    if status == 503:
        messages.info(request, _("Many people at this moment. Press the button again."))
    elif status != 200:
        messages.info(request, _("Nothing was saved."))
    here = redirect("event_here", event.series.slug, event.day)
    if last is not None:
        here.headers["Location"] += f"?last={last.uuid}"
    return here


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def event_walk_in(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """Somebody who is not on the list, in a few seconds."""
    event, now = find_date(request, slug, day), timezone.now()
    form = WalkInForm(request.POST or None, auto_id="walk_%s")
    if form.is_valid():
        press = Press(form.cleaned_data["key"], pressed_at(request.POST, now), request.user)
        try:
            walk_in(event, form.guest(), press, now=now)
        except Settled:
            return answer(request, event, status=409)
        except Busy:
            return answer(request, event, status=503)
        return answer(request, event, last=written_down(event, press))
    status = 400 if form.is_bound and "application/json" in request.headers.get("Accept", "") else 200
    return render(request, "events/event_walk_in.html", {"event": event, "form": form}, status=status)


def written_down(event: Event, press: Press) -> Contact | None:
    """By this press, now or when it came first."""
    tap = event.taps.filter(key=press.key).select_related("contact").first()
    return tap.contact if tap else None


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def event_walk_in_change(request: SignedInRequest, slug: str, day: date, uuid: UUID) -> HttpResponse:
    """What was written down in a hurry, put right."""
    event = find_date(request, slug, day)
    row = get_object_or_404(event.attendance.select_related("event", "contact__sector"), uuid=uuid, is_walk_in=True)
    form = WalkInChangeForm(request.POST if request.method == "POST" else None, contact=row.contact)
    may_change = is_only_here(row)
    if may_change and form.is_valid():
        return put_right(request, event, row, form)
    context = {"event": event, "person": row.contact, "form": form, "may_change": may_change}
    return render(request, "events/event_walk_in_change.html", context)


def put_right(request: SignedInRequest, event: Event, row: Attendance, form: WalkInChangeForm) -> HttpResponse:
    """The list again, with a word on how it went."""
    try:
        correct_walk_in(row, form.guest(), by=request.user, at=timezone.now())
    except (Settled, KnownElsewhere):
        return answer(request, event, status=409)
    except Busy:
        return answer(request, event, status=503)
    messages.success(request, _("Put right"))
    return redirect("event_here", event.series.slug, event.day)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def event_paper(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """All names on one page, to tick from the sheet that lay at the door."""
    event, now = find_date(request, slug, day), timezone.now()
    form, people = PaperForm(request.POST or None), [p for p in people_at(event) if p.is_expected]
    if form.is_valid():
        press = Press(form.cleaned_data["key"], now, request.user)
        try:
            note_from_paper(event, changed(request.POST, people), form.cleaned_data["walk_ins"], press, now=now)
        except (Settled, Busy) as error:
            return answer(request, event, status=503 if isinstance(error, Busy) else 409)
        messages.success(request, _("The sheet is saved"))
        return redirect("event_here", slug, day)
    rows = [(person, request.POST.get(f"now-{person.contact.uuid}", person.state)) for person in people]
    context = {"event": event, "form": form, "rows": rows, "closing": closing_of(event)}
    return render(request, "events/event_paper.html", context)


def changed(posted: QueryDict, people: list[Person]) -> dict[Contact, str]:
    """Only what was changed on this page: what was pressed at the door meanwhile stands."""
    known = {str(person.contact.uuid): person.contact for person in people}
    states = {UNKNOWN, *Attendance.State.values}
    return {
        contact: after
        for uuid, contact in known.items()
        if (after := posted.get(f"now-{uuid}")) in states and after != posted.get(f"was-{uuid}", UNKNOWN)
    }
