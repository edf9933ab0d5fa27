"""Plain functions that save one row, or what a row needs: make_story(title="…")."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.text import slugify

from events.models import Event, Series, Venue
from groups.models import Group, Membership
from members.models import Contact, Member, Organisation, Sector
from pledges.models import Pledge
from stories.models import Consent, Story


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
    event = Event.from_series(series, day)
    event.capacity = capacity
    for name, value in fields.items():
        setattr(event, name, value)
    event.save()
    return event


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
