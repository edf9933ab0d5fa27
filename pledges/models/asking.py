"""When a person is asked about their pledges next."""

from datetime import date

from django.db.models import Min
from django.utils import timezone

from members.models import Contact
from pledges.models.follow_ups import FollowUps
from pledges.models.reminders import Reminder
from pledges.models.states import LIVE
from pledges.models.working_days import working_day


def next_asked_on(contact: Contact, wishes: FollowUps) -> date | None:
    """The day of the next question, not before what they wished; None where none is planned or they want none."""
    if wishes.stopped_at is not None:
        return None
    planned = Reminder.objects.planned().of_contacts([contact])
    planned = planned.filter(pledge__state__in=LIVE, pledge__confirmed_at__isnull=False)
    first = planned.aggregate(first=Min("due_at"))["first"]
    if first is None:
        return None
    return max(timezone.localdate(first), working_day(wishes.paused_until or date.min))
