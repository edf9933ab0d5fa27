"""What people do by a link from an email: agree, say yes to the final text, take it back, let it stay."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from collab.kit.access import by_link
from collab.kit.links import BadLink, SignedLink
from stories.actions import publish_now, release_story
from stories.actions.asking import Said, answer
from stories.actions.reviewing import say_still_right
from stories.actions.withdrawing import take_back
from stories.emails import AGREE, RELEASE, STILL, WITHDRAW, withdraw_path
from stories.forms import VersionForm, YesForm
from stories.models import Consent, ConsentAsk, Story
from stories.models.consent import WORDING, WORDING_NOW
from stories.permissions import parts_to_take_back, still_to_say_yes


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def story_agree(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody in a story says which uses they agree to, or that they want to be left out."""
    asked = _asked(token)
    if asked is None:
        return render(request, "stories/link_ended.html", status=404)
    # A no needs nothing ticked.
    is_no = "no" in request.POST
    form = YesForm(request.POST if request.POST and not is_no else None)
    if asked.is_open and (is_no or form.is_valid()):
        answer(asked, said=None if is_no else Said(**form.cleaned_data), at=timezone.now())
        asked.refresh_from_db(fields=["answered_at", "said_yes"])
    context = {"asked": asked, "story": asked.story, "form": form, "wording": WORDING[WORDING_NOW]}
    return render(request, "stories/story_agree.html", {**context, "withdraw_url": _way_back(asked)})


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def story_release(request: HttpRequest, token: str) -> HttpResponse:
    """The final text, and one button that says yes to it. Opening the page changes nothing."""
    consent = _consent(RELEASE, token)
    if consent is None:
        return render(request, "stories/link_ended.html", status=404)
    form = VersionForm(request.POST or None, initial={"version": consent.story.version})
    if form.is_valid():
        release_story(consent, version=form.cleaned_data["version"], at=timezone.now())
        consent.refresh_from_db()
    story = consent.story
    context = {"story": story, "consent": consent, "form": form, "withdraw_url": withdraw_path(consent)}
    context["can_release"] = story.is_checked and consent.is_open
    context["others"] = len([one for one in still_to_say_yes(story) if one.pk != consent.pk])
    context["is_published"] = story.state == Story.State.PUBLISHED and consent.released_at is not None
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
    """One button, no reason asked, no sign-in; or a part alone."""
    consent = _consent(WITHDRAW, token)
    if consent is None:
        return render(request, "stories/link_ended.html", status=404)
    part = request.POST.get("part", "")
    if request.method == "POST":
        take_back(consent, part, at=timezone.now())
        consent.refresh_from_db()
    story = consent.story
    context = {"story": story, "consent": consent, "parts": parts_to_take_back(consent, story), "taken": part}
    context["is_down"] = story.state == Story.State.WITHDRAWN or not consent.is_open
    context["went_out"] = story.went_out.all()
    return render(request, "stories/story_withdraw.html", context)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def story_still(request: HttpRequest, token: str) -> HttpResponse:
    """Is it still all right? One button for yes, one link to take it down."""
    consent = _consent(STILL, token)
    if consent is None:
        return render(request, "stories/link_ended.html", status=404)
    has_said = False
    if request.method == "POST":
        has_said = say_still_right(consent, at=timezone.now())
        consent.refresh_from_db()
    context = {"story": consent.story, "consent": consent, "has_said": has_said}
    return render(request, "stories/story_still.html", {**context, "withdraw_url": withdraw_path(consent)})


def _asked(token: str) -> ConsentAsk | None:
    """The question a link is about, while its story stands."""
    try:
        uuid = AGREE.read(token)
    except BadLink:
        return None
    asked = ConsentAsk.objects.select_related("story__teller", "contact", "quote__sector", "person").filter(uuid=uuid)
    return asked.exclude(story__state=Story.State.WITHDRAWN).first()


def _way_back(asked: ConsentAsk) -> str:
    """The button that takes back what they agreed to."""
    about = {"quote": asked.quote_id} if asked.quote_id else {"person": asked.person_id}
    stands = Consent.objects.filter(story=asked.story, contact=asked.contact, ended_at=None, **about).first()
    return withdraw_path(stands) if stands and asked.said_yes else ""


def _consent(link: SignedLink, token: str) -> Consent | None:
    """The agreement a link is about, or None for a link that is not ours or has run out."""
    try:
        uuid = link.read(token)
    except BadLink:
        return None
    return Consent.objects.select_related("story").filter(uuid=uuid, basis=Consent.Basis.PERSON).first()
