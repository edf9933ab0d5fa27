"""For how long things are kept: what an organiser may change, what stays as it is and why, and what people read."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from collab.kit.access import role
from collab.kit.components.events import clock
from collab.kit.days import days_in_words
from collab.kit.privacy import Term
from collab.pages.run.entries import in_words as log_in_words
from collab.pages.run.keep_forms import KeepForm
from collab.privacy import terms
from collab.privacy.keeping import more_tonight, next_night
from commons.models import AuditEntry, ChangedMeanwhile
from members.models import SignedInRequest
from members.models.requests import PAUSE

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def always() -> list[tuple["StrOrPromise", str, "StrOrPromise"]]:
    """What is no row's term and stays as it is too: what, how long, why."""
    pause = _("%(n)s hours") % {"n": PAUSE // timedelta(hours=1)}
    code = _("%(n)s minutes") % {"n": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60}
    return [
        (_("The pause before somebody is deleted"), pause, _("Whoever it is about has time to stop it.")),
        (_("A code to sign in"), code, _("Long enough to read an email, too short to guess.")),
        (_("What people agreed to"), _("as long as the story"), _("It shows that they said yes.")),
        (
            _("The log"),
            _("as long as this network runs"),
            _("It holds no names itself; a name shows while the person is here. Nobody may change it."),
        ),
    ]


def tonight(term: Term, days: int) -> str:
    """What would become of rows at the next night."""
    now = timezone.now()
    number, when = more_tonight(term, days, now=now), clock(next_night(now))
    if number > 0:
        words = ngettext(
            "Tonight at %(when)s this deletes %(n)s more. It cannot come back.",
            "Tonight at %(when)s this deletes %(n)s more. They cannot come back.",
            number,
        )
    elif number < 0:
        words = ngettext(
            "Tonight at %(when)s %(n)s will stay that would have gone.",
            "Tonight at %(when)s %(n)s will stay that would have gone.",
            -number,
        )
    else:
        words = _("Tonight at %(when)s this deletes nothing.")
    return words % {"n": f"{abs(number):,}", "when": when}


def row_of(term: Term) -> tuple[Term, str, str, str, bool]:
    """What it is now, the least and the most in words, and whether it is an organiser's choice."""
    least, most = days_in_words(term.within(1)), days_in_words(term.days)
    return term, terms.in_words(term), least, most, terms.days_of(term) != term.days


def changes(**about: str) -> list[dict[str, object]]:
    """Who chose what, newest first; of one term or of all."""
    return log_in_words(AuditEntry.objects.filter(action="commons.kept_for_changed", **about)[:20])


@role("admin")
@require_safe
def run_keep(request: SignedInRequest) -> HttpResponse:
    terms.read_again()
    fixed = [(term.title, days_in_words(term.days) if term.days else "", term.fixed) for term in terms.fixed()]
    rows = [row_of(term) for term in terms.changeable()]
    context = {"rows": rows, "fixed": [*always(), *fixed], "kinds": terms.all_said(), "history": changes()}
    return render(request, "pages/run/keep.html", context)


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def run_keep_term(request: SignedInRequest, name: str) -> HttpResponse:
    """The number; then what it would do; then it is so. Nothing is saved before the third."""
    term = next((term for term in terms.changeable() if term.name == name), None)
    if term is None:
        raise Http404
    terms.read_again()
    form = KeepForm(request.POST or None, term=term)
    if form.is_valid() and "sure" in request.POST and saved(request, form):
        return redirect("run_keep")
    if form.is_valid():
        return render(request, "pages/run/keep_sure.html", {"form": form, "term": term, **would_do(form)})
    context = {"form": form, "term": term, **as_it_is(term)}
    return render(request, "pages/run/keep_term.html", context)


def as_it_is(term: Term) -> dict[str, object]:
    """What the page with the number says."""
    now = terms.days_of(term)
    said, history = terms.said_of(term, now), changes(facts__term=term.name)
    return {"now": now, "words": days_in_words(now), "said": said, "history": history}


def saved(request: SignedInRequest, form: KeepForm) -> bool:
    """Save it, or say on the form that somebody else was faster."""
    term, days = form.term, form.cleaned_data["days"]
    try:
        terms.change_term(term, days, was=form.cleaned_data["was"], by=request.user.uuid)
    except ChangedMeanwhile:
        form.say_changed_meanwhile()
        return False
    words = _("Saved. From tonight: %(title)s, %(days)s")
    messages.success(request, words % {"title": term.title, "days": days_in_words(days)})
    return True


def would_do(form: KeepForm) -> dict[str, object]:
    """What the page before the last step says."""
    term, days = form.term, form.cleaned_data["days"]
    return {
        "days": days,
        "words": days_in_words(days),
        "now_words": terms.in_words(term),
        "is_longer": days > terms.days_of(term),
        "tonight": tonight(term, days),
        "said": terms.said_of(term, days),
    }
