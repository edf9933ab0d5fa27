"""For newcomers: kind suggestions on Home, each gone once it is done or put away."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collab.kit.access import members
from collab.pages.needs import Need, day_words
from events.models import Event
from members.models import Member, Profile, SignedInRequest
from stories.models import Story

# Last of all: only what nothing more pressing leaves room for.
RANK = 7


@members
@require_POST
def suggestion_done(request: SignedInRequest, name: str) -> HttpResponse:
    """Put one away; with an address of ours, go there."""
    profile = get_object_or_404(Profile.objects.visible_to(request.user), member=request.user)
    if name in SUGGESTIONS:
        profile.put_suggestion_away(name)
    address = request.POST.get("go", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return redirect(address if is_ours else "home")


def newcomer_needs(member: Member, *, event: Event | None, has_place: bool, story: Story | None) -> Iterator[Need]:
    """Finish your details, come to the next event, read a story."""
    profile = member.profile
    wanted = set(SUGGESTIONS) - set(profile.put_away)
    if "details" in wanted and not says_something(profile):
        because = _("Others find you by what you offer, and by what you care about.")
        yield Need(RANK, "suggest_details", reverse("welcome"), _("New here"), because, 3)
    if "event" in wanted and event is not None and not has_place:
        because = _("It is the quickest way to meet the others. Newcomers are welcome.")
        yield Need(RANK, "suggest_event", event, day_words(event.starts_at.date()), because, 1)
    if "story" in wanted and story is not None:
        yield Need(RANK, "suggest_story", story, _("New here"), _("It shows what people do together here."), 3)


SUGGESTIONS = ("details", "event", "story")


def says_something(profile: Profile) -> bool:
    """Whether there is a word about them to find them by."""
    words = (profile.does, profile.about, profile.offers, profile.asks)
    return any(words) or profile.cares_about.exists()
