"""Plain functions that save one row, or what a row needs: make_story(title="…")."""

import json
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.text import slugify
from fido2.utils import websafe_encode

from commons.models import Report, RiskReport, Takedown
from events.models import Attendance, Series, Venue
from groups.models import Group, Membership
from members.models import (
    Contact,
    Import,
    Invitation,
    JoinRequest,
    Member,
    Organisation,
    OutsideIdentity,
    SecondAddress,
    Sector,
    SignIn,
)
from pledges.models import Pledge
from stories.models import Consent, Story
from tests.passkeys import Phone


def sector(cloth="residents"):
    row, _ = Sector.objects.get_or_create(
        slug=cloth, defaults={"name": cloth.title(), "short_name": cloth, "cloth": cloth}
    )
    return row


def make_organisation(name="Loom and Ladder", *, cloth="charity", **fields):
    row, _ = Organisation.objects.get_or_create(
        slug=slugify(name), defaults={"name": name, "sector": sector(cloth), **fields}
    )
    return row


def make_contact(name="Reg Thackeray", *, email="", cloth="residents", **fields):
    return Contact.objects.create(name=name, email=email, sector=sector(cloth), **fields)


def make_member(name="Amara Nwachukwu", *, sector="council", findable=True, **fields):
    email = f"{slugify(name).replace('-', '.')}@westmere.example"
    contact = make_contact(name, email=email, cloth=sector, email_verified_at=timezone.now())
    member = Member.objects.create_user(email, contact=contact, **fields)
    member.profile.is_findable = findable
    member.profile.save(update_fields=["is_findable"])
    return member


def make_passkey(member, name="The phone", *, phone=None):
    """As if they had made it on this phone."""
    options = {"publicKey": {"rp": {"id": "localhost"}, "user": {"id": user_handle(member)}, "challenge": "YQ"}}
    credential = json.loads((phone or Phone()).make(options))
    data = {"uuid": str(uuid4()), "name": name, "credential": credential}
    return Authenticator.objects.create(user=member, type=Authenticator.Type.WEBAUTHN, data=data)


def user_handle(member):
    """What a passkey calls its owner."""
    return websafe_encode(user_pk_to_url_str(member).encode())


def make_sign_in(member, *, days_ago=0, browser="Firefox on Windows", **fields):
    began_at = timezone.now() - timedelta(days=days_ago)
    return SignIn.objects.create(
        member=member,
        session_key=fields.pop("session_key", uuid4().hex),
        way="code",
        browser=browser,
        begun_with=member.get_session_auth_hash(),
        began_at=began_at,
        ends_at=began_at + timedelta(days=90),
        seen_on=timezone.localdate(began_at),
        **fields,
    )


def make_second_address(member, email="amara@home.example", **fields):
    return SecondAddress.objects.create(member=member, email=email, added_at=timezone.now(), **fields)


def make_identity(member, *, issuer="https://id.westmere.example", subject="a-1"):
    return OutsideIdentity.objects.create(member=member, issuer=issuer, subject=subject, linked_at=timezone.now())


def make_invitation(inviter, email="jo@guest.example", *, made_at=None, **fields):
    made_at = made_at or timezone.now()
    times = {"made_at": made_at, "sent_at": made_at, "expires_at": made_at + timedelta(days=30)}
    return Invitation.objects.create(**{"inviter": inviter, "email": email, "words": "We met.", **times, **fields})


def make_join_request(name="Ida Quill", email="ida@quill.example", **fields):
    fields.setdefault("made_at", timezone.now())
    return JoinRequest.objects.create(name=name, email=email, why="I run a food shelf.", **fields)


def make_series(slug="collaboration-station", *, rule="FREQ=MONTHLY;BYDAY=+3WE", first_on=None, **fields):
    venue = fields.pop("venue", None) or Venue.objects.create(name="St Hilda’s hall", address="1 Mill Lane, Westmere")
    return Series.objects.create(
        slug=slug,
        title=fields.pop("title", "Collaboration Station"),
        rule=rule,
        rule_in_words="the third Wednesday of every month",
        first_on=first_on or date(2026, 1, 21),
        starts=fields.pop("starts", time(17, 30)),
        ends=fields.pop("ends", time(19, 0)),
        venue=venue,
        **fields,
    )


def make_event(*, in_days=10, capacity=68, series=None, **fields):
    """A date that many days from now (negative: past)."""
    series = series or Series.objects.first() or make_series()
    day = timezone.localdate() + timedelta(days=in_days)
    event = series.date_on(day)
    event.capacity = capacity
    for name, value in fields.items():
        setattr(event, name, value)
    event.save()
    return event


