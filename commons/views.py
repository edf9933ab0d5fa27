"""Short addresses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from commons.models import GoWord


@everyone
@require_safe
def go(request: HttpRequest, word: str) -> HttpResponse:
    """What a QR code or a poster points at."""
    return redirect(get_object_or_404(GoWord, word=word.lower()).path)
