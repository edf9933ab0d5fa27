"""Reports that wait and one that is decided, so that those who look after them find their pages full of life."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from collab.demo.loading import Data, Loading, read
from collab.items import KINDS
from commons.models import COMPLAINT, Report, RiskReport, audit
from members.models import Member, Organisation, Role
from pledges.models import Pledge
from stories.models import Story


def load_reports(loading: Loading) -> None:
    """Those of reports.toml, and how the staff of the demo came to their roles."""
    data = read("reports.toml")
    Report.objects.bulk_create([report(loading, row) for row in data["report"]])
    RiskReport.objects.bulk_create([risk(loading, row) for row in data["risk"]])
    log_roles()


def log_roles() -> None:
    """Each role of the demo as one row of the log."""
    giver = staff(Role.ADMIN)
    for person in Member.objects.exclude(roles=[]).order_by("pk"):
        for name in person.roles:
            audit("members.role_given", by=giver.uuid, kind="member", target=person.uuid, role=name, why="new-job")


def report(loading: Loading, row: Data) -> Report:
    """One report, not saved."""
    thing = None if row["kind"] == COMPLAINT else reported(loading, row["kind"])
    told = Report(
        uuid=loading.uuid(),
        kind=row["kind"],
        target=thing.uuid if thing else None,
        about=owners(row["kind"], thing) if thing else [],
        wrong=row["wrong"],
        words=row["words"],
        answer_to=row.get("answer_to", ""),
        reporter=loading.people[row["by"]].uuid if "by" in row else None,
        form_key=loading.uuid(),
        at=loading.now - timedelta(days=row["days_ago"]),
    )
    if "claimed_by" in row:
        told.claimed_by, told.claimed_at = staff(row["claimed_by"]).uuid, loading.now - timedelta(hours=2)
    if "outcome" in row:
        told.outcome, told.sentence = row["outcome"], row["sentence"]
        told.decided_by, told.decided_at = staff(row["decided_by"]).uuid, told.at + timedelta(days=2)
    return told


def risk(loading: Loading, row: Data) -> RiskReport:
    """One report of somebody at risk, not saved."""
    thing = reported(loading, row["kind"])
    return RiskReport(
        uuid=loading.uuid(),
        kind=row["kind"],
        target=thing.uuid,
        about=owners(row["kind"], thing),
        words=row["words"],
        reporter=loading.people[row["by"]].uuid,
        form_key=loading.uuid(),
        at=loading.now - timedelta(days=row["days_ago"]),
    )


def reported(loading: Loading, kind: str) -> Any:
    """Something of this kind that everybody can see."""
    things: dict[str, Any] = {
        "story": Story.objects.filter(state=Story.State.PUBLISHED).order_by("pk").first(),
        "pledge": Pledge.objects.on_wall().order_by("-made_at", "-pk").first(),
        "event": loading.coming[0],
        "organisation": Organisation.objects.order_by("pk").first(),
    }
    return things[kind]


def owners(kind: str, thing: Any) -> list[UUID]:
    return [contact.uuid for contact in KINDS[kind].as_item(thing).owners]


def staff(role: str) -> Member:
    return Member.objects.holding(role).order_by("pk")[0]