def make_attendance(event, who, *, state="came", **fields):
    """What was noted of one person at a date."""
    contact = who.contact if isinstance(who, Member) else who
    fields.setdefault("noted_at", timezone.now())
    return Attendance.objects.create(event=event, contact=contact, state=state, **fields)


def make_pledge(act="ring ten tenants", *, by=None, made_at: datetime | None = None, **fields):
    contact = by.contact if isinstance(by, Member) else by
    fields.setdefault("visibility", "public")
    fields.setdefault("confirmed_at", timezone.now())
    return Pledge.objects.create(
        act=act,
        contact=contact,
        first_name=contact.first_name if contact else "Jo",
        sector=(contact and contact.sector) or sector(),
        made_at=made_at or timezone.now(),
        **fields,
    )


def make_story(title="Tea in the bus shelter", *, teller=None, state="published", uses=("members", "web"), **fields):
    """A story whose consent lives, in this state."""
    teller = teller or make_contact()
    contact = teller.contact if isinstance(teller, Member) else teller
    now = timezone.now()
    fields.setdefault("who_was_there", "Two neighbours and a dog.")
    fields.setdefault("what_we_did", "We poured tea.")
    story = Story.objects.create(
        slug=fields.pop("slug", slugify(title)),
        title=title,
        standfirst="Twenty people came early and left late.",
        teller=contact,
        state=state,
        lead_sector=sector(),
        moderated_version=1 if state in {"published", "approved"} else None,
        published_at=now if state == "published" else None,
        submitted_at=None if state == "draft" else now,
        **fields,
    )
    make_consent(story, contact=contact, uses=list(uses))
    return story


def make_consent(story, *, contact, uses, **fields):
    now = timezone.now()
    fields.setdefault("released_at", now)
    fields.setdefault("review_on", now.date() + timedelta(days=700))
    return Consent.objects.create(story=story, contact=contact, uses=uses, given_at=now, **fields)


def make_import(*rows, by, kind="people", names=("name", "email"), about=None):
    """A list with these rows, not looked at yet."""
    begun = {"made_by": by, "made_at": timezone.now(), "total": len(rows)}
    run = Import.objects.create(kind=kind, about=about, file_name="people.csv", **begun)
    for number, words in enumerate(rows, start=2):
        run.rows.create(number=number, cells=dict(zip(names, words, strict=True)))
    return run


def make_report(row=None, *, kind="story", about=(), **fields):
    """A report about that row; a complaint without one."""
    fields.setdefault("wrong", "other" if row is None else "private")
    return Report.objects.create(
        kind=kind if row else "complaint",
        target=row.uuid if row else None,
        about=[contact.uuid for contact in about],
        words=fields.pop("words", "My neighbour is in it and did not agree."),
        form_key=uuid4(),
        at=fields.pop("at", timezone.now()),
        **fields,
    )


def make_risk_report(row, *, kind="story", about=(), **fields):
    return RiskReport.objects.create(
        kind=kind,
        target=row.uuid,
        about=[contact.uuid for contact in about],
        words=fields.pop("words", "I think he may be hurt at home."),
        form_key=uuid4(),
        at=timezone.now(),
        **fields,
    )


def make_takedown(row, *, kind="story", **fields):
    return Takedown.objects.create(
        kind=kind, target=row.uuid, wrong="private", by=fields.pop("by", uuid4()), at=timezone.now(), **fields
    )


def make_group(name="Thinkers and Doers", *, lead=None, people=(), **fields):
    """A group that goes on, with its lead and its people."""
    now = timezone.now()
    fields.setdefault("purpose", "We want nobody to eat alone on Sundays.")
    group = Group.objects.create(slug=fields.pop("slug", slugify(name)), name=name, made_at=now, made_by=lead, **fields)
    if lead:
        put_in(group, lead, role="lead")
    for member in people:
        put_in(group, member)
    return group


def put_in(group, member, *, role="member", state="in", **fields):
    """One member's row in a group, whatever its state."""
    joined_at = timezone.now() if state in ("in", "left") else None
    left_at = timezone.now() if state == "left" else None
    asked_at = timezone.now() if state == "asked" else None
    return Membership.objects.create(
        group=group, member=member, role=role, state=state, joined_at=joined_at, left_at=left_at, asked_at=asked_at,
        **fields,
    )  # fmt: skip
