"""Rows of the log in words: ids become names here, as the page is made, and only names an organiser may see."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from collab.kit.components.events import clock
from collab.privacy.terms import every_term
from collab.staff import Why, WhySuspended
from commons.models import AuditEntry, Outcome, Wrong
from members.models import Helper, Member, Organisation, Role, SignIn

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
    "stories.asked_how": _("asked a teller how it was done"),
    "stories.declined": _("said no to a story"),
    "stories.passed-on": _("gave a story to a second person"),
    "stories.appealed": _("a teller asked for another person"),
    "stories.undone": _("took a decision about a story back"),
    "stories.fixed": _("put a slip in a story right"),
    "stories.reply_changed": _("changed a saved reply"),
    "stories.published": _("published a story"),
    "stories.held": _("held a story"),
    "stories.held_read": _("read a held story"),
    "stories.resumed": _("put a held story back"),
    "stories.withdrawn": _("a story was taken down by its teller"),
    "stories.part-out": _("a part of a story was taken out"),
    "stories.shown_less": _("showed less of somebody in a story"),
    "stories.finding_cleared": _("cleared something that was found in a story"),
    "stories.expired": _("a story was hidden, since nobody answered"),
    "stories.still_right": _("said that a story is still all right"),
    "stories.went_out": _("noted where a story was used"),
    "stories.hidden": _("hid a story"),
    "stories.shown": _("showed a story again"),
    "stories.agreed": _("agreed to a story"),
    "stories.released": _("said yes to the final words of a story"),
    "pledges.hold": _("took a pledge off the wall"),
    "pledges.show": _("put a pledge on the wall"),
    "pledges.watched_words_changed": _("changed which words are looked at first"),
    "pledges.wall_switched": _("turned a switch of a pledge wall"),
    "pledges.rhythm_changed": _("changed when people are reminded"),
    "events.close": _("closed a date"),
    "events.export": _("took a series’ numbers out"),
    "events.reopen": _("opened a closed date again"),
    "admin.changed": _("changed a row in the admin"),
    "events.audience_changed": _("changed who an event is for"),
    "events.brought_back_on": _("brought back a cancelled date"),
    "events.cancelled": _("cancelled a date"),
    "events.rhythm_changed": _("changed how often an event is"),
    "events.venue_changed": _("changed the name or address of a place"),
    "events.handed_over": _("handed an event over"),
    "events.host_added": _("made somebody a host"),
    "events.host_dropped": _("took a host off"),
    "events.series_set_up": _("set up an event"),
    "events.added": _("put somebody on the list of an event"),
    "events.capacity_changed": _("changed how many places an event has"),
    "events.held_places": _("held places for sectors"),
    "events.said_yes": _("said yes to a place for somebody"),
    "events.taken_off": _("took somebody off the list of an event"),
    "events.word_made": _("gave a meeting a word to say aloud"),
    "events.word_ended": _("ended a word to say aloud"),
    "events.access_lead_named": _("named who looks after access at a date"),
    "events.address_corrected": _("put a guest’s address right"),
    "events.needs_read": _("read what somebody needs to take part"),
    "events.needs_taken_back": _("took back what they need to take part"),
    "groups.ask": _("asked to join a group"),
    "groups.change_note": _("changed a note of a group"),
    "groups.close": _("closed a group"),
    "groups.decline": _("said not now to somebody who asked to join a group"),
    "groups.end_membership": _("ended somebody’s part in a group"),
    "groups.invite": _("asked somebody into a group"),
    "groups.leave": _("left a group"),
    "groups.remove_note": _("took a note of a group out"),
    "groups.reopen": _("opened a group again"),
    "groups.review_agreement": _("looked at a working agreement again"),
    "groups.role": _("changed a role in a group"),
    "groups.settle_agreement": _("settled a working agreement"),
    "groups.start": _("started a group"),
    "members.address_added": _("added an address to an account"),
    "members.address_removed": _("took an address off an account"),
    "members.affiliation_asked": _("said where they work"),
    "members.affiliation_confirmed": _("confirmed where somebody works"),
    "members.affiliation_refused": _("did not confirm where somebody works"),
    "members.affiliation_ended": _("left an organisation"),
    "members.domain_approved": _("added an email domain"),
    "members.domain_dropped": _("took an email domain off"),
    "members.export": _("took a list out"),
    "members.first_admin": _("became the first organiser"),
    "members.first_admin_link": _("a link for the first organiser was made"),
    "members.helper_asked": _("asked somebody to help them"),
    "members.helper_began": _("began to help"),
    "members.helper_ended": _("ended the help of somebody"),
    "members.import": _("brought a list in"),
    "members.import_begun": _("looked at a list to bring in"),
    "members.import_dropped": _("left a list"),
    "members.invitation_withdrawn": _("took an invitation back"),
    "members.invite": _("invited somebody"),
    "members.join": _("came in"),
    "members.join_decided": _("decided about somebody who asked to join"),
    "members.joined": _("joined"),
    "members.organisation_added": _("listed an organisation"),
    "members.organisation_changed": _("changed an organisation"),
    "members.outside_identity_linked": _("linked a single sign-on"),
    "members.outside_identity_removed": _("took a single sign-on off"),
    "members.passkey_added": _("added a passkey"),
    "members.passkey_removed": _("took a passkey off"),
    "members.recovery_codes_made": _("made recovery codes"),
    "members.second_factor_removed": _("took a second step off"),
    "members.second_factor_reset": _("reset somebody’s second step"),
    "members.sign_in_ended": _("ended a sign-in"),
    "members.signed_out_everywhere": _("signed out everywhere"),
    "members.slowed_down": _("read people’s pages too fast"),
    "members.typed_organisation_linked": _("settled a typed name"),
    "network.introduction_asked": _("asked for an introduction"),
    "network.introduction_made": _("were introduced"),
    "outbox.address_lifted": _("said that a mailbox is there"),
    "outbox.cancelled": _("took an email back"),
    "outbox.sent_again": _("sent an email again"),
    "pledges.passed_on": _("passed a pledge on"),
    "privacy.download_asked": _("asked for a copy of their details"),
    "privacy.download_fetched": _("fetched a copy of their details"),
    "privacy.erased": _("was deleted"),
    "privacy.leaving_begun": _("asked to be deleted"),
    "privacy.leaving_stopped": _("stopped being deleted"),
    "groups.join": _("let somebody into a group"),
    "words.leads_set": _("changed where plain words lead"),
    "members.organisation_merged": _("made two organisations one"),
    "members.place_merged": _("made two places one"),
    "members.topic_merged": _("made two topics one"),
    "members.kind_merged": _("made two kinds of organisation one"),
    "members.topic_added": _("added a topic"),
    "members.topic_renamed": _("renamed a topic"),
    "members.topic_retired": _("retired a topic"),
    "members.topic_brought_back": _("brought back a topic"),
    "members.topic_changed": _("changed a topic"),
    "members.topic_deleted": _("deleted a topic"),
    "members.kind_added": _("added a kind of organisation"),
    "members.kind_renamed": _("renamed a kind of organisation"),
    "members.kind_retired": _("retired a kind of organisation"),
    "members.kind_brought_back": _("brought back a kind of organisation"),
    "members.kind_changed": _("changed a kind of organisation"),
    "members.kind_deleted": _("deleted a kind of organisation"),
    "members.place_added": _("added a place"),
    "members.place_renamed": _("renamed a place"),
    "members.place_retired": _("retired a place"),
    "members.place_brought_back": _("brought back a place"),
    "members.place_changed": _("changed a place"),
    "members.place_deleted": _("deleted a place"),
    "members.sector_added": _("added a sector"),
    "members.sector_renamed": _("renamed a sector"),
    "members.sector_retired": _("retired a sector"),
    "members.sector_brought_back": _("brought back a sector"),
    "members.sector_changed": _("changed a sector"),
    "members.sector_deleted": _("deleted a sector"),
    "commons.network_changed": _("changed the network’s settings"),
    "commons.look_changed": _("changed the colours"),
    "commons.kept_for_changed": _("changed how long something is kept"),
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

ROLES_CHANGED = {"members.role_given", "members.role_taken"}

# What a fact is called, where its own name says too little.
FACTS: dict[str, "StrOrPromise"] = {
    "by_whom": _("Ended by the"),
    "is_accepted": _("Let in"),
    "of": _("About a"),
    "rows": _("How many rows"),
    "term": _("What is kept"),
    "was": _("Before"),
    "what": _("A list of"),
}

# Codes that people read as words.
CODES: dict[tuple[str, object], "StrOrPromise"] = {
    **{("role", role.value): role.label for role in Role},
    **{("why", why.value): why.label for why in (*Why, *WhySuspended)},
    **{("wrong", wrong.value): wrong.label for wrong in Wrong},
    **{("outcome", outcome.value): outcome.label for outcome in Outcome},
    **{("way", way.value): way.label for way in SignIn.Way},
    **{("term", name): term.title for name, term in every_term().items()},
    ("is_accepted", True): _("yes"),
}


def names_of(uuids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """The names of the members, organisations and helpers among these, in one query."""
    wanted = {uuid for uuid in uuids if uuid}
    if not wanted:
        return {}
    members = Member.objects.filter(uuid__in=wanted).order_by().values_list("uuid", "contact__name")
    organisations = Organisation.objects.filter(uuid__in=wanted).order_by().values_list("uuid", "name")
    helpers = Helper.objects.filter(uuid__in=wanted).order_by().values_list("uuid", "name")
    return dict(members.union(organisations, helpers, all=True))


def in_words(entries: Iterable[AuditEntry]) -> list[dict[str, object]]:
    """Each as the timeline shows it: who did what, to whom, when and with which codes."""
    rows = list(entries)
    names = names_of(uuid for row in rows for uuid in (row.actor, target_of(row), other_in(row)))
    return [as_row(row, names) for row in rows]


def target_of(entry: AuditEntry) -> UUID | None:
    """Whom or what it was done to, where that has a name an organiser may see."""
    return entry.target if entry.kind in {"member", "organisation", "helper"} else None


def other_in(entry: AuditEntry) -> UUID | None:
    """A further member whom the row names."""
    return as_uuid(entry.facts.get("member"))


def as_uuid(value: object) -> UUID | None:
    """The id that these letters are; None for other words."""
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def as_row(entry: AuditEntry, names: dict[UUID | None, str]) -> dict[str, object]:
    who, whom = who_and_whom(entry, names)
    further = names.get(other_in(entry), "")
    when = timezone.localtime(entry.at)
    return {
        "entry": entry,
        "title": str(WORDS.get(entry.action, entry.action)),
        "who": str(who),
        "whom": ", ".join(str(name) for name in (whom, further) if name),
        "when": f"{date_format(when, 'j F Y')}, {clock(when)}",
        "text": facts_of(entry.facts),
    }


def who_and_whom(entry: AuditEntry, names: dict[UUID | None, str]) -> tuple["StrOrPromise", "StrOrPromise"]:
    """Whose act it was, and whom it was done to, as far as the row knows."""
    target = names.get(target_of(entry), "")
    if entry.kind == "helper" and entry.actor is None:
        # A helper has no account; what they do by their link is theirs all the same.
        return target or _("A helper"), ""
    who = names.get(entry.actor, _("Somebody who has left")) if entry.actor else _("Not signed in:")
    if entry.target == entry.actor:
        return who, _("to themselves") if entry.action in ROLES_CHANGED else ""
    return who, target


def facts_of(facts: dict[str, object]) -> str:
    """The codes of a row as short sentences. Ids say nothing to a reader."""
    said = {name: value for name, value in facts.items() if value and as_uuid(value) is None}
    return ". ".join(sentence_of(name, value) for name, value in said.items())


def sentence_of(name: str, value: object) -> str:
    """One fact. What is words already needs no name in front."""
    words = str(CODES.get((name, value), value))
    if name in {"why", "way", "wrong", "outcome"} and (name, value) in CODES:
        return words[:1].upper() + words[1:]
    called = str(FACTS.get(name, name.replace("_", " ").capitalize()))
    return f"{called}: {words}"
