"""The two links a teller gets by email: say yes to the final text, and take the story down."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from collab.kit.access import by_link
from collab.kit.links import BadLink, SignedLink
from stories.actions import publish_now, release_story, withdraw_story
from stories.emails import RELEASE, WITHDRAW, withdraw_path
from stories.forms import VersionForm
from stories.models import Consent, Story
from stories.permissions import still_to_say_yes


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def story_release(request: HttpRequest, token: str) -> HttpResponse:
    """The final text, and one button that publishes it. Opening the page changes nothing."""
    consent = _consent(RELEASE, token)
    if consent is None:
        return render(request, "stories/link_ended.html", status=404)
    form = VersionForm(request.POST or None, initial={"version": consent.story.version})
    if form.is_valid():
        release_story(consent, version=form.cleaned_data["version"], at=timezone.now())
        consent.refresh_from_db()
    story = consent.story
    context = {"story": story, "consent": consent, "form": form, "withdraw_url": withdraw_path(consent)}
    context["can_release"] = story.state == Story.State.APPROVED and consent.is_open
    context["others"] = len([one for one in still_to_say_yes(story) if one.pk != consent.pk])
    context["is_published"] = story.state == Story.State.PUBLISHED
    context["can_shorten"] = consent.contact_id == story.teller_id
    context["now_url"] = reverse("story_publish_now", args=[token])
    return render(request, "stories/story_release.html", context)


@by_link
@require_POST
def story_publish_now(request: HttpRequest, token: str) -> HttpResponse:
    """The teller does not want to wait for 48 hours."""
    consent = _consent(RELEASE, token)
    if consent is None:
        return render(request, "stories/link_ended.html", status=404)
    publish_now(consent, at=timezone.now())
    return redirect("story_release", token)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def story_withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """One button, no reason asked, no sign-in."""
    consent = _consent(WITHDRAW, token)
    if consent is None:
        return render(request, "stories/link_ended.html", status=404)
    if request.method == "POST":
        withdraw_story(consent, at=timezone.now())
        consent.refresh_from_db()
    return render(request, "stories/story_withdraw.html", {"story": consent.story, "is_down": not consent.is_open})


def _consent(link: SignedLink, token: str) -> Consent | None:
    """The agreement a link is about, or None for a link that is not ours or has run out."""
    try:
        uuid = link.read(token)
    except BadLink:
        return None
    return Consent.objects.select_related("story").filter(uuid=uuid, basis=Consent.Basis.PERSON).first()
