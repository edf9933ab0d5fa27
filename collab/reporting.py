"""Somebody tells us that something is wrong: it is kept, read by a person, decided, and answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from collab.items import KINDS, Item, find, locked_row
from commons.models import Outcome, Report, RiskReport, Takedown, Wrong, audit, within_limit
from members.models import Contact, Member, Role
from outbox.actions import write_email

HOUR = timedelta(hours=1)
AT_RISK = "at-risk"
# A hall or a council is one connection for all its people, so visitors are counted far; a member is counted alone.
FROM_ONE_PLACE, BY_ONE_PERSON = 120, 10
# Counted apart and further, so that nobody is unheard for having told us other things; a flood is stopped all the same.
RISKS_FROM_ONE_PLACE, RISKS_BY_ONE_PERSON = 240, 20


@dataclass(frozen=True)
class Told:
    """What somebody typed, and what it is about."""

    kind: str
    item: Item | None
    wrong: str
    words: str
    answer_to: str
    form_key: UUID
    reporter: Member | None

    @property
    def owners(self) -> list[UUID]:
        return [contact.uuid for contact in self.item.owners] if self.item else []


def may_report(client: str, member: Member | None, *, is_risk: bool, now: datetime) -> bool:
    """Count this one: by person for who is signed in, wherever they are; by connection for visitors alone."""
    name, place, person = ("reports", FROM_ONE_PLACE, BY_ONE_PERSON)
    if is_risk:
        name, place, person = ("risks", RISKS_FROM_ONE_PLACE, RISKS_BY_ONE_PERSON)
    if member is None:
        return within_limit(f"{name}.from", client, at_most=place, per=HOUR, now=now)
    return within_limit(f"{name}.by", str(member.uuid), at_most=person, per=HOUR, now=now)


def file_report(told: Told, *, at: datetime) -> None:
    """Keep it where those who may read it find it. The same form sent again is the same report."""
    try:
        with transaction.atomic():
            if told.wrong == AT_RISK:
                file_risk_report(told, at=at)
            else:
                file_other_report(told, at=at)
    except IntegrityError:
        known = Report.objects.filed_with(told.form_key) or RiskReport.objects.filed_with(told.form_key)
        if known is None:
            raise


def file_other_report(told: Told, *, at: datetime) -> None:
    """For checkers and organisers; a complaint is for organisers alone."""
    who = told.reporter.uuid if told.reporter else None
    report = Report.objects.create(
        kind=told.kind,
        target=told.item.row.uuid if told.item else None,
        about=told.owners,
        wrong=told.wrong,
        words=told.words,
        answer_to=told.answer_to,
        reporter=who,
        form_key=told.form_key,
        at=at,
    )
    audit("commons.reported", by=who, kind="report", target=report.uuid, of=told.kind, wrong=told.wrong)


def file_risk_report(told: Told, *, at: datetime) -> None:
    """For the safeguarding leads alone. Their email says that a report waits, and nothing else."""
    if told.item is None:
        raise ValueError("A report of somebody at risk is about something.")
    report = RiskReport.objects.create(
        kind=told.kind,
        target=told.item.row.uuid,
        about=told.owners,
        words=told.words,
        answer_to=told.answer_to,
        reporter=told.reporter.uuid if told.reporter else None,
        form_key=told.form_key,
        at=at,
    )
    # Who told us is not in the log either.
    audit("safeguarding.reported", by=None, kind="risk-report", target=report.uuid)
    tell_leads(report, at=at)


def tell_leads(report: RiskReport, *, at: datetime) -> None:
    """Each lead it is not about. With none, organisers are told to name one, and no more."""
    leads = active(Role.SAFEGUARDING).exclude(contact__uuid__in=report.about)
    name, page, people = "waits", "safeguarding", list(leads)
    if not people:
        name, page, people = "nobody_reads", "run_people", list(active(Role.ADMIN))
    for person in people:
        write_email(
            f"reports/{name}",
            {"url": full(reverse(page))},
            purpose=f"safeguarding.{name.replace('_', '-')}",
            key=f"{report.uuid}:{person.uuid}",
            to=person.email,
            to_name=person.contact.first_name,
            subject=_("A report waits"),
            due_at=at,
        )


def active(role: Role) -> QuerySet[Member]:
    """Who holds this role and can sign in."""
    return Member.objects.holding(role).filter(is_active=True)


@transaction.atomic
def claim_report(report: Report, *, by: Member, at: datetime) -> bool:
    """Take it in hand. False when a colleague has it, or it is decided."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.decided_at is not None or report.is_claimed_by_another(by.uuid, now=at):
        return False
    if report.claimed_by != by.uuid:
        report.claim(by=by.uuid, at=at)
        audit("commons.report_claimed", by=by.uuid, kind="report", target=report.uuid)
    return True


