"""What is kept of people and of organisations."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.kit.pictures import names_of
from collab.kit.privacy import AgreedTo, Kept, Limit, OnErasure, Person, Rows
from members.actions.helping import end_helper
from members.actions.profiles import PHOTO_SIZES, PHOTOS
from members.models import Affiliation, Contact, Helper, Import, Invitation, JoinRequest, Profile
from members.models.terms import (
    ASKED,
    COPY,
    COPY_ASKED,
    HELPERS,
    HELPERS_ASKED,
    INVITATIONS,
    LISTS,
    REFUSED,
    SIGN_INS,
    STOPPED,
    UNPROVED,
)


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


def photos(rows: Rows) -> Iterator[str]:
    """Each size of their photo."""
    for key in rows.exclude(photo=None).values_list("photo", flat=True):
        yield from names_of(PHOTOS, key, PHOTO_SIZES)


def with_address(model: type[Model], person: Person) -> Q:
    """Rows with an address of theirs, however it was typed."""
    rows = QuerySet(model).annotate(address=Lower("email")).filter(address__in=person.addresses)
    return Q(pk__in=rows.values("pk"))


def invited(person: Person) -> Q:
    return with_address(Invitation, person)


def asked_to_join(person: Person) -> Q:
    return with_address(JoinRequest, person)


def in_a_list(person: Person) -> Q:
    """Lines that led to them, and lines with their address."""
    wanted = Q(target__in=person.uuids)
    for address in person.addresses:
        wanted |= Q(cells__email__iexact=address)
    return wanted


def leave_helpers(person: Person, rows: Rows, at: datetime) -> None:
    """Nobody gets copies any more. Whom they helped is told, and keeps no row with their name in it."""
    others = Helper.objects.filter(with_address(Helper, person)).exclude(member=person.member)
    # The email that says so outlives them by 90 days.
    others.update(name=_("Your helper"))
    for helper in others:
        end_helper(helper, by=None, at=at)
        helper.delete()
    rows.delete()


def agreements(contact: Contact) -> Iterator[AgreedTo]:
    """Being found by other members, since their profile was last changed."""
    profile = Profile.objects.filter(member__contact=contact, is_findable=True).first()
    if profile is not None:
        yield AgreedTo(
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
        neither="id uuid made_at changed_at",
        found=themselves,
        address="email",
        turn=8,
        what=_("your name, how to reach you, and where you are from"),
        why=_("we know who is who, and nothing is asked twice"),
        until=_("as long as you have an account; without one, %(guests)s after your last event, pledge or story"),
    ),
    Kept(
        "members.Member",
        personal="email contact roles is_active passkey_offered_at newcomer_until",
        neither="id uuid joined_at last_login password sessions_ended",
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
            "member does about offers asks cares_about places patch languages how_to_reach photo photo_alt "
            "is_findable is_public public_parts put_away changed_at"
        ),
        neither="id uuid",
        of_member="member",
        files=photos,
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
            Limit("ready_at", COPY, only=Q(fetched_at=None), then=drop_file),
            Limit("asked_at", COPY_ASKED),
        ],
        what=_("a copy of everything about you, when you ask for one"),
        why=_("you can take it away"),
        until=_("until you fetch it, at most %(copy)s; that you asked, %(copy-asked)s"),
    ),
    Kept(
        "members.Leaving",
        personal="contact asked_at due_at keeps_pledges stopped_at stop_told_at told_at",
        neither="id uuid asked_by",
        of_contact="contact",
        alive=asked_lately,
        limits=[Limit("stopped_at", STOPPED)],
        what=_("that you asked to leave"),
        why=_("we can do it after 72 hours, or stop it if it was not you"),
        until=_("until you have left; %(leaving-stopped)s if it was stopped"),
    ),
    Kept(
        "members.SignIn",
        personal="member way browser began_at ends_at seen_on",
        neither="id uuid session_key begun_with",
        withheld="session_key begun_with",
        of_member="member",
        limits=[Limit("ends_at", SIGN_INS)],
        what=_("where you are signed in: the browser, when, and how"),
        why=_("you can see it, and sign out there"),
        until=_("until you sign out; at most 90 days"),
    ),
    Kept(
        "members.SecondAddress",
        personal="member email added_at",
        neither="id uuid added_by",
        of_member="member",
        address="email",
        what=_("a second email address, if you gave one"),
        why=_("you can still sign in when you lose the first"),
        until=_("as long as you have an account; you can take it away at any time"),
    ),
    Kept(
        "members.OutsideIdentity",
        personal="member issuer subject linked_at used_at",
        neither="id uuid",
        of_member="member",
        what=_("your number at the place you work, if you sign in through it"),
        why=_("you need no code"),
        until=_("as long as you have an account; you can take it away at any time"),
    ),
    Kept(
        "members.Affiliation",
        personal="contact organisation state by_domain asked_at decided_at ended_at",
        neither="id uuid decided_by",
        of_contact="contact",
        limits=[Limit("decided_at", REFUSED, only=Q(state=Affiliation.State.REFUSED))],
        what=_("which organisations you said you work or help at, and whether they agreed"),
        why=_("its page is edited by people who work there"),
        until=_("as long as your details; a no, %(refusals)s"),
    ),
    Kept(
        "members.Invitation",
        personal="email name words made_at sent_at times_sent expires_at accepted_at withdrawn_at inviter accepted_by",
        neither="id uuid",
        of_member="inviter accepted_by",
        found=invited,
        # An end is an end, whichever it was: one term, so that who invited can see what became of it.
        limits=[
            Limit("accepted_at", INVITATIONS),
            Limit("withdrawn_at", INVITATIONS),
            Limit("expires_at", INVITATIONS, only=Q(accepted_at=None, withdrawn_at=None)),
        ],
        what=_("whom you invited, who invited you, and the words"),
        why=_("an invitation lets one person in, once"),
        until=_("%(invitations)s after it was accepted, taken back or ran out"),
    ),
    Kept(
        "members.JoinRequest",
        personal="name email organisation organisation_typed sector why made_at proved_at decided_at is_accepted "
        "reason joined_as",
        neither="id uuid decided_by",
        of_member="joined_as",
        found=asked_to_join,
        limits=[
            Limit("decided_at", ASKED),
            Limit("made_at", UNPROVED, only=Q(proved_at=None)),
        ],
        what=_("that you asked to join, and what you wrote"),
        why=_("an organiser can answer you, and ask back"),
        until=_("%(join-requests)s after we answered; %(join-requests-unproved)s if you did not prove your address"),
    ),
    Kept(
        "members.Helper",
        personal="member name email asked_at accepted_at ended_at",
        neither="id uuid",
        of_member="member",
        erase=leave_helpers,
        # Before their accounts go, for both are told.
        turn=4,
        limits=[
            Limit("ended_at", HELPERS),
            Limit("asked_at", HELPERS_ASKED, only=Q(accepted_at=None)),
        ],
        what=_("who helps you and gets a copy of your emails, if you asked somebody"),
        why=_("you can use this with somebody you trust"),
        until=_("%(helpers)s after it ended; %(helpers-asked)s if they did not answer"),
    ),
    Kept(
        "members.Import",
        personal="kind state file_name made_by made_at total ended_at",
        neither="id uuid about left_out checked has_moved",
        of_member="made_by",
        on_erasure=OnErasure.KEEP,
        because="Another organiser goes on with it; who began it comes off with the account.",
        # Its rows go with it. Long enough to see what a list did, or to find one that nobody finished.
        limits=[
            Limit("ended_at", LISTS),
            Limit("made_at", LISTS, only=Q(state=Import.State.READY)),
        ],
        until=_("%(lists)s after it ended"),
    ),
    Kept(
        "members.ImportRow",
        personal="run number cells verdict notes changes target",
        neither="id",
        withheld="target",
        found=in_a_list,
        what=_("the line about you in a list that an organiser brought in"),
        why=_("a mistake in a list can be found"),
        until=_("%(lists)s after the list was brought in or left"),
    ),
    Kept(
        "members.Organisation",
        neither="id uuid slug name kind sector size places about org_id website",
    ),
    Kept("members.OrganisationKind", neither="id slug name retired_at"),
    Kept("members.OldSlug", neither="id slug place topic"),
    Kept("members.ApprovedDomain", neither="id organisation domain"),
    Kept("members.Sector", neither="id slug name short_name cloth order"),
    Kept("members.Place", neither="id slug name kind parent path"),
    Kept("members.Topic", neither="id slug name retired_at"),
]
