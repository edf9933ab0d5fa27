"""An email address, added to a pledge by its private link or put right."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.kit.access import by_link
from pledges.actions.addresses import give_address
from pledges.emails import PRIVATE, private_path
from pledges.forms.addresses import AddressForm
from pledges.models import Pledge
from pledges.views.links import find_pledge, opens


@by_link
@opens(PRIVATE, find_pledge)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_address(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    """Where to ask how it goes. A wrong address gets none of the links any more, so the private link is a new one."""
    if not pledge.takes_address:
        return redirect("pledge_private", token)
    form = AddressForm(request.POST or None)
    if form.is_valid():
        if stands := give_address(pledge, form.cleaned_data["email"], at=timezone.now()):
            return redirect(f"{private_path(stands)}?address=1#address")
        form.add_error(
            "email", _("Try again tomorrow. Many emails were sent today for this pledge, or to this address")
        )
    context = {"pledge": pledge, "token": token, "form": form, **where_to_ask(pledge)}
    return render(request, "pledges/pledge_address.html", context)


def where_to_ask(pledge: Pledge) -> dict[str, Any]:
    """The address that has not said yes yet, if there is one; for as long as one may be given."""
    contact = pledge.contact
    waits = pledge.takes_address and contact is not None
    return {
        "takes_address": pledge.takes_address,
        "address": contact.email if waits and contact else "",
        "phone": contact.phone if waits and contact and not contact.email else "",
        "address_form": AddressForm() if pledge.takes_address else None,
    }