class NothingToTakeDown(Exception):
    """It is down already, or has gone. Nothing has changed."""


@transaction.atomic
def decide_report(report: Report, *, outcome: Outcome, sentence: str, by: Member, at: datetime) -> bool:
    """One decision with a sentence for the one who told us. False when it was decided, or is a colleague's."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.is_claimed_by_another(by.uuid, now=at):
        return False
    if not report.decide(outcome, sentence=sentence, by=by.uuid, at=at):
        return False
    if outcome == Outcome.TAKEN_DOWN:
        take_down(report.kind, report.target, wrong=Wrong(report.wrong), report=report, by=by, at=at)
    audit("commons.report_decided", by=by.uuid, kind="report", target=report.uuid, outcome=outcome.value)
    answer(report, at=at)
    return True


def answer(report: Report, *, at: datetime) -> None:
    """The sentence, to the one who asked for an answer."""
    if not report.answer_to:
        return
    write_email(
        "reports/answer",
        {"report": report, "outcome": "" if report.is_complaint else report.get_outcome_display()},
        purpose="reports.answer",
        key=str(report.uuid),
        to=report.answer_to,
        subject=_("What we did about what you told us"),
        due_at=at,
    )


@transaction.atomic
def take_down(
    kind: str,
    target: UUID | None,
    *,
    wrong: Wrong,
    by: Member,
    at: datetime,
    report: Report | None = None,
    is_quiet: bool = False,
) -> Takedown:
    """Hidden by its own app's rule, with a row in the log of what was taken down, and its owners told kindly.

    Quietly where somebody may be at risk: a letter could put them in danger.
    """
    item = find(kind, target)
    if item is None or target is None:
        raise NothingToTakeDown
    before = KINDS[kind].take_down(locked_row(kind, item), by, at)
    if before is None:
        raise NothingToTakeDown
    takedown = Takedown.objects.create(
        kind=kind, target=target, wrong=wrong, report=report, before=before, by=by.uuid, at=at, is_quiet=is_quiet
    )
    audit("commons.taken_down", by=by.uuid, kind=kind, target=target, wrong=wrong.value)
    for owner in [] if is_quiet else item.owners:
        tell_owner("taken_down", takedown, item, owner, at=at)
    return takedown


@transaction.atomic
def put_back(takedown: Takedown, *, by: Member, at: datetime) -> bool:
    """The way back, by the same app's rule. False when it was put back before, or its app says no."""
    takedown = Takedown.objects.select_for_update().get(pk=takedown.pk)
    item = find(takedown.kind, takedown.target)
    if takedown.put_back_at is not None or item is None or not can_put_back(by, takedown, item):
        return False
    if not KINDS[takedown.kind].put_back(locked_row(takedown.kind, item), takedown.before, by, at):
        return False
    takedown.put_back(by=by.uuid, at=at)
    audit("commons.put_back", by=by.uuid, kind=takedown.kind, target=takedown.target)
    for owner in [] if takedown.is_quiet else item.owners:
        tell_owner("put_back", takedown, item, owner, at=at)
    return True


def can_put_back(member: Member, takedown: Takedown, item: Item) -> bool:
    """Nobody puts back what is theirs; what was taken down for somebody's safety is a safeguarding lead's to end."""
    if member.contact in item.owners:
        return False
    roles = [Role.SAFEGUARDING] if takedown.is_quiet else [Role.SAFEGUARDING, Role.MODERATOR, Role.ADMIN]
    return member.has_role(*roles)


def tell_owner(name: str, takedown: Takedown, item: Item, owner: Contact, *, at: datetime) -> None:
    """Whose it is, what happened and what they can do; never who told us."""
    if not owner.email:
        return
    subjects = {"taken_down": _("Something of yours is not shown for now"), "put_back": _("It is shown again")}
    write_email(
        f"reports/{name}",
        {
            "title": item.title,
            "kind": KINDS[takedown.kind].word,
            "wrong": takedown.get_wrong_display(),
            "url": full(item.url),
        },
        purpose=f"reports.{name.replace('_', '-')}",
        key=f"{takedown.uuid}:{owner.uuid}",
        to=owner.email,
        to_name=owner.first_name,
        subject=subjects[name],
        due_at=at,
    )


def is_for(report: Report, member: Member) -> bool:
    """Whether this member may read and decide it: their role's, and not about something of theirs."""
    if report.is_complaint and not member.has_role(Role.ADMIN):
        return False
    return member.contact.uuid not in report.about


def full(path: str) -> str:
    """An address that works from an email."""
    return f"{settings.PUBLIC_URL}{path}"
