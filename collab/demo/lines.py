"""What a host meets: a full pub with a line, places kept for some, places online, and a question on the form."""

from datetime import timedelta

from django.db.models import F

from collab.demo.loading import Loading
from collab.demo.meetings import STAYS_FREE
from events.actions import give_back, hold_places, set_capacity
from events.models import Event, SignUp
from members.models import Contact
from outbox.models import OutgoingEmail, State

IN_LINE = 6


def load_lines(loading: Loading) -> None:
    """At dates after the next one, which is nearly full and stays as it is."""
    _next, pub, kept, from_home, *_later = loading.coming
    fill_the_pub(loading, pub)
    host = loading.people["P34"]
    sectors = loading.sectors
    hold_places(kept, {sectors["residents"]: 6, sectors["council"]: 4}, by=host, at=loading.now)
    set_capacity(from_home, from_home.capacity, online=20, at=loading.now)
    from_home.series.questions.create(
        uuid=loading.uuid(), event=from_home, kind="choice", words="What do you bring to eat?",
        options=["Something savoury", "Something sweet", "Only myself"],
    )  # fmt: skip


def fill_the_pub(loading: Loading, pub: Event) -> None:
    """As many places as are taken, a line, and one place that was given back and is offered to the next."""
    set_capacity(pub, pub.taken, at=loading.now)
    pub.refresh_from_db()
    for number, person in enumerate(who_waits(loading, pub), start=1):
        at = loading.now - timedelta(hours=IN_LINE * 4 - number * 3)
        row = SignUp(event=pub, contact=person, state="waiting", position=number, signed_up_at=at, changed_at=at)
        row.uuid = loading.uuid()
        row.save()
    pub.last_position = IN_LINE
    pub.save(update_fields=["last_position"])
    guests = [guest.pk for guest in loading.guests]
    first = pub.signups.with_details().with_a_place().filter(contact__in=guests).order_by("signed_up_at", "pk")[0]
    at = loading.now - timedelta(hours=1)
    give_back(first, at=at)
    told = OutgoingEmail.objects.filter(purpose__in=["events.offered", "events.given-back"])
    told.update(state=State.SENT, written_at=F("due_at"), sent_at=F("due_at"), attempts=1)


def who_waits(loading: Loading, pub: Event) -> list[Contact]:
    """Guests and members, none of them there already."""
    there = set(pub.signups.values_list("contact", flat=True))
    free = {loading.people[person].contact_id for person in STAYS_FREE}
    members = [person.contact for person in loading.people.values() if person.contact_id not in there | free]
    guests = [guest for guest in loading.guests if guest.pk not in there]
    return [*guests[: IN_LINE - 2], *members[-2:]]
