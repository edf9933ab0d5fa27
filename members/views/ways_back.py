"""The way back: an organiser who has checked who somebody is lets them in again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from collab.kit.access import require, role
from members.actions import second_factors, sessions
from members.actions.addresses import AddressTaken, add_address
from members.actions.passkeys import passkeys
from members.forms.ways_back import AddressForm, ResetForm
from members.models import Member, SignedInRequest, SignIn
from members.permissions import can_help_to_sign_in


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def member_sign_in(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """How they sign in, and a form that adds another address."""
    member = get_object_or_404(Member, uuid=uuid)
    can_help = can_help_to_sign_in(request.user, member)
    form = AddressForm(request.POST or None)
    if request.method == "POST":
        require(can_help)
    if form.is_valid() and added(form, member, request):
        messages.success(request, _("The address is added. Codes go there too, and we have told each address"))
        return redirect("member_sign_in", uuid)
    return render(request, "members/member_sign_in.html", about(member, form, ResetForm(), can_help=can_help))


@role("admin")
@require_POST
def second_factor_reset(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    member = get_object_or_404(Member, uuid=uuid)
    require(can_help_to_sign_in(request.user, member))
    form = ResetForm(request.POST)
    if form.is_valid():
        now, check = timezone.now(), form.cleaned_data["check"]
        second_factors.reset_second_factor(member, check=check, by=request.user, now=now)
        messages.success(request, _("Their second step is taken off. They set up a new one when they sign in"))
        return redirect("member_sign_in", uuid)
    return render(request, "members/member_sign_in.html", about(member, AddressForm(), form, can_help=True))


@role("admin")
@require_POST
def member_sign_out(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """For a lost phone: every browser of theirs has to sign in again."""
    member = get_object_or_404(Member, uuid=uuid)
    require(can_help_to_sign_in(request.user, member))
    sessions.sign_out_everywhere(member, by=request.user)
    messages.success(request, _("They are signed out everywhere"))
    return redirect("member_sign_in", uuid)


def added(form: AddressForm, member: Member, request: SignedInRequest) -> bool:
    """Add the address, or say in the form that it is taken."""
    try:
        words = form.cleaned_data
        add_address(member, words["email"], check=words["check"], by=request.user, at=timezone.now())
    except AddressTaken:
        form.refuse_address()
    return not form.errors


def about(member: Member, form: AddressForm, reset: ResetForm, *, can_help: bool) -> dict[str, object]:
    """What the page says of their account: how many, and never what opens it."""
    return {
        "member": member,
        "form": form if form.errors or not reset.errors else reset,
        "address_form": form,
        "reset_form": reset,
        "can_help": can_help,
        "addresses": member.second_addresses.all(),
        "has_app": second_factors.has_app(member),
        "passkeys": passkeys(member).count(),
        "sign_ins": SignIn.objects.open(member, now=timezone.now()).count(),
    }
