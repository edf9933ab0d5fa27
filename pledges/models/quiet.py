"""Pledges that have gone quiet: asked about twice, and no word since. Worked out, and never kept as a state."""

from datetime import datetime, timedelta

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from events.models import Series
from groups.models import Membership
from members.models import Member
from outbox.models import State
from pledges.models.pledges import Pledge, PledgeQuerySet
from pledges.models.reminders import Reminder
from pledges.models.rhythm_row import Rhythm
from pledges.models.states import Visibility
from pledges.models.working_days import is_working_day, morning

TWICE = 2


def quiet(pledges: PledgeQuerySet, *, now: datetime) -> PledgeQuerySet:
    """Live, and two emails about it got no answer, each with as many working days as we wait before asking again."""
    heard_at = Coalesce(OuterRef("answered_at"), OuterRef("made_at"))
    asked = Reminder.objects.filter(
        pledge=OuterRef("pk"),
        email__state=State.SENT,
        email__sent_at__gt=heard_at,
        email__sent_at__lt=waited_since(now),
    )
    emails = asked.order_by().values("pledge").values(number=Count("email", distinct=True))
    return pledges.live().filter(confirmed_at__isnull=False).annotate(asked=Subquery(emails)).filter(asked__gte=TWICE)


def is_quiet(pledge: Pledge, *, now: datetime) -> bool:
    """Whether this one is."""
    return quiet(Pledge.objects.filter(pk=pledge.pk), now=now).exists()


def waited_since(now: datetime) -> datetime:
    """An email of before then has had its working days."""
    day, left = timezone.localdate(now), Rhythm.now().repeat_after
    while left:
        day -= timedelta(days=1)
        left -= is_working_day(day)
    return morning(day + timedelta(days=1))


def quiet_for(host: Member, *, now: datetime) -> PledgeQuerySet:
    """Those that were made where this person hosts, or that a group holds which they lead; not what is between two."""
    led = Membership.objects.current().filter(member=host, role=Membership.Role.LEAD).values("group")
    theirs = Q(event__series__in=Series.objects.filter(hosts=host)) | Q(group__in=led)
    rows = quiet(Pledge.objects.exclude(visibility=Visibility.PARTNER).filter(theirs), now=now)
    return rows.order_by(Coalesce(F("answered_at"), F("made_at")), "pk")
