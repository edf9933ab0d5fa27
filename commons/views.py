"""Short addresses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from commons.models import GoWord


@everyone
@require_safe
def go(request: HttpRequest, word: str) -> HttpResponse:
    """What a QR code or a poster points at. A word that has ended says so."""
    row = get_object_or_404(GoWord, word=word.lower())
    if row.has_ended(timezone.now()):
        return render(request, "commons/go_ended.html", {"word": row.word}, status=410)
    return redirect(row.path)
