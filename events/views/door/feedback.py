"""By a link, after a date: two questions for those who came, and no more notes for those who want none."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from collab.kit.access import by_link
from collab.kit.links import BadLink, SignedLink
from events.actions.afterwards import answer_feedback, start_notes, stop_notes
from events.forms.door import FeedbackForm
from events.models import FEEDBACK_LINK, NO_NOTES_LINK, Attendance, NoNotes
from events.views.places import link_gone
from members.models import Contact


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


@by_link
@csrf_exempt  # a mail program presses this without having opened the page, so it has no token to send
@require_http_methods(["GET", "HEAD", "POST"])
def no_notes(request: HttpRequest, token: str) -> HttpResponse:
    """A page for people; a POST stops the notes after a date, or starts them again, and does nothing else."""
    try:
        contact = contact_behind(NO_NOTES_LINK, token)
    except BadLink as error:
        return link_gone(request, error)
    if request.method == "POST" and "start" in request.POST:
        start_notes(contact)
    elif request.method == "POST":
        stop_notes(contact, at=timezone.now())
    # No redirect after the change: mail programs do not follow one, and doing it twice is doing it once.
    is_stopped = NoNotes.objects.filter(contact=contact).exists()
    return render(request, "events/no_notes.html", {"is_stopped": is_stopped})


def contact_behind(link: SignedLink, token: str) -> Contact:
    """The person a link speaks for, in this one matter. Raises BadLink."""
    if (contact := Contact.objects.filter(uuid=link.read(token)).first()) is None:
        raise BadLink
    return contact


def attendance_behind(link: SignedLink, token: str) -> Attendance:
    """Somebody who came. Raises BadLink."""
    rows = Attendance.objects.came().select_related("event__series")
    if (row := rows.filter(uuid=link.read(token)).first()) is None:
        raise BadLink
    return row
