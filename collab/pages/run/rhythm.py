"""How often people are asked about their pledges, and the numbers to judge it by."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from collab.kit.access import role
from collab.pages.run.entries import in_words
from commons.models import AuditEntry
from members.models import SignedInRequest
from outbox.models import State
from pledges.models import Answer, FollowUps, Pledge, Reminder, Rhythm
from pledges.models.quiet import quiet
from pledges.models.rhythm_row import BOUNDS

LOOK_BACK = timedelta(days=90)
# Fewer than this says nothing, and might say who.
ENOUGH = 5


class RhythmForm(forms.ModelForm):
    """Four numbers of days, each within what is still sensible."""

    class Meta:
        model = Rhythm
        fields = ["month_days", "week_days", "rest_days", "repeat_after"]
        labels = {
            "month_days": gettext_lazy("Days between two questions about one pledge"),
            "week_days": gettext_lazy("Days between two pledge emails to one person"),
            "rest_days": gettext_lazy("Days of silence after somebody says they are stuck"),
            "repeat_after": gettext_lazy("Working days until we ask once more"),
        }
        help_texts = {
            "month_days": gettext_lazy("From 14 to 120. We use 30."),
            "week_days": gettext_lazy("From 7 to 31. We use 7. It is never less than a week."),
            "rest_days": gettext_lazy("From 7 to 60. We use 14."),
            "repeat_after": gettext_lazy("From 3 to 20. We use 5. After that we are silent until the next month."),
        }
        widgets = {
            name: forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-4"})
            for name in ("month_days", "week_days", "rest_days", "repeat_after")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (least, most) in BOUNDS.items():
            days = _("Enter a number of days, from %(least)s to %(most)s") % {"least": least, "most": most}
            codes = ("required", "invalid", "min_value", "max_value")
            self.fields[name].error_messages.update(dict.fromkeys(codes, days))


def how_it_goes(now: datetime) -> list[str]:
    """Kept share, answers per message, stops per hundred messages, missed and quiet; or that there are too few."""
    since = now - LOOK_BACK
    pledges = Pledge.objects.made().filter(answered_at__gt=since)
    counted = pledges.aggregate(answered=Count("pk"), kept=Count("pk", filter=Q(state=Pledge.State.KEPT)))
    sent = Reminder.objects.filter(email__state=State.SENT, email__sent_at__gt=since)
    messages_sent = sent.aggregate(number=Count("email", distinct=True))["number"]
    answers = Answer.objects.filter(at__gt=since).count()
    stops = FollowUps.objects.filter(stopped_at__gt=since).count()
    return [
        line
        for line in (
            in_100(_("%(n)s of 100 answered pledges were kept."), counted["kept"], counted["answered"]),
            in_100(_("%(n)s answers came for every 100 messages."), answers, messages_sent),
            in_100(_("%(n)s people stopped the emails for every 100 messages."), stops, messages_sent),
            enough(_("%(n)s questions were too late, and were not sent."), late_ones(since).count()),
            enough(_("%(n)s pledges are quiet: asked about twice, and no answer."), quiet_ones(now)),
        )
        if line
    ]


def in_100(words: str, some: int, of: int) -> str:
    """The sentence with its number, "" with too few to tell."""
    return words % {"n": round(100 * some / of)} if of >= ENOUGH else ""


def enough(words: str, number: int) -> str:
    """The sentence with its number, "" with too few to tell."""
    return words % {"n": number} if number >= ENOUGH else ""


def late_ones(since: datetime) -> QuerySet[Reminder]:
    """Missed, by more than 48 hours after their day."""
    return Reminder.objects.filter(state=Reminder.State.MISSED, due_at__gt=since)


def quiet_ones(now: datetime) -> int:
    """How many pledges are quiet."""
    return quiet(Pledge.objects.made(), now=now).count()


def by_kind(now: datetime) -> list[dict[str, object]]:
    """For each question how often it was sent, answered and missed; no row with fewer than five sent."""
    since = now - LOOK_BACK
    sent = counts(Reminder.objects.filter(email__state=State.SENT, email__sent_at__gt=since).values_list("kind"))
    answered = Answer.objects.filter(at__gt=since, reminder__isnull=False).values_list("reminder__kind")
    answers, missed = counts(answered, distinct="reminder"), counts(late_ones(since).values_list("kind"))
    rows = [(kind, sent.get(kind.value, 0)) for kind in Reminder.Kind]
    return [
        {
            "kind": kind.label,
            "sent": number,
            "answered": answers.get(kind.value, 0),
            "missed": missed.get(kind.value, 0),
        }
        for kind, number in rows
        if number >= ENOUGH
    ]


def counts(rows: Any, *, distinct: str = "pk") -> dict[str, int]:
    """How many of each kind."""
    return dict(rows.order_by().annotate(number=Count(distinct, distinct=True)))


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def run_rhythm(request: SignedInRequest) -> HttpResponse:
    row, now = Rhythm.objects.filter(pk=1).first() or Rhythm(pk=1), timezone.now()
    form = RhythmForm(request.POST or None, instance=row)
    if form.is_valid():
        Rhythm.change(form.cleaned_data, by=request.user.uuid)
        messages.success(
            request, _("Saved. What is booked already keeps its day; the week between emails counts at once")
        )
        return redirect("run_rhythm")
    history = in_words(AuditEntry.objects.filter(action="pledges.rhythm_changed")[:20])
    context = {"form": form, "numbers": how_it_goes(now), "kinds": by_kind(now), "history": history}
    return render(request, "pages/run/rhythm.html", context)
