"""Words we explain, from A to Z; and the pages where organisers keep them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from words.models import Word


@everyone
@require_safe
def word_list(request: HttpRequest) -> HttpResponse:
    return render(request, "words/word_list.html", {"words": Word.objects.order_by("slug")})


@everyone
@require_safe
def word(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "words/word.html", {"word": get_object_or_404(Word, slug=slug)})
