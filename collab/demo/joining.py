"""People on their way in: asked, invited, helped. And a few who have a page that everyone can see."""

from datetime import timedelta

from django.db.models import F

from collab.demo.loading import Data, Loading, read
from members.actions.helping import accept_helper, ask_helper
from members.emails.joining import write_invitation
from members.models import Invitation, JoinRequest, Organisation, Profile
from members.models.joining import INVITATION_LASTS
from outbox.models import OutgoingEmail, State


def load_joining(loading: Loading) -> None:
    """Everything of joining.toml."""
    data = read("joining.toml")
    JoinRequest.objects.bulk_create(request(loading, row) for row in data["request"])
    for row in data["invitation"]:
        invite(loading, row)
    for row in data["helper"]:
        member = loading.people[row["member"]]
        accept_helper(ask_helper(member, name=row["name"], email=row["email"], at=loading.now), at=loading.now)
    for row in data["public"]:
        open_to_everyone(loading, row)
    written = OutgoingEmail.objects.filter(state=State.DUE, purpose__startswith="members.")
    written.update(state=State.SENT, sent_at=F("due_at"), attempts=1)


def request(loading: Loading, row: Data) -> JoinRequest:
    """Somebody whose address is proved and who waits for an answer, not saved."""
    asked_at = loading.now - timedelta(hours=row["hours_ago"])
    organisation = Organisation.objects.named(row["typed"])
    return JoinRequest(
        uuid=loading.uuid(),
        name=row["name"],
        email=row["email"],
        organisation=organisation,
        organisation_typed="" if organisation else row["typed"],
        sector=loading.sectors[row["sector"]],
        why=row["why"],
        made_at=asked_at,
        proved_at=asked_at,
    )


def invite(loading: Loading, row: Data) -> None:
    """Sent some days ago; one of them has run out."""
    sent_at = loading.now - timedelta(days=row["days_ago"])
    times = {"made_at": sent_at, "sent_at": sent_at, "expires_at": sent_at + INVITATION_LASTS}
    said = {name: row[name] for name in ("name", "email", "words")}
    inviter = loading.people[row["by"]]
    write_invitation(Invitation.objects.create(uuid=loading.uuid(), inviter=inviter, **said, **times), now=loading.now)


def open_to_everyone(loading: Loading, row: Data) -> None:
    """A page in public, with some parts open and some for members alone."""
    theirs = Profile.objects.filter(member=loading.people[row["person"]])
    theirs.update(is_public=True, public_parts=row["parts"], languages=row["languages"], how_to_reach=row["reach"])
