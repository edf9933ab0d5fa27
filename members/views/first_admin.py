"""The link that makes the first organiser. It signs nobody in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from collab.kit.access import by_link
from collab.kit.links import BadLink
from members.actions.addresses import FIRST_ADMIN, AdminExists, has_admin, make_first_admin
from members.models import Contact


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def first_admin(request: HttpRequest, token: str) -> HttpResponse:
    try:
        contact = get_object_or_404(Contact, uuid=FIRST_ADMIN.read(token))
        if has_admin():
            raise AdminExists
        if request.method == "POST":
            make_first_admin(contact.uuid, at=timezone.now())
            messages.success(request, _("You now run this network. Sign in with a code by email"))
            return redirect(f"{reverse('account_login')}?{urlencode({'email': contact.email})}")
    except (BadLink, AdminExists):
        return render(request, "account/first_admin_gone.html", status=410)
    return render(request, "account/first_admin.html", {"contact": contact})
