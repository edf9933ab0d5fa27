"""A person's page, and one's own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.kit.access import members
from members.actions import change_profile, has_second_factor
from members.forms.profile import ProfileForm
from members.models import Profile, SignedInRequest
from members.views.pace import at_a_human_pace

A_PAGE = 20


@members
@at_a_human_pace("members.person")
@require_safe
def person(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    people = Profile.objects.visible_to(request.user).in_full()
    profile = get_object_or_404(people, uuid=uuid)
    context = {"profile": profile, "contact": profile.member.contact, "is_me": profile.member == request.user}
    return render(request, "members/person.html", context)


@members
@require_safe
def me(request: SignedInRequest) -> HttpResponse:
    profile = get_object_or_404(Profile.objects.visible_to(request.user).in_full(), member=request.user)
    context = {"profile": profile, "contact": profile.member.contact, "has_second": has_second_factor(request.user)}
    context["sees_emails"] = request.user.has_role("admin")
    return render(request, "members/me.html", context)


@members
@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request: SignedInRequest) -> HttpResponse:
    profile = get_object_or_404(Profile.objects.visible_to(request.user).in_full(), member=request.user)
    form = ProfileForm(request.POST or None, instance=profile)
    if form.is_valid():
        change_profile(form.save(commit=False), **form.cleaned_data)
        messages.success(request, _("Your details are saved"))
        return redirect("me")
    return render(request, "members/profile_edit.html", {"form": form})
