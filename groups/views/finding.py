"""A group at its address, and this person's own part in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from commons.models import within_limit
from groups.actions.people import Closed, TakenDown
from groups.models import Group, Membership
from groups.permissions import can_join, can_keep, can_lead, can_read, can_take_part
from members.models import Member


@dataclass(frozen=True)
class Here:
    """A group as one person sees it: what is theirs in it, and what they may do."""

    group: Group
    mine: Membership | None

    @property
    def leads(self) -> bool:
        return can_lead(self.group, self.mine)

    @property
    def keeps(self) -> bool:
        return can_keep(self.group, self.mine)

    @property
    def takes_part(self) -> bool:
        return can_take_part(self.group, self.mine)

    @property
    def may_join(self) -> bool:
        return can_join(self.group, self.mine)

    @property
    def is_in(self) -> bool:
        return self.mine is not None and self.mine.is_in


def find(request: HttpRequest, slug: str) -> Here:
    """The group at this address, for those who read it. The pages of one taken down are there for leads alone."""
    here = see(request, slug)
    if not can_read(here.group, here.mine, request.user):
        raise Http404
    return here


def see(request: HttpRequest, slug: str) -> Here:
    """The group at this address, for those who may know that it is there."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    return Here(group, membership_of(request.user, group))


def membership_of(user: Member | AnonymousUser, group: Group) -> Membership | None:
    """Theirs, whatever state it is in; none for a visitor, without a query."""
    if not isinstance(user, Member):
        return None
    return Membership.objects.filter(group=group, member=user).first()


def unless_closed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """It was closed while they looked at it: back to its page, with a word, and nothing changed."""

    @wraps(view)
    def wrapper(request: HttpRequest, /, slug: str, **kwargs: object) -> HttpResponse:
        try:
            return view(request, slug=slug, **kwargs)
        except TakenDown:
            messages.info(request, _("This group is taken down. Nobody comes in for now."))
            return redirect("group", slug)
        except Closed:
            messages.info(request, _("This group has closed. Nothing in it changes any more."))
            return redirect("group", slug)

    return wrapper


def within_a_day(form: BaseForm, what: str, member: Member, at_most: int) -> bool:
    """So that nobody is flooded with emails from one account; else a kind word on the form."""
    if within_limit(what, str(member.uuid), at_most=at_most, per=timedelta(days=1), now=timezone.now()):
        return True
    form.add_error(None, _("You have sent many of these today. Try again tomorrow."))
    return False
