"""A person with a row in every table that can be about somebody, made by looking at the tables.

A new table gets its row by itself where its columns are plain. Where it needs more, add a maker to MAKERS.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from collab.privacy.downloads import is_them
from collab.privacy.people import person_of
from collab.privacy.tables import every_kept
from commons.models import ErasedPerson
from events.actions import sign_up
from events.models import CalendarFeed, Event, Tap
from groups.actions.people import join as join_group
from groups.actions.working import agree, propose_agreement
from groups.models import Agreed, Group, Membership
from members.actions import set_photo
from members.actions.helping import accept_helper, ask_helper
from members.models import Affiliation, Contact, ImportRow, Leaving, Member, Organisation
from members.models.requests import PAUSE
from network.actions.introducing import ask_to_meet
from network.actions.listing import list_one
from network.actions.tying import say_known
from network.models import Tie
from outbox.models import OutgoingEmail
from pledges.models import HandOver, Pledge
from tests import factories

TYPED = (models.CharField, models.TextField)


def entries():
    return {one.label: one for one in every_kept()}


def make_person(mark, *, sector="residents"):
    """A member whose every word carries the mark, with rows wherever there can be some."""
    member = factories.make_member(name=f"{mark} Thackeray", sector=sector)
    person = person_of(member.contact)
    for one in entries().values():
        if one.is_owned and not one.rows_of(person).exists():
            make_row(one.label, member)
    set_photo(member.profile, {"small": mark.encode(), "large": mark.encode()})
    fill_with(mark, member)
    list_one(member)
    return member


def make_row(label, member):
    """A row of this table about this member."""
    if label in MAKERS:
        return MAKERS[label](member)
    model = apps.get_model(label)
    values = {field.name: value for field in model._meta.concrete_fields if (value := value_for(field, member)) != SKIP}
    return models.QuerySet(model).create(**values)


SKIP = object()


def value_for(field, member):
    if isinstance(field, models.ForeignKey):
        return row_for(field, member)
    if field.primary_key or field.has_default() or getattr(field, "auto_now_add", False) or field.generated:
        return SKIP
    if field.null and not isinstance(field, models.DateTimeField):
        return SKIP
    if field.choices:
        return field.choices[0][0]
    return plain_value(field)


def plain_value(field):
    values: dict[type, Callable[[], object]] = {models.DateTimeField: timezone.now, models.DateField: date.today}
    values |= {models.IntegerField: int, models.JSONField: dict}
    if field.null:
        return SKIP
    for kind, make in values.items():
        if isinstance(field, kind):
            return make()
    return uuid4().hex[: field.max_length] if isinstance(field, TYPED) and not field.blank else SKIP


def row_for(field, member):
    model = field.related_model
    if model in (Contact, Member):
        one = entries()[field.model._meta.label]
        is_way = field.name in {p.split("__")[0] for p in f"{one.of_contact} {one.of_member}".split()}
        return (member.contact if model is Contact else member) if is_way or not field.null else SKIP
    if model is field.model and field.null:
        return SKIP
    one = entries().get(model._meta.label)
    if one is not None and one.is_owned:
        return one.rows_of(person_of(member.contact)).first() or make_row(one.label, member)
    if field.null:
        return SKIP
    return models.QuerySet(model).first() or make_row(model._meta.label, member)


def make_email(member):
    return OutgoingEmail.objects.create(
        purpose="test", key=f"words:{member.pk}", to=member.email.upper(), subject="words", text="words",
        due_at=timezone.now(),
    )  # fmt: skip


def make_story(member):
    story = factories.make_story(f"A story of {member.pk}", teller=member)
    story.picture.save("words.webp", ContentFile(b"words"))
    return story


def make_leaving(member):
    now = timezone.now()
    return Leaving.objects.create(contact=member.contact, asked_at=now, due_at=now + PAUSE)


def join(member):
    event = Event.objects.order_by("pk").first() or factories.make_event(capacity=100)
    return sign_up(event, member.contact, at=timezone.now())


def be_asked(member):
    """A week before a date, with the answer."""
    now = timezone.now()
    asked = {"kind": "week", "state": "written", "starts_at": now, "due_at": now, "said": "yes", "said_at": now}
    return join(member).reminders.create(turn=1, **asked)


def friend_of(member):
    """Somebody whom only this person has to do with: whatever two people share has them at its other end."""
    name = f"Friend {member.pk}"
    return Member.objects.filter(contact__name=name).first() or factories.make_member(name)


def be_in_a_group(member):
    """One that somebody else leads and anyone may join."""
    group = Group.objects.filter(made_by=friend_of(member)).first() or factories.make_group(
        f"Group {member.pk}", lead=friend_of(member), openness=Group.Openness.OPEN
    )
    return join_group(group, by=member, at=timezone.now())


def agree_to_something(member):
    now, group = timezone.now(), Membership.objects.get(member=member).group
    words = {"text": "We listen.", "review_on": now.date(), "by": friend_of(member), "at": now}
    agreement = propose_agreement(group, **words)
    agree(agreement, by=member, at=now)
    return Agreed.objects.get(agreement=agreement, member=member)


def know_each_other(member):
    now, friend = timezone.now(), friend_of(member)
    say_known(by=member, whom=friend, says="yes", at=now)
    tie = say_known(by=friend, whom=member, says="yes", at=now)
    Tie.objects.filter(pk=tie.pk).update(group_name="words", grouped_at=now)
    return tie


def ask_for_an_introduction(member):
    return ask_to_meet(
        by=member, whom=friend_of(member), through=None, context="words", reach="words", at=timezone.now()
    )


def offer_a_pledge(member):
    pledge = Pledge.objects.filter(contact=member.contact).first() or make_row("pledges.Pledge", member)
    ends = {"from_contact": member.contact, "to_contact": friend_of(member).contact}
    return HandOver.objects.create(pledge=pledge, asked_at=timezone.now(), **ends)


def get_a_helper(member):
    now = timezone.now()
    helper = ask_helper(member, name="words", email=f"helper.{member.pk}@elsewhere.example", at=now)
    accept_helper(helper, at=now)
    helper.refresh_from_db()
    return helper


def say_they_work_somewhere(member):
    where = Organisation.objects.order_by("pk").first() or factories.make_organisation()
    return Affiliation.objects.create(contact=member.contact, organisation=where, asked_at=timezone.now())


def be_in_a_list(member):
    row = factories.make_import(("words", "words@words.example"), by=friend_of(member)).rows.get()
    ImportRow.objects.filter(pk=row.pk).update(target=member.contact.uuid)
    return row


MAKERS = {
    "groups.Group": lambda member: factories.make_group(f"Group {member.pk}", lead=member),
    "groups.Membership": be_in_a_group,
    "groups.Agreed": agree_to_something,
    "network.Tie": know_each_other,
    "network.Introduction": ask_for_an_introduction,
    "network.Entry": lambda member: list_one(member),
    "pledges.HandOver": offer_a_pledge,
    "members.Helper": get_a_helper,
    "members.SignIn": lambda member: factories.make_sign_in(member, days_ago=5),
    "members.SecondAddress": lambda member: factories.make_second_address(member, f"two.{member.pk}@home.example"),
    "members.OutsideIdentity": lambda member: factories.make_identity(member, subject=f"a-{member.pk}"),
    "members.Affiliation": say_they_work_somewhere,
    "members.Invitation": lambda member: factories.make_invitation(member, f"jo.{member.pk}@guest.example"),
    "members.JoinRequest": lambda member: factories.make_join_request(
        email=f"q.{member.pk}@guest.example", joined_as=member
    ),
    "members.Import": lambda member: factories.make_import(("words", "words@words.example"), by=member),
    "members.ImportRow": be_in_a_list,
    "commons.Report": lambda member: factories.make_report(reporter=member.uuid),
    "commons.RiskReport": lambda member: factories.make_risk_report(member.profile, reporter=member.uuid),
    "commons.Takedown": lambda member: factories.make_takedown(member.profile),
    "outbox.OutgoingEmail": make_email,
    "stories.Story": make_story,
    "events.SignUp": join,
    "events.Reminder": be_asked,
    "events.CalendarFeed": lambda member: CalendarFeed.objects.renew(member, at=timezone.now()),
    "events.Tap": lambda member: Tap.objects.create(
        key=uuid4(), event=join(member).event, contact=member.contact, at=timezone.now()
    ),
    "events.Event": lambda member: factories.make_event(),
    "members.Leaving": make_leaving,
    "commons.ErasedPerson": lambda member: ErasedPerson.objects.create(person="a" * 48, erased_at=timezone.now()),
}


def with_words():
    """The tables of somebody's own that hold words."""
    for one in entries().values():
        wanted = {*one.personal.split(), *one.special.split()}
        columns = [field for field in one.model._meta.concrete_fields if field.name in wanted]
        if one.is_owned and any(words_for(field, "x", 1) is not SKIP for field in columns):
            yield one


