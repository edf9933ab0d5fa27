"""A person's page, and one's own."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.kit.access import everyone, members
from collab.kit.pictures import picture_answer
from members.actions import PHOTOS, change_profile
from members.forms.profile import ProfileForm
from members.models import Leaving, Profile, SignedInRequest
from members.views.pace import at_a_human_pace


@everyone
@at_a_human_pace("members.person")
@require_safe
def person(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What this viewer may read of a person. Whose page they may not open has none."""
    profile = get_object_or_404(Profile.objects.open_to(request.user).in_full(), uuid=uuid)
    is_me = profile.member == request.user
    viewer = AnonymousUser() if is_me and profile.is_public and request.GET.get("as") == "everyone" else request.user
    context = {"profile": profile, "person": profile.shown_to(viewer), "is_me": is_me, "viewer": viewer}
    return render(request, "members/person.html", context)


@everyone
@require_safe
def person_photo(request: HttpRequest, uuid: UUID, photo: UUID, size: str) -> FileResponse:
    """The photo, to whoever may see it now. A photo that was replaced is gone from its address."""
    profile = get_object_or_404(Profile.objects.open_to(request.user).in_rows(), uuid=uuid)
    if profile.shown_to(request.user).photo != photo or size not in ("small", "large"):
        raise Http404
    # Visitors' browsers may keep for a minute what everyone may see; a member's keeps nothing (DenyByDefault).
    return picture_answer(PHOTOS, photo, size, cache="public, max-age=60")


@members
@require_safe
def me(request: SignedInRequest) -> HttpResponse:
    profile = get_object_or_404(Profile.objects.visible_to(request.user).in_full(), member=request.user)
    context = {"profile": profile, "person": profile.shown_to(request.user)}
    context["helper"] = request.user.helpers.live().first()
    context["leaving"] = Leaving.objects.of(request.user.contact)
    context["runs_network"] = request.user.has_role("admin")
    context["hosts_events"] = request.user.has_role("facilitator", "admin")
    context["reads_reports"] = request.user.has_role("moderator", "admin")
    context["is_lead"] = request.user.has_role("safeguarding")
    return render(request, "members/me.html", context)


@members
@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request: SignedInRequest) -> HttpResponse:
    profile = get_object_or_404(Profile.objects.visible_to(request.user).in_full(), member=request.user)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=profile)
    if form.is_valid():
        change_profile(form.save(commit=False), **form.cleaned_data)
        messages.success(request, _("Your details are saved"))
        return redirect("me")
    return render(request, "members/profile_edit.html", {"form": form, "photo": profile.photo})
