"""Whether it runs, for those who watch it: no names, no words, no numbers of people."""

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from collab.health import health
from collab.kit.access import everyone


@everyone
@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """This process answers. For a load balancer: late emails are no reason to take pages away."""
    return JsonResponse({"status": "ok"})


@everyone
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """All of it works (200), a part that can wait does not (200, degraded), or people are let down (503)."""
    try:
        found = health(timezone.now())
    except DatabaseError:
        found = {"status": "down"}
    return JsonResponse(found, status=200 if found["status"] in {"ok", "degraded"} else 503)
