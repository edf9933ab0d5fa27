"""Stuck brings help: what is in the way is a row, hosts offer, a letter goes out, and it ends with the next answer."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from commons.models import audit, within_limit
from members.models import Member
from outbox.models import OutgoingEmail
from pledges.actions.booking import lock
from pledges.emails.helping import ask_for_smaller, ask_partner_to_help, offer_to, send_letter_to
from pledges.models import Answer, HelpOffer, Pledge, Rhythm, Snag
from pledges.models.hearers import may_write_to

OFFERS_A_DAY = 40
DAY = timedelta(days=1)
ABOUT_A_SNAG = ["pledges.letter", "pledges.partner_asked", "pledges.smaller"]


def open_snag(answer: Answer, *, at: datetime) -> Snag:
    """What is in the way, since the first time it was said; the newest answer holds its words. Under the lock."""
    snag, was_made = Snag.objects.get_or_create(
        pledge=answer.pledge, ended_at=None, defaults={"answer": answer, "since": at}
    )
    if not was_made and snag.answer != answer:
        snag.answer = answer
        snag.save(update_fields=["answer"])
    return snag


def end_snag(pledge: Pledge, *, at: datetime) -> None:
    """Nothing is in the way any more, and nobody is asked for help. Under the lock."""
    open_ones = Snag.objects.open().filter(pledge=pledge)
    snags = {snag.pk: str(snag.uuid) for snag in open_ones}
    offers = HelpOffer.objects.filter(snag__in=snags).values_list("uuid", flat=True)
    OutgoingEmail.objects.filter(purpose__in=ABOUT_A_SNAG, key__in=snags.values()).cancel()
    OutgoingEmail.objects.filter(purpose="pledges.help", key__in=[str(uuid) for uuid in offers]).cancel()
    open_ones.update(ended_at=at)


def undo_snags(pledge: Pledge, before: Answer | None, *, since: datetime) -> None:
    """As it was before that moment: what began then never was, and what ended then goes on. Under the lock."""
    snags = Snag.objects.filter(pledge=pledge)
    snags.filter(since__gte=since).delete()
    if before is not None and before.said == Answer.Said.STUCK:
        snags.filter(Q(ended_at=None) | Q(ended_at__gte=since)).update(answer=before, ended_at=None)


@transaction.atomic
def offer_help(snag: Snag, *, words: str, who: str = "", by: Member, at: datetime) -> HelpOffer | None:
    """A host says what could help; the one who is stuck gets it by email. The same words twice are one offer."""
    snag = locked(snag)
    same = snag.offers.filter(by=by, words=words, who=who).first()
    if same is not None or snag.ended_at is not None:
        return same
    if not within_limit("pledges.help", str(by.uuid), at_most=OFFERS_A_DAY, per=DAY, now=at):
        return None
    offer = HelpOffer.objects.create(snag=snag, by=by, words=words, who=who, offered_at=at)
    snag.mark("heard_at", at=at)
    audit("pledges.help_offered", by=by.uuid, kind="pledge", target=snag.pledge.uuid)
    if may_be_emailed(snag.pledge):
        offer_to(snag.pledge, offer, at=at)
    return offer


@transaction.atomic
def hear(snag: Snag, *, by: Member, at: datetime) -> None:
    """A host got in touch in another way. The first time stands."""
    snag = locked(snag)
    if snag.ended_at is None and snag.heard_at is None:
        snag.mark("heard_at", at=at)
        audit("pledges.snag_heard", by=by.uuid, kind="pledge", target=snag.pledge.uuid)


@transaction.atomic
def close_snag(snag: Snag, *, by: Member, at: datetime) -> None:
    """Off the list of the hosts. What was offered still goes out; saying "stuck" once more opens it anew."""
    snag = locked(snag)
    if snag.ended_at is None:
        snag.mark("ended_at", at=at)
        audit("pledges.snag_closed", by=by.uuid, kind="pledge", target=snag.pledge.uuid)


@transaction.atomic
def answer_offer(offer: HelpOffer, *, used: bool, at: datetime) -> Snag:
    """Taken up, or not this time. After two that were not, one question is asked, once."""
    snag = locked(offer.snag)
    offer = snag.offers.get(pk=offer.pk)
    if snag.ended_at is None and offer.is_used != used:
        offer.answer(used=used, at=at)
        if snag.had_enough_offers(before=at - Rhythm.now().stuck_rest):
            snag.mark("smaller_asked_at", at=at)
    return snag


@transaction.atomic
def write_letter(snag: Snag, *, words: str, sends: bool, at: datetime) -> Snag:
    """Save the letter; where a backer said yes and its maker says so, send it to them. It goes once."""
    snag = locked(snag)
    if snag.ended_at is not None:
        return snag
    snag.save_letter(words)
    backer = snag.pledge.backer
    if sends and snag.letter and snag.letter_sent_at is None and backer is not None and may_write_to(backer):
        snag.mark("letter_sent_at", at=at)
        send_letter_to(backer, snag, at=at)
    return snag


@transaction.atomic
def ask_partner(snag: Snag, *, at: datetime) -> None:
    """Its maker asks us to tell the partner. Once."""
    snag = locked(snag)
    partner = snag.pledge.partner
    if snag.ended_at is None and snag.partner_asked_at is None and partner is not None and may_write_to(partner):
        snag.mark("partner_asked_at", at=at)
        ask_partner_to_help(partner, snag, at=at)


@transaction.atomic
def ask_hosts(snag: Snag, *, at: datetime) -> None:
    """Its maker lets the hosts see what was said to a partner or a group alone."""
    snag = locked(snag)
    if snag.ended_at is None:
        snag.mark("hosts_asked_at", at=at)


def ask_where_offers_did_not_help(now: datetime) -> int:
    """Two offers went by without a word: one email asks whether to make it smaller or let it go. Says how many."""
    quiet_since = now - Rhythm.now().stuck_rest
    waiting = Snag.objects.open().filter(smaller_asked_at=None, offers__offered_at__lt=quiet_since).distinct()
    return sum(_ask_for_smaller(snag, quiet_since=quiet_since, at=now) for snag in waiting.order_by("pk"))


@transaction.atomic
def _ask_for_smaller(snag: Snag, *, quiet_since: datetime, at: datetime) -> bool:
    snag = locked(snag)
    if snag.ended_at or snag.smaller_asked_at or not snag.had_enough_offers(before=quiet_since):
        return False
    snag.mark("smaller_asked_at", at=at)
    if may_be_emailed(snag.pledge):
        ask_for_smaller(snag, at=at)
    return True


def may_be_emailed(pledge: Pledge) -> bool:
    """Its maker confirmed the address, and did not stop these emails."""
    return pledge.confirmed_at is not None and may_write_to(pledge.contact)


def locked(snag: Snag) -> Snag:
    """As it is now, under the lock of its pledge."""
    pledge = lock(snag.pledge)
    snag = Snag.objects.select_related("answer").get(pk=snag.pk)
    snag.pledge = pledge
    return snag
