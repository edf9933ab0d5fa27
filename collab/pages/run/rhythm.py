"""How often people are asked about their pledges, and the numbers to judge it by."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
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
    """Kept share, answers per message and stops per hundred messages, in sentences; or that there are too few."""
    since = now - LOOK_BACK
    pledges = Pledge.objects.made().filter(answered_at__gt=since)
    counted = pledges.aggregate(answered=Count("pk"), kept=Count("pk", filter=Q(state=Pledge.State.KEPT)))
    sent = Reminder.objects.filter(email__state=State.SENT, email__sent_at__gt=since)
    messages_sent = sent.aggregate(number=Count("email", distinct=True))["number"]
    answers = Answer.objects.filter(at__gt=since).count()
    stops = FollowUps.objects.filter(stopped_at__gt=since).count()
    lines = [in_100(_("%(n)s of 100 answered pledges were kept."), counted["kept"], counted["answered"])]
    lines.append(in_100(_("%(n)s answers came for every 100 messages."), answers, messages_sent))
    lines.append(in_100(_("%(n)s people stopped the emails for every 100 messages."), stops, messages_sent))
    return lines if any(lines) else []


def in_100(words: str, some: int, of: int) -> str:
    """The sentence with its number, "" with too few to tell."""
    return words % {"n": round(100 * some / of)} if of >= ENOUGH else ""


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def run_rhythm(request: SignedInRequest) -> HttpResponse:
    row = Rhythm.objects.filter(pk=1).first() or Rhythm(pk=1)
    form = RhythmForm(request.POST or None, instance=row)
    if form.is_valid():
        Rhythm.change(form.cleaned_data, by=request.user.uuid)
        messages.success(request, _("Saved. What is booked already stays as it is"))
        return redirect("run_rhythm")
    history = in_words(AuditEntry.objects.filter(action="pledges.rhythm_changed")[:20])
    context = {"form": form, "numbers": how_it_goes(timezone.now()), "history": history}
    return render(request, "pages/run/rhythm.html", context)
