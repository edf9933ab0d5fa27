"""What is kept of people and of organisations."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.kit.privacy import Agreement, Kept, Limit, Person, Rows
from members.models import Contact, Profile


def themselves(person: Person) -> Q:
    return Q(pk=person.contact)


def their_account(person: Person) -> Q:
    return Q(pk=person.member) if person.member is not None else Q(pk=None)


def asked_lately(since: datetime) -> Q:
    return Q(asked_at__gte=since)


def drop_file(rows: Rows) -> None:
    """A copy that nobody fetched. The row stays to say that there was one."""
    for download in rows:
        download.fetch(at=download.ready_at)


def agreements(contact: Contact) -> Iterator[Agreement]:
    """Being found by other members, since their profile was last changed."""
    profile = Profile.objects.filter(member__contact=contact, is_findable=True).first()
    if profile is not None:
        yield Agreement(
            what=_("Members can find you"),
            details=_("Your name and what you write about yourself."),
            said_at=profile.changed_at,
            url=reverse("profile_edit"),
            change=_("Change it"),
        )


KEPT = [
    Kept(
        "members.Contact",
        personal="name email phone organisation organisation_typed sector email_verified_at",
        neither="id uuid made_at",
        found=themselves,
        address="email",
        turn=8,
        what=_("your name, how to reach you, and where you are from"),
        why=_("we know who is who, and nothing is asked twice"),
        until=_("as long as you have an account; without one, 90 days after your last event, pledge or story"),
    ),
    Kept(
        "members.Member",
        personal="email contact roles is_active",
        neither="id uuid joined_at last_login password",
        withheld="password",
        found=their_account,
        address="email",
        turn=7,
        what=_("your account: your email, when you joined, and your role if you have one"),
        why=_("you can sign in"),
        until=_("as long as you have an account"),
    ),
    Kept(
        "members.Profile",
        personal=(
            "member does about offers asks cares_about places patch languages how_to_reach is_findable changed_at"
        ),
        neither="id uuid",
        of_member="member",
        what=_("what you write about yourself"),
        why=_("members can find you, if you chose that"),
        until=_("as long as you have an account; you can empty it at any time"),
    ),
    Kept(
        "members.Download",
        personal="contact asked_at ready_at file fetched_at",
        neither="id uuid",
        withheld="file",
        of_contact="contact",
        alive=asked_lately,
        limits=[
            Limit("ready_at", days=7, only=Q(fetched_at=None), then=drop_file),
            Limit("asked_at", days=30),
        ],
        what=_("a copy of everything about you, when you ask for one"),
        why=_("you can take it away"),
        until=_("until you fetch it, at most 7 days"),
    ),
    Kept(
        "members.Leaving",
        personal="contact asked_at due_at keeps_pledges stopped_at stop_told_at told_at",
        neither="id uuid asked_by",
        of_contact="contact",
        alive=asked_lately,
        limits=[Limit("stopped_at", days=90)],
        what=_("that you asked to leave"),
        why=_("we can do it after 72 hours, or stop it if it was not you"),
        until=_("until you have left; 90 days if it was stopped"),
    ),
    Kept("members.Organisation", neither="id slug name kind sector size places about org_id"),
    Kept("members.Sector", neither="id slug name short_name cloth order"),
    Kept("members.Place", neither="id slug name kind parent"),
    Kept("members.Topic", neither="id slug name"),
]
