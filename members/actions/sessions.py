"""Where a member is signed in: noted when it begins, and ended one by one or all at once."""

from datetime import date, datetime

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from collab.kit.browsers import in_words
from commons.models import audit
from members.models import Leaving, Member, SignIn
from members.models.signing_in import how_long

# The name, in a session, of its row in the list.
MARK, SEEN = "sign_in", "seen_on"
WAYS = {"code": SignIn.Way.CODE, "mfa": SignIn.Way.PASSKEY, "socialaccount": SignIn.Way.SINGLE_SIGN_ON}


@transaction.atomic
def begin_session(request: HttpRequest, member: Member, *, now: datetime) -> SignIn:
    """They have shown who they are. The session ends at a fixed time, however much it is used."""
    record = last_record(request, member)
    ends_at = now + how_long(member)
    request.session.set_expiry(ends_at)
    # A second address is not theirs by their own word, and the code went to both.
    if record.get("email", "").lower() == member.email and not member.second_addresses.exists():
        member.contact.verify_email(at=now)
    row_of(request).delete()
    way = WAYS.get(record.get("method", ""), SignIn.Way.CODE)
    row = SignIn.objects.create(
        member=member,
        session_key=key_of(request),
        way=way,
        browser=in_words(request.headers.get("User-Agent", ""))[:60],
        begun_with=member.get_session_auth_hash(),
        began_at=now,
        ends_at=ends_at,
        seen_on=timezone.localdate(now),
    )
    request.session[MARK], request.session[SEEN] = str(row.uuid), str(row.seen_on)
    # Whoever signs in has not left. If somebody else asked for it, this is how the owner stops them.
    Leaving.objects.stop(member.contact, at=now)
    audit("members.sign_in", by=member.uuid, kind="member", target=member.uuid, way=way.value)
    return row


def last_record(request: HttpRequest, member: Member) -> dict[str, str]:
    """How they showed who they are, the last time in this session."""
    records = get_authentication_records(request, member)
    return records[-1] if records else {}


def key_of(request: HttpRequest) -> str:
    """The session's key; a session that was emptied gets a new one first."""
    if not request.session.session_key:
        request.session.create()
    return str(request.session.session_key)


def row_of(request: HttpRequest) -> QuerySet[SignIn]:
    """The row of this browser's sign-in, as rows: none before it is noted."""
    mark = request.session.get(MARK)
    return SignIn.objects.filter(uuid=mark) if mark else SignIn.objects.none()


def change_key(request: HttpRequest) -> None:
    """A new key for the same session, in the list too."""
    request.session.cycle_key()
    row_of(request).update(session_key=key_of(request))


def see_here(request: HttpRequest, *, day: date) -> None:
    """Note the day on which this browser was here, once a day. Visitors without a cookie cost nothing."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.session.get(SEEN) in (None, str(day)):
        return
    request.session[SEEN] = str(day)
    row_of(request).update(seen_on=day)


def sign_out_here(request: HttpRequest) -> None:
    """End the session of this browser."""
    row_of(request).delete()
    logout(request)


@transaction.atomic
def end_sign_in(row: SignIn, *, by: Member) -> None:
    """End one of them: its browser is a stranger at its next request."""
    Session.objects.filter(session_key=row.session_key).delete()
    row.delete()
    audit("members.sign_in_ended", by=by.uuid, kind="member", target=row.member.uuid)


@transaction.atomic
def sign_out_everywhere(member: Member, *, by: Member) -> None:
    """End all of them, this one too."""
    end_sessions(member)
    audit("members.signed_out_everywhere", by=by.uuid, kind="member", target=member.uuid)


def end_sessions(member: Member, *, but: HttpRequest | None = None) -> None:
    """After a change of what signs them in: nothing begun before it goes on, but for the browser that made it."""
    kept = row_of(but) if but else SignIn.objects.none()
    member.end_sessions()
    others = member.sign_ins.exclude(pk__in=kept.values_list("pk", flat=True))
    Session.objects.filter(session_key__in=others.values("session_key")).delete()
    others.delete()
    if but is not None:
        update_session_auth_hash(but, member)
        kept.update(session_key=key_of(but), begun_with=member.get_session_auth_hash())
