"""The constant, the list, the detail, the guarded insert, and a form with a confirmation."""

# These models belong to a project whose settings the plugin does not read.
# mypy: ignore-errors

from django import forms
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt

from devstack.ceiling.models import Article, Booking, Meeting


class BookingForm(forms.ModelForm):
    class Meta:
        model = Booking
        fields = ["name", "email"]


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def article_list(request: HttpRequest) -> HttpResponse:
    return render(request, "list.html", {"articles": Article.objects.order_by("-published_at")[:20]})


def article(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "detail.html", {"article": get_object_or_404(Article, slug=slug)})


@transaction.atomic
def book(**fields: str) -> Booking | None:
    """A place if one is left: the guard is one UPDATE."""
    if Meeting.objects.filter(pk=1, taken__lt=F("capacity")).update(taken=F("taken") + 1):
        return Booking.objects.create(meeting_id=1, **fields)
    return None


@csrf_exempt
def guarded(request: HttpRequest) -> HttpResponse:
    made = book(name=request.POST["name"], email=request.POST["email"])
    return HttpResponse("ok" if made else "full")


def form(request: HttpRequest) -> HttpResponse:
    filled = BookingForm(request.POST or None)
    if filled.is_valid() and (made := book(**filled.cleaned_data)):
        return redirect("done", made.pk)
    return render(request, "form.html", {"form": filled})


def done(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "done.html", {"booking": get_object_or_404(Booking, pk=pk)})