def fill_with(mark, member):
    """Put the mark into every column of theirs that takes words."""
    person = person_of(member.contact)
    for one in entries().values():
        if one.is_owned:
            wanted = {*one.personal.split(), *one.special.split()}
            for row in list(one.rows_of(person)):
                # What somebody else says in a row that is both of theirs keeps the words of that one.
                others = {name for name, path in one.said_by.items() if not is_them(row, path, person)}
                words = {f.name: w for f in one.model._meta.concrete_fields
                         if f.name in wanted - others and (w := words_for(f, mark, row.pk)) is not SKIP}  # fmt: skip
                one.manager.filter(pk=row.pk).update(**words)
    rename_files(mark, member)
    member.refresh_from_db()
    member.contact.refresh_from_db()


OF_THEIR_OWN_SHAPE: dict[str, Callable[[str], object]] = {
    "outbox.OutgoingEmail.to": lambda mark: f"{mark.upper()}@{mark}.example",
    "outbox.Companion.email": lambda mark: f"helper.{mark}@{mark}.example",
    "members.Helper.email": lambda mark: f"helper.{mark}@{mark}.example",
    "members.ImportRow.cells": lambda mark: {"name": f"{mark} cells", "email": f"{mark}@{mark}.example"},
    "members.ImportRow.notes": lambda mark: [f"{mark} notes"],
    "members.ImportRow.changes": lambda mark: [["name", f"{mark} before", f"{mark} after"]],
    # Made from the profile's words, not typed.
    "network.Entry.digest": lambda mark: SKIP,
    "network.Entry.name": lambda mark: SKIP,
}


