"""The whole demo network, in one transaction."""

from django.db import transaction
from django.db.models import Count, Max, Q

from collab.demo.access import load_access
from collab.demo.emails import write_confirmations
from collab.demo.groups import load_groups
from collab.demo.joining import load_joining
from collab.demo.loading import Loading
from collab.demo.meetings import load_meetings
from collab.demo.members import load_people
from collab.demo.network import load_network
from collab.demo.pledges import load_pledges
from collab.demo.privacy import load_privacy
from collab.demo.reports import load_reports
from collab.demo.sign_ins import load_sign_ins
from collab.demo.stories import load_stories
from collab.demo.ties import load_ties, load_words
from collab.demo.workplaces import load_left_behind, load_workplaces
from events.models import PLACE_TAKEN, Event
from pledges.actions.reminding import write_due_reminders


class Inconsistent(Exception):
    """The loaded rows contradict one another, so nothing was kept."""


@transaction.atomic
def load(loading: Loading) -> None:
    """Load everything, and keep it only if the counters agree with the rows."""
    load_network(loading)
    load_people(loading)
    load_workplaces(loading)
    load_words(loading)
    load_meetings(loading)
    load_access(loading)
    load_stories(loading)
    load_groups(loading)
    load_pledges(loading)
    load_left_behind(loading)
    load_privacy(loading)
    load_ties(loading)
    write_confirmations(loading)
    write_due_reminders(loading.now)
    load_joining(loading)
    load_sign_ins(loading)
    load_reports(loading)
    check_counters()


def check_counters() -> None:
    """Each date's counters say what its sign-ups say."""
    counted = Event.objects.annotate(
        places=Count("signups", filter=Q(signups__state__in=PLACE_TAKEN)), last=Max("signups__position")
    )
    for event in counted:
        if (event.taken, event.last_position) != (event.places, event.last or 0):
            raise Inconsistent(f"{event} counts {event.taken} places and has {event.places}.")
