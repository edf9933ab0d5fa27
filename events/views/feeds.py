"""A member's own dates: the list, and the secret address for their calendar program."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collab.kit.access import by_link, members
from commons.models import NetworkSettings
from events.models import CalendarFeed, SignUp, calendar_of, dates_of
from events.views.calendars import DATES_IN_A_FILE, KEPT_AFTER, calendar_file
from members.models import SignedInRequest

PAST_SHOWN = 20
# As often as a program may ask; the same file again is answered by 304.
FRESH_FOR = 15 * 60


@by_link
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """For the member's calendar program, which has the address and no session."""
    member = get_object_or_404(CalendarFeed.objects.opened_by(token)).member
    dates = list(dates_of(member).coming(timezone.now() - KEPT_AFTER)[:DATES_IN_A_FILE])
    online = SignUp.objects.of(member).filter(way=SignUp.Way.ONLINE, event__in=dates).values_list("event", flat=True)
    name = _("My dates: %(network)s") % {"network": NetworkSettings.current().name}
    response = calendar_file(calendar_of(dates, name=name, online=set(online)), name="my-dates")
    patch_cache_control(response, private=True, max_age=FRESH_FOR)
    response["X-Robots-Tag"] = "noindex"
    return response


@members
@require_safe
def event_mine(request: SignedInRequest) -> HttpResponse:
    """Where they have a place or wait for one, soonest first; and where they had one."""
    now, mine = timezone.now(), SignUp.objects.of(request.user).with_details()
    context = {
        "coming": mine.live().filter(event__ends_at__gt=now).order_by("event__starts_at", "pk"),
        "past": mine.coming().filter(event__ends_at__lte=now).order_by("-event__starts_at", "-pk")[:PAST_SHOWN],
        "feed": CalendarFeed.objects.of(request.user),
    }
    return render(request, "events/event_mine.html", context)


@members
@require_POST
def calendar_feed_renew(request: SignedInRequest) -> HttpResponse:
    """A first address, or a new one in place of the old."""
    had_one = CalendarFeed.objects.of(request.user) is not None
    CalendarFeed.objects.renew(request.user, at=timezone.now())
    new, first = (
        _("Your calendar has a new address. The one before it no longer works"),
        _("Your calendar has an address"),
    )
    messages.success(request, new if had_one else first)
    return redirect("event_mine")


@members
@require_POST
def calendar_feed_stop(request: SignedInRequest) -> HttpResponse:
    """No address any more."""
    CalendarFeed.objects.filter(member=request.user).delete()
    messages.success(request, _("The address no longer works"))
    return redirect("event_mine")
