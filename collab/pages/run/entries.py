"""Rows of the log in words: ids become names here, as the page is made, and only names an organiser may see."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from collab.staff import Why, WhySuspended
from commons.models import AuditEntry, Outcome, Wrong
from members.models import Member, Role

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WORDS: dict[str, "StrOrPromise"] = {
    "members.sign_in": _("signed in"),
    "members.sign_in_failed": _("a try to sign in failed"),
    "members.second_factor_added": _("added a second step"),
    "members.role_given": _("gave a role"),
    "members.role_taken": _("took a role away"),
    "members.suspended": _("suspended"),
    "members.let_back": _("let back in"),
    "stories.sent": _("sent a story"),
    "stories.claimed": _("took a story in hand"),
    "stories.approved": _("said yes to a story"),
    "stories.returned": _("sent a story back"),
    "stories.published": _("published a story"),
    "stories.held": _("held a story"),
    "stories.held_read": _("read a held story"),
    "stories.resumed": _("put a held story back"),
    "stories.withdrawn": _("a story was taken down by its teller"),
    "stories.hidden": _("hid a story"),
    "stories.shown": _("showed a story again"),
    "stories.agreed": _("agreed to a story"),
    "stories.released": _("said yes to the final words of a story"),
    "pledges.hold": _("took a pledge off the wall"),
    "pledges.show": _("put a pledge on the wall"),
    "pledges.rhythm_changed": _("changed when people are reminded"),
    "admin.changed": _("changed a row in the admin"),
    "commons.network_changed": _("changed the network’s settings"),
    "commons.look_changed": _("changed the colours"),
    "commons.page_changed": _("changed a page"),
    "commons.page_brought_back": _("brought back an earlier page"),
    "commons.reported": _("told us something is wrong"),
    "commons.report_claimed": _("took a report in hand"),
    "commons.report_decided": _("decided about a report"),
    "commons.taken_down": _("took something down"),
    "commons.put_back": _("put something back"),
    "commons.log_exported": _("downloaded the log"),
    "safeguarding.reported": _("told us that somebody may be at risk"),
    "safeguarding.read": _("read a report about somebody at risk"),
    "safeguarding.noted": _("wrote a note about somebody at risk"),
    "safeguarding.decided": _("decided about somebody at risk"),
}

# Codes that people read as words.
CODES: dict[tuple[str, object], "StrOrPromise"] = {
    **{("role", role.value): role.label for role in Role},
    **{("why", why.value): why.label for why in (*Why, *WhySuspended)},
    **{("wrong", wrong.value): wrong.label for wrong in Wrong},
    **{("outcome", outcome.value): outcome.label for outcome in Outcome},
}


def names_of(uuids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """The names of the members among these, in one query."""
    wanted = {uuid for uuid in uuids if uuid}
    if not wanted:
        return {}
    return dict(Member.objects.filter(uuid__in=wanted).values_list("uuid", "contact__name"))


def in_words(entries: Iterable[AuditEntry]) -> list[dict[str, object]]:
    """Each as the timeline shows it: who did what, to whom, when and with which codes."""
    rows = list(entries)
    names = names_of(uuid for row in rows for uuid in (row.actor, row.target if row.kind == "member" else None))
    return [as_row(row, names) for row in rows]


def as_row(entry: AuditEntry, names: dict[UUID | None, str]) -> dict[str, object]:
    who = names.get(entry.actor, _("somebody who has left")) if entry.actor else _("nobody signed in")
    is_other = entry.kind == "member" and entry.target != entry.actor
    whom = names.get(entry.target, "") if is_other else ""
    when = timezone.localtime(entry.at)
    return {
        "entry": entry,
        "title": str(WORDS.get(entry.action, entry.action)),
        "who": str(who),
        "whom": whom,
        "when": f"{date_format(when, 'j F Y')}, {date_format(when, 'H:i')}",
        "text": facts_of(entry.facts),
    }


def facts_of(facts: dict[str, object]) -> str:
    """The codes of a row; a role by the word people read."""
    shown = [f"{name.replace('_', ' ')}: {CODES.get((name, value), value)}" for name, value in facts.items() if value]
    return ", ".join(shown)
