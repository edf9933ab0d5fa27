"""Two questions after a date, by a link, once, for those who came."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from collab.kit.access import by_link
from collab.kit.links import BadLink, SignedLink
from events.actions.afterwards import answer_feedback
from events.forms.door import FeedbackForm
from events.models import FEEDBACK_LINK, Attendance
from events.views.places import link_gone


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing; the first answers stand."""
    try:
        row = attendance_behind(FEEDBACK_LINK, token)
    except BadLink as error:
        return link_gone(request, error)
    form = FeedbackForm(None if row.has_answered else request.POST or None)
    if form.is_valid():
        answer_feedback(row, **form.cleaned_data)
        return redirect("feedback", token)
    return render(request, "events/feedback.html", {"form": form, "event": row.event, "is_done": row.has_answered})


def attendance_behind(link: SignedLink, token: str) -> Attendance:
    """Somebody who came. Raises BadLink."""
    rows = Attendance.objects.came().select_related("event__series")
    if (row := rows.filter(uuid=link.read(token)).first()) is None:
        raise BadLink
    return row
