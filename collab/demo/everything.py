"""The whole demo network, in one transaction."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Count, Max, Q

from collab.demo.access import load_access
from collab.demo.attendance import load_attendance
from collab.demo.emails import write_confirmations
from collab.demo.groups import load_groups
from collab.demo.joining import load_joining
from collab.demo.lines import load_lines
from collab.demo.loading import Loading
from collab.demo.meetings import load_meetings
from collab.demo.members import load_people
from collab.demo.network import load_network
from collab.demo.pledges import load_pledges
from collab.demo.privacy import load_privacy
from collab.demo.reports import load_reports
from collab.demo.series import load_more_series
from collab.demo.sign_ins import load_sign_ins
from collab.demo.stories import load_stories
from collab.demo.ties import load_ties, load_words
from collab.demo.workplaces import load_left_behind, load_workplaces
from events.models import PLACE_TAKEN, Event, Way
from pledges.actions.reminding import write_due_reminders


class Inconsistent(Exception):
    """The loaded rows contradict one another, so nothing was kept."""


# In the order in which one rests on another.
STEPS: list[Callable[[Loading], object]] = [
    load_network,
    load_people,
    load_workplaces,
    load_words,
    load_meetings,
    load_access,
    load_stories,
    load_attendance,
    load_groups,
    load_pledges,
    load_left_behind,
    load_privacy,
    load_ties,
    write_confirmations,
    lambda loading: write_due_reminders(loading.now),
    load_joining,
    load_sign_ins,
    load_reports,
    load_more_series,
    load_lines,
]


@transaction.atomic
def load(loading: Loading) -> None:
    """Load everything, and keep it only if the counters agree with the rows."""
    for step in STEPS:
        step(loading)
    check_counters()


def check_counters() -> None:
    """Each date's counters say what its sign-ups say."""
    counted = Event.objects.annotate(
        places=Count("signups", filter=Q(signups__state__in=PLACE_TAKEN, signups__way=Way.ROOM)),
        last=Max("signups__position"),
    )
    for event in counted:
        places, last = vars(event)["places"], vars(event)["last"] or 0
        if (event.taken, event.last_position) != (places, last):
            raise Inconsistent(f"{event} counts {event.taken} places and has {places}.")
