"""What other people ask of a member: a yes, an introduction, a group, a pledge left behind."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.pages.needs import MOST_CARDS, Need, day_words, moment
from collab.pages.waiting import Waiting, workplaces_for
from groups.models import Membership
from members.models import Leaving, Member
from network.models.knowing import Claim, claims_on
from network.models.seen import Seen, introductions_waiting_for
from pledges.emails import hand_over_path
from pledges.emails.partners import partner_path
from pledges.models import HandOver, PartnerAsk


def people_needs(member: Member, waiting: Waiting, *, now: datetime) -> Iterator[Need]:
    """All of them; what nobody asks is not fetched."""
    if waiting["leaving"]:
        yield from leaving_need(member)
    if waiting["groups"]:
        yield from group_needs(list(Membership.objects.with_needs(member, today=timezone.localdate(now))))
    if waiting["introductions"]:
        yield from introduction_needs(introductions_waiting_for(member))
    if waiting["claims"]:
        yield from claim_needs(claims_on(member, now=now))
    yield from pledge_asks(member, waiting, now=now)
    yield from workplace_need(member, waiting["workplaces"])
    yield from thanks_need(waiting["thanked"])


def pledge_asks(member: Member, waiting: Waiting, *, now: datetime) -> Iterator[Need]:
    """Pledges of other people that they are asked to take on or to stand beside."""
    if waiting["hand_overs"]:
        yield from hand_over_needs(member)
    if waiting["partner_asks"]:
        yield from partner_needs(member, now=now)


def leaving_need(member: Member) -> Iterator[Need]:
    """They are on the way out and can stop it: before everything else."""
    leaving = Leaving.objects.of(member.contact)
    if leaving is not None:
        until = moment(leaving.due_at)
        because = _("We delete everything about you then. Until then you can stay.")
        row = {"day": day_words(timezone.localdate(leaving.asked_at)), "url": reverse("my_leave_stop")}
        yield Need(0, "leaving", row, until, because, 1, is_due=True)


def group_needs(mine: list[Membership]) -> Iterator[Need]:
    """Somebody asks to join a group they lead, they are asked in, or its agreement waits for a yes or a look."""
    for row in mine:
        asks, wants = vars(row)["asks"] or 0, vars(row)
        if row.state == Membership.State.INVITED:
            yield Need(2, "group_invited", row, _("Asked in"), _("A lead would like you in it."), 1)
        elif row.is_lead and asks:
            because = ngettext("%(n)s person waits for your answer.", "%(n)s people wait for your answer.", asks)
            yield Need(1, "group_asks", row, _("Somebody waits"), because % {"n": asks}, asks, is_due=True)
        if row.is_in and wants["to_agree"]:
            yield Need(4, "group_agree", row, _("To agree"), _("You are in the group, and have not said yes yet."), 2)
        elif row.is_lead and wants["to_review"]:
            yield Need(4, "group_review", row, _("To look at again"), _("You lead the group. The day has come."), 5)


def introduction_needs(rows: list[Seen]) -> Iterator[Need]:
    """Somebody would like to meet them, or asks them to bring two people together."""
    for seen in rows:
        asker = {"name": seen.introduction.asked_by.contact.first_name}
        because = _("%(name)s asks you to introduce them.") if seen.is_go_between else _("%(name)s asked.")
        until = _("Until %(day)s") % {"day": day_words(timezone.localdate(seen.introduction.lapses_at))}
        yield Need(2, "introduction", seen, until, because % asker, 2)


def claim_needs(claims: list[Claim]) -> Iterator[Need]:
    """Somebody says that the two of them know each other."""
    for claim in claims:
        because = _("If you do too, each of you is shown as somebody the other knows.")
        yield Need(5, "claim", claim, _("People"), because, 1)


def workplace_need(member: Member, count: int) -> Iterator[Need]:
    """One card for all who say that they work where this person may say yes."""
    if count:
        is_organiser = member.has_role("admin")
        words = workplace_words(count, is_organiser=is_organiser)
        because = _("You are an organiser.") if is_organiser else _("You work there, so you may know them.")
        url = reverse("run_organisations") if is_organiser else where_they_decide(member)
        yield Need(2, "organisation", {"words": words, "url": url}, _("Waiting for a yes"), because, count)


def workplace_words(count: int, *, is_organiser: bool) -> str:
    """An organiser answers for every organisation, a colleague for their own."""
    if is_organiser:
        words = ngettext("%(n)s person says where they work", "%(n)s people say where they work", count)
    else:
        words = ngettext("%(n)s person says they work with you", "%(n)s people say they work with you", count)
    return words % {"n": count}


def where_they_decide(member: Member) -> str:
    """The page of one of the organisations that they may speak for."""
    slug = workplaces_for(member).values_list("organisation__slug", flat=True).first()
    return reverse("affiliation_list", args=[slug or ""])


def hand_over_needs(member: Member) -> Iterator[Need]:
    """Pledges that somebody who left asks this person to take on."""
    asked = HandOver.objects.to(member.contact).select_related("pledge__sector", "from_contact")
    for handover in asked.order_by("asked_at")[:MOST_CARDS]:
        because = _("%(name)s has left, and asks you to go on with it.") % {"name": handover.from_contact.name}
        row = {"pledge": handover.pledge, "url": hand_over_path(handover)}
        yield Need(2, "hand_over", row, _("Waiting for your yes or no"), because, 1)


def partner_needs(member: Member, *, now: datetime) -> Iterator[Need]:
    """Pledges that somebody asks this person to stand beside; one press says yes."""
    asked = PartnerAsk.objects.to(member.contact, now=now).select_related("pledge__sector")
    for ask in asked[:MOST_CARDS]:
        who = {"who": ask.pledge.first_name or _("Somebody")}
        because = _("%(who)s asks you to back it.") if ask.is_backer else _("%(who)s asks you to be their partner.")
        until = _("Until %(day)s") % {"day": day_words(timezone.localdate(ask.lapses_at))}
        yield Need(2, "partner_ask", {"pledge": ask.pledge, "url": partner_path(ask)}, until, because % who, 1)


def thanks_need(count: int) -> Iterator[Need]:
    """A kind word for what they kept, of the last week; only where nothing more pressing leaves room."""
    if count:
        words = ngettext("Somebody says thanks", "Some people say thanks", count)
        yield Need(7, "thanked", words, _("This week"), _("You kept a pledge."), 1)
