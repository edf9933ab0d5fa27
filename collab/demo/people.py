"""The invented people one can sign in as."""

import tomllib
from pathlib import Path

from members.models import Member

FILE = Path(__file__).parent / "people.toml"


def who_can_sign_in() -> list[Member]:
    """Those whom people.toml offers and the database holds, members without a role first."""
    if not FILE.exists():
        return []
    rows = tomllib.loads(FILE.read_text())["person"]
    emails = [row["email"] for row in rows if row.get("sign_in")]
    people = Member.objects.filter(email__in=emails, is_active=True).select_related("contact__sector")
    return sorted(people, key=lambda member: (bool(member.roles), member.contact.name))