def words_for(field, mark, pk):
    """Short enough, and different in each column and row."""
    if field.choices or field.name in {"language", "key"} or isinstance(field, models.FileField):
        return SKIP
    if (own := OF_THEIR_OWN_SHAPE.get(f"{field.model._meta.label}.{field.name}")) is not None:
        return own(mark)
    shapes: dict[Any, object] = {
        models.EmailField: f"{mark}@{mark}.example",
        models.URLField: f"https://{mark}.example/{field.name}",
        models.JSONField: [{"text": f"{mark} {field.name}", "word": mark, "meaning": mark}],
        ArrayField: SKIP if getattr(getattr(field, "base_field", None), "choices", None) else [f"{mark} {field.name}"],
        TYPED: f"{mark}-{pk}-{field.name}"[: getattr(field, "max_length", None)],
    }
    return next((words for kind, words in shapes.items() if isinstance(field, kind)), SKIP)


def rename_files(mark, member):
    """A file in every column that takes one, with the mark in its name and in its bytes."""
    person = person_of(member.contact)
    for one in entries().values():
        columns = [field for field in one.fields() if isinstance(field, models.FileField) and one.is_owned]
        for pk in list(one.rows_of(person).values_list("pk", flat=True)) if columns else ():
            for field in columns:
                name = default_storage.save(f"{one.label}/{mark}-{field.name}.webp", ContentFile(mark.encode()))
                one.manager.filter(pk=pk).update(**{field.name: name})


def sign_in_somewhere(member):
    """A session of theirs, and one of a visitor who typed their address."""
    for data in ({"_auth_user_id": str(member.pk)}, {"account_login": {"email": member.email}}):
        session = SessionStore()
        session.update(data)
        session.save()


def everything_but(member, grows=()):
    """Every row of every table that is not this person's, but for tables that grow with what is done."""
    person, rows = person_of(member.contact), {}
    for one in entries().values():
        if one.label not in grows:
            theirs = one.rows_of(person).values("pk")
            rows[one.label] = {row["pk"]: row for row in columns_of(one, one.manager.exclude(pk__in=theirs))}
    return rows


def everything(labels):
    """Every row of these tables."""
    wanted = {label: one for label, one in entries().items() if label in labels}
    return {label: {row["pk"]: row for row in columns_of(one, one.manager)} for label, one in wanted.items()}


def columns_of(one, rows):
    return rows.order_by("pk").values("pk", *[field.name for field in one.model._meta.concrete_fields])
