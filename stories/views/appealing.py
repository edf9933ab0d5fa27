"""After a no: its teller asks once for another person, by the link of the email."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab.kit.access import by_link
from collab.kit.links import BadLink
from stories.actions import appeal
from stories.emails import APPEAL
from stories.forms import AppealForm
from stories.models import Decision
from stories.permissions import can_appeal


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def story_appeal(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the page changes nothing; one button asks."""
    decision = _no_behind(token)
    if decision is None:
        return render(request, "stories/link_ended.html", status=404)
    story, form = decision.story, AppealForm(request.POST or None)
    has_asked = form.is_valid() and appeal(story, by=None, at=timezone.now(), words=form.cleaned_data["words"])
    story.refresh_from_db()
    context = {"story": story, "decision": decision, "form": form, "has_asked": has_asked}
    return render(request, "stories/story_appeal.html", {**context, "can_ask": can_appeal(story)})


def _no_behind(token: str) -> Decision | None:
    """The no that a link is about."""
    try:
        uuid = APPEAL.read(token)
    except BadLink:
        return None
    return Decision.objects.filter(uuid=uuid, outcome=Decision.Outcome.DECLINED).select_related("story").first()
