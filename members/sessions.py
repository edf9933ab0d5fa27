"""Who is at the browser. Each signed-in page asks it first, so its two statements are written once."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from collab.kit.statements import Statement
from members.models import Member

SESSION = Statement(
    lambda key: Session.objects.filter(session_key=key, expire_date__gt=Now()).values_list("session_data", flat=True),
    str,
)
MEMBER = Statement(lambda pk: Member.objects.filter(pk=pk), int)


class SessionStore(DatabaseStore):
    """Django's sessions in their table."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key, when it has ended."""
        found = SESSION.rows(self.session_key) if self.session_key else []
        if not found:
            self._session_key = None
        return self.decode(found[0]) if found else {}


class MemberBackend(ModelBackend):
    """Members by number, with the contact whose name every page shows."""

    def get_user(self, user_id: int) -> Member | None:
        """Nobody when the account is gone or suspended."""
        member = next(iter(MEMBER.rows(user_id)), None)
        return member if member and self.user_can_authenticate(member) else None
