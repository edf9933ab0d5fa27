"""Django's own admin, for looking things up: behind our sign-in, and with no way round a rule of the domain.

Nothing is added or deleted here and no action runs over many rows. What has rules (stories, events, people, pledges)
is only shown; what is about safety, a secret or somebody's private words is not shown at all.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.admin import AdminSite, ModelAdmin
from django.db import models
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from collab.kit.access import role, second_factor_passed
from collab.pages.run.log import NOT_FOR_ORGANISERS
from commons.models import AuditEntry, GoWord, Heartbeat, OldAddress, audit
from events.models import Event, Series, Venue
from members.models import Contact, Member, Organisation, Role
from outbox.models import OutgoingEmail
from pledges.models import Pledge
from stories.models import Story

# Ways in and out are ours; the short way to any row's page would lead past what a reader may see.
LEFT_OUT = {"view_on_site", "password_change", "password_change_done"}


class Office(AdminSite):
    """The admin site: organisers alone, with a second step passed in this session."""

    site_header = site_title = "Look things up"
    index_title = "Tables"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """The same question as every page for organisers asks."""
        user = request.user
        return isinstance(user, Member) and user.has_role(Role.ADMIN) and second_factor_passed(request)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one way in, and it is not this one."""
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.GET.get('next', '')})}")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        return redirect("account_logout")

    def get_urls(self) -> list[Any]:
        """Django's addresses, each with the access it declares."""
        found = [entry for entry in super().get_urls() if getattr(entry, "name", "") not in LEFT_OUT]
        for pattern in patterns_in(found):
            pattern.callback = role("admin")(require_http_methods(["GET", "HEAD", "POST"])(pattern.callback))
        return found


def patterns_in(entries: Iterable[URLPattern | URLResolver]) -> Iterable[URLPattern]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from patterns_in(entry.url_patterns)
        else:
            yield entry


class LookOnly(ModelAdmin):
    """A table to look at. `changeable` names the few columns that no rule depends on."""

    actions = None
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False
    changeable: tuple[str, ...] = ()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.changeable) and self.admin_site.has_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """All that is shown, apart from what may be changed."""
        return [name for name in self.fields or () if isinstance(name, str) and name not in self.changeable]

    def save_model(self, request: HttpRequest, obj: models.Model, form: BaseForm, change: bool) -> None:
        """Saved in the transaction of the page, with the names of the columns in our log."""
        changed = [name for name in form.changed_data if name in self.changeable]
        if changed and isinstance(request.user, Member):
            obj.save(update_fields=changed)
            uuid: UUID | None = getattr(obj, "uuid", None)
            facts = {"fields": " ".join(changed), "row": str(obj.pk)}
            audit("admin.changed", by=request.user.uuid, kind=str(obj._meta.model_name), target=uuid, **facts)

    # Django's own log copies what was typed; ours, written above, does not.
    def log_addition(self, *args: Any) -> Any:
        """Nothing: see save_model."""

    def log_change(self, *args: Any) -> Any:
        """Nothing: see save_model."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Our log has it."""
        uuid = getattr(self.get_object(request, object_id), "uuid", "")
        return redirect(f"{reverse('run_log')}?{urlencode({'person': uuid})}")


office = Office(name="admin")


class MemberAdmin(LookOnly):
    """Accounts. Roles and suspension have their own pages, which lock and tell."""

    fields = ("uuid", "email", "contact", "roles", "is_active", "joined_at", "last_login")
    list_display = ("email", "role_words", "is_active", "joined_at")
    list_filter = ("is_active",)
    search_fields = ("email__startswith",)


class ContactAdmin(LookOnly):
    fields = ("uuid", "name", "email", "phone", "organisation", "organisation_typed", "sector", "email_verified_at")
    list_display = ("name", "email", "organisation")
    list_select_related = ("organisation",)
    search_fields = ("email__istartswith",)


class OrganisationAdmin(LookOnly):
    fields = ("uuid", "slug", "name", "kind", "sector", "size", "org_id")
    list_display = ("name", "kind", "sector")
    list_select_related = ("sector",)
    search_fields = ("name",)


class StoryAdmin(LookOnly):
    """Stories that are published or hidden, without their words. The rest is for tellers and those who check."""

    fields = ("uuid", "slug", "state", "version", "moderated_version", "submitted_at", "published_at", "pledge_count")
    list_display = ("slug", "state", "published_at")
    list_filter = ("state",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        return super().get_queryset(request).filter(state__in=[Story.State.PUBLISHED, Story.State.HIDDEN])


class EventAdmin(LookOnly):
    """Dates with their counters. Places change under a lock, on the pages of events."""

    fields = ("uuid", "series", "starts_at", "ends_at", "capacity", "taken", "last_position", "is_public")
    list_display = ("series", "starts_at", "capacity", "taken", "is_public")
    list_select_related = ("series",)


class SeriesAdmin(LookOnly):
    fields = ("uuid", "slug", "title", "rule", "rule_in_words", "first_on", "starts", "ends", "capacity", "venue")
    list_display = ("title", "rule_in_words")


class VenueAdmin(LookOnly):
    fields = changeable = ("name", "address", "travel")
    list_display = ("name", "address")


class PledgeAdmin(LookOnly):
    """What anybody can read on the wall, and nothing that is private."""

    fields = ("uuid", "act", "state", "visibility", "made_at", "answered_at", "event", "story")
    list_display = ("act", "state", "made_at")
    list_filter = ("state",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pledge]:
        return Pledge.objects.on_wall()


class EmailAdmin(LookOnly):
    """States and tries. Whom it is to and what it says is not shown, and a code is shown to nobody."""

    fields = ("uuid", "purpose", "state", "written_at", "due_at", "sent_at", "attempts", "last_error")
    list_display = ("purpose", "state", "written_at", "sent_at", "attempts", "last_error")
    list_filter = ("state",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutgoingEmail]:
        return super().get_queryset(request).exclude(purpose__startswith="safeguarding.")


class AuditAdmin(LookOnly):
    fields = ("at", "actor", "action", "kind", "target", "facts")
    list_display = ("at", "action", "kind", "target")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        return super().get_queryset(request).exclude(NOT_FOR_ORGANISERS)


class GoWordAdmin(LookOnly):
    fields = ("word", "path")
    list_display = ("word", "path")
    changeable = ("path",)


class OldAddressAdmin(LookOnly):
    fields = ("path", "now_at")
    list_display = ("path", "now_at")


class HeartbeatAdmin(LookOnly):
    fields = ("name", "at")
    list_display = ("name", "at")


TABLES: list[tuple[type[models.Model], type[LookOnly]]] = [
    (Member, MemberAdmin),
    (Contact, ContactAdmin),
    (Organisation, OrganisationAdmin),
    (Story, StoryAdmin),
    (Event, EventAdmin),
    (Series, SeriesAdmin),
    (Venue, VenueAdmin),
    (Pledge, PledgeAdmin),
    (OutgoingEmail, EmailAdmin),
    (AuditEntry, AuditAdmin),
    (GoWord, GoWordAdmin),
    (OldAddress, OldAddressAdmin),
    (Heartbeat, HeartbeatAdmin),
]
for model, shown in TABLES:
    office.register(model, shown)
