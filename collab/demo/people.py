"""The invented people one can sign in as."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from members.models import Member
from pledges.models import Pledge

FILE = Path(__file__).parent / "people.toml"


SOON = timedelta(days=7)


def who_can_sign_in() -> list[Member]:
    """Those whom people.toml offers and the database holds: first without a role, and with a pledge to answer."""
    if not FILE.exists():
        return []
    rows = tomllib.loads(FILE.read_text())["person"]
    emails = [row["email"] for row in rows if row.get("sign_in")]
    people = Member.objects.filter(email__in=emails, is_active=True).select_related("contact__sector")
    first = set(people.filter(Exists(asked_soon())).values_list("pk", flat=True))
    return sorted(people, key=lambda member: (bool(member.roles), member.pk not in first, member.contact.name))


def asked_soon() -> QuerySet[Pledge]:
    """Pledges of a member that their Home asks about this week."""
    until = timezone.localdate() + SOON
    return Pledge.objects.filter(contact=OuterRef("contact"), state=Pledge.State.MADE, by_on__lte=until)
