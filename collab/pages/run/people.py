"""Everybody with an account: find one, see what they hold, give and take roles, suspend and let back in."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Subquery
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import require, role
from collab.pages.run.entries import in_words
from collab.pages.run.people_forms import PeopleFilter, RolesForm, SuspendForm, chosen_words
from collab.staff import LastOrganiser, change_roles, let_back, suspend
from commons.models import AuditEntry
from events.actions import Busy
from events.models import SignUp
from members.models import Member, SignedInRequest
from pledges.models import Pledge
from stories.models import Story

A_PAGE = 50
HISTORY = ["members.role_given", "members.role_taken", "members.suspended", "members.let_back"]


@role("admin")
@require_safe
def run_people(request: SignedInRequest) -> HttpResponse:
    """Newest first, paged by key."""
    found = PeopleFilter(request.GET, Member.objects.select_related("contact__organisation"))
    people, next_url = page_of(found, request.GET)
    context = {"filter": found, "people": people, "next_url": next_url, "chosen": chosen_words(found, request.GET)}
    return render(request, "pages/run/people.html", context)


def page_of(found: PeopleFilter, params: QueryDict) -> tuple[list[Member], str]:
    """One page, and the address of the next: the last costs what the first does."""
    people = found.qs
    if last := uuid_or_none(params.get("before", "")):
        people = people.filter(pk__lt=Subquery(Member.objects.order_by().filter(uuid=last).values("pk")[:1]))
    rows = list(people.order_by("-pk")[: A_PAGE + 1])
    if len(rows) <= A_PAGE:
        return rows, ""
    following = params.copy()
    following["before"] = str(rows[A_PAGE - 1].uuid)
    return rows[:A_PAGE], f"?{following.urlencode()}"


def uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def find(uuid: UUID) -> Member:
    """Whoever has this account, also while suspended."""
    return get_object_or_404(Member.objects.select_related("contact__organisation", "profile"), uuid=uuid)


@role("admin")
@require_safe
def run_person(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What they hold. Access needs and anything about safety are not for organisers."""
    person = find(uuid)
    history = AuditEntry.objects.filter(kind="member", target=uuid, action__in=HISTORY)[:20]
    context = {"person": person, "contact": person.contact, "is_me": person == request.user, "holds": holds(person),
               "history": in_words(history)}  # fmt: skip
    return render(request, "pages/run/person.html", context)


def holds(person: Member) -> list[str]:
    """How much of theirs is here; what it says is on its own pages."""
    now, contact = timezone.now(), person.contact
    places = SignUp.objects.live().filter(contact=contact, event__ends_at__gt=now).count()
    pledges, stories = Pledge.objects.by(contact).count(), Story.objects.told_by(person).count()
    words = [
        (places, ngettext("%(n)s place at an event to come", "%(n)s places at events to come", places)),
        (pledges, ngettext("%(n)s pledge", "%(n)s pledges", pledges)),
        (stories, ngettext("%(n)s story, with drafts", "%(n)s stories, with drafts", stories)),
    ]
    return [text % {"n": number} for number, text in words if number]


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def run_person_roles(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Give and take roles. At least one organiser stays, always."""
    person = find(uuid)
    form = RolesForm(request.POST or None, initial={"roles": person.roles})
    if form.is_valid():
        try:
            change_roles(person, form.cleaned_data["roles"], by=request.user, why=form.cleaned_data["why"],
                         at=timezone.now())  # fmt: skip
        except LastOrganiser:
            form.add_error("roles", _("This is the last organiser. Make somebody else an organiser first"))
        else:
            messages.success(request, _("Saved. Every organiser has been told by email"))
            return redirect("run_person", uuid)
    return render(request, "pages/run/person_roles.html", {"person": person, "contact": person.contact, "form": form})


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def run_person_suspend(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Signed out at once. Places, reminders and emails that wait for them stop."""
    person = find(uuid)
    require(person != request.user)
    form = SuspendForm(request.POST or None)
    if form.is_valid():
        try:
            suspend(person, by=request.user, why=form.cleaned_data["why"], at=timezone.now())
        except LastOrganiser:
            form.add_error(None, _("This is the last organiser. Make somebody else an organiser first"))
        except Busy:
            form.add_error(None, _("Many people want places at once. Nothing has changed. Try again in a minute"))
        else:
            messages.success(request, _("Suspended. They are signed out at their next step"))
            return redirect("run_person", uuid)
    context = {"person": person, "contact": person.contact, "form": form}
    return render(request, "pages/run/person_suspend.html", context)


@role("admin")
@require_POST
def run_person_let_back(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    person = find(uuid)
    if let_back(person, by=request.user, at=timezone.now()):
        messages.success(request, _("They can sign in again. They keep their pledges, and no places at events"))
    return redirect("run_person", uuid)
