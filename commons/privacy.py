"""What is kept in the rows that nobody owns."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from collab.kit.privacy import Kept, Limit, OnErasure, Person, Rows, Term
from commons.models import Report


def about(person: Person) -> Q:
    """What they did, and what was done to them."""
    return Q(actor__in=person.uuids) | Q(target__in=person.uuids)


def written(person: Person) -> Q:
    return Q(by__in=person.uuids)


def told(person: Person) -> Q:
    """By an address alone nobody is known here: anybody can type one."""
    return Q(reporter__in=person.uuids)


def take_writer_off(person: Person, rows: Rows, at: datetime) -> None:
    rows.update(by=None)


def take_teller_off(person: Person, rows: Rows, at: datetime) -> None:
    """Neither who told us nor where to answer them, also where they told us without signing in."""
    reports: Rows = QuerySet(rows.model)
    reports.filter(pk__in=rows.values("pk")).update(reporter=None, answer_to="")
    theirs = reports.annotate(address=Lower("answer_to")).filter(address__in=person.addresses)
    theirs.update(answer_to="")


def take_reporter_off(person: Person, rows: Rows, at: datetime) -> None:
    """The same; and what was in their hand goes back to the others, and is about them no longer."""
    take_teller_off(person, rows, at)
    Report.objects.filter(claimed_by__in=person.uuids, decided_at=None).update(claimed_by=None, claimed_at=None)
    for report in Report.objects.filter(about__overlap=list(person.uuids)):
        report.about = [uuid for uuid in report.about if uuid not in person.uuids]
        report.save(update_fields=["about"])


ERASURES = Term(
    "erasures",
    _("The marks of people who left"),
    days=3 * 366,
    fixed=_("An old backup could bring them back. The marks have to outlive every backup."),
)
TRIES = Term(
    "tries",
    _("How often something was tried"),
    days=8,
    fixed=_("With less, somebody could guess codes by waiting."),
)
# Two months to ask why, and one for the answer.
REPORTS = Term("reports", _("Reports that were decided, and what was put back"), days=366, least=90)
# Six years to bring a claim, and one for it to be heard (docs/decisions/0086).
FINDINGS = Term("findings", _("What the clock had to put right"), days=90, least=30)
RISK = Term(
    "risk",
    _("Reports that somebody may be at risk, once they ended"),
    days=7 * 366,
    fixed=_("People have six years to bring a claim, and it takes time to hear it."),
)

KEPT = [
    Kept(
        "commons.AuditEntry",
        personal="actor target",
        neither="id at action kind facts",
        found=about,
        on_erasure=OnErasure.KEEP,
        because="It holds ids and no names, and nobody may change it.",
        what=_("a log of who did what, by numbers and without names"),
        why=_("mistakes and misuse can be found"),
        until=_("as long as this network runs"),
    ),
    Kept(
        "commons.ErasedPerson",
        neither="id person address erased_at returned_at",
        limits=[Limit("erased_at", ERASURES)],
        what=_("a scrambled mark of somebody who left, which cannot be turned back into a name"),
        why=_("an old backup cannot bring them back, and we can count who comes again"),
        until=_("%(erasures)s after you left"),
    ),
    Kept(
        "commons.RateCount",
        neither="id key window_started_at count",
        # The longest window is a day.
        limits=[Limit("window_started_at", TRIES)],
        what=_("how often something was tried from one address or connection, as a scrambled mark"),
        why=_("nobody can guess codes or send floods"),
        until=_("%(tries)s"),
    ),
    Kept("commons.GoWord", neither="id word path leads_to ends_at made_at"),
    Kept("commons.OldAddress", neither="id path now_at moved_at"),
    Kept("commons.Heartbeat", neither="id name at"),
    Kept("commons.Finding", neither="id what count at", limits=[Limit("at", FINDINGS)]),
    Kept("commons.KeptFor", neither="id name days"),
    Kept(
        "commons.NetworkSettings",
        neither="id name_light name_bold area phone hours email brand link link_hover stitch look_version",
    ),
    Kept(
        "commons.PageVersion",
        personal="page number lede text at by brought_back",
        neither="id",
        found=written,
        on_erasure=OnErasure.KEEP,
        because="The words are the network's; who wrote them comes off.",
        erase=take_writer_off,
        what=_("which versions of our own pages you wrote, if you are an organiser"),
        why=_("a change can be asked about, and taken back"),
        until=_("as long as you have an account; the words stay without you"),
    ),
    Kept(
        "commons.Report",
        personal="kind wrong words answer_to reporter at outcome sentence decided_at",
        neither="id uuid target about form_key claimed_by claimed_at decided_by",
        withheld="uuid target about form_key claimed_by claimed_at decided_by",
        found=told,
        on_erasure=OnErasure.KEEP,
        because="What they told us has to be looked at; there is no way from it to them any more.",
        erase=take_reporter_off,
        limits=[Limit("decided_at", REPORTS)],
        what=_("what you told us was wrong, and where to answer you"),
        why=_("it is put right, and you hear from us"),
        until=_("%(reports)s after we decided; without you as soon as you leave"),
    ),
    Kept(
        "commons.Takedown",
        neither="id uuid kind target wrong report before by at put_back_by put_back_at is_quiet",
        limits=[Limit("put_back_at", REPORTS)],
    ),
    # Never shown to, nor erased by, whom it is about. What it says stays out of the writer's copy too: a file that
    # somebody else finds must not tell on them.
    Kept(
        "commons.RiskReport",
        personal="answer_to reporter at",
        special="kind target about words ending",
        neither="id uuid form_key ended_by ended_at",
        withheld="uuid kind target about words ending form_key ended_by ended_at",
        found=told,
        on_erasure=OnErasure.KEEP,
        because="Somebody may be at risk. It stays with the safeguarding lead, without who told us.",
        erase=take_teller_off,
        limits=[Limit("ended_at", RISK)],
        what=_("that you told us somebody may be at risk"),
        why=_("a safeguarding lead can help"),
        until=_("%(risk)s after it ended, read by the safeguarding lead alone; without you as soon as you leave"),
    ),
    Kept(
        "commons.RiskNote",
        personal="by at",
        special="report words",
        neither="id",
        withheld="report words",
        found=written,
        on_erasure=OnErasure.KEEP,
        because="It is part of a report that somebody may be at risk.",
        until=_("as long as that report"),
    ),
]
