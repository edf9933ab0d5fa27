"""Things that can be reported and taken down, each by its own app's rule. One entry a kind; more are added here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from events.models import Event
from groups.models import Group
from members.models import Contact, Member, Organisation, Profile
from pledges.actions.making import hold_pledge
from pledges.models import Pledge
from stories.actions import hide_story, show_story
from stories.models import Story

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Reader = Member | AnonymousUser
Before = dict[str, Any]


@dataclass(frozen=True)
class Item:
    """One thing, as a report and its readers need it."""

    row: Any
    title: str
    url: str
    owners: list[Contact] = field(default_factory=list)


@dataclass(frozen=True)
class Kind:
    """How a kind of thing is found, taken down and put back."""

    word: "StrOrPromise"
    rows_for: Callable[[Reader], Any]
    all_rows: Callable[[], Any]
    as_item: Callable[[Any], Item]
    # Answers what is needed to put it back, or None when there was nothing to take down.
    take_down: Callable[[Any, Member, datetime], Before | None]
    put_back: Callable[[Any, Before, Member, datetime], bool]

    def find_for(self, reader: Reader, uuid: UUID) -> Item | None:
        """What this reader may see; what they may not see they cannot report, nor learn that it exists."""
        row = self.rows_for(reader).filter(uuid=uuid).first()
        return self.as_item(row) if row is not None else None

    def find(self, uuid: UUID) -> Item | None:
        """The thing in whatever state it is, for those who decide about it. None when it has gone."""
        row = self.all_rows().filter(uuid=uuid).first()
        return self.as_item(row) if row is not None else None


def story_item(story: Story) -> Item:
    return Item(story, story.title, story.get_absolute_url(), [story.teller] if story.teller else [])


def hide(story: Story, by: Member, at: datetime) -> Before | None:
    return {} if hide_story(story, by=by, at=at) else None


def show(story: Story, before: Before, by: Member, at: datetime) -> bool:
    return show_story(story, by=by, at=at)


def pledge_item(pledge: Pledge) -> Item:
    return Item(pledge, pledge.sentence[:120], pledge.get_absolute_url(), [pledge.contact] if pledge.contact else [])


def hold(pledge: Pledge, by: Member, at: datetime) -> Before | None:
    if pledge.is_held:
        return None
    hold_pledge(pledge, held=True, by=by)
    return {}


def let_go_of(pledge: Pledge, before: Before, by: Member, at: datetime) -> bool:
    hold_pledge(pledge, held=False, by=by)
    return True


def event_item(event: Event) -> Item:
    hosts = [host.contact for host in event.series.hosts.all()]
    return Item(event, event.title, event.get_absolute_url(), hosts)


def take_off_the_list(event: Event, by: Member, at: datetime) -> Before | None:
    # One column and no other: places are counted under a lock that this does not need.
    return {} if Event.objects.filter(pk=event.pk, is_public=True).update(is_public=False) else None


def list_again(event: Event, before: Before, by: Member, at: datetime) -> bool:
    return bool(Event.objects.filter(pk=event.pk).update(is_public=True))


def person_item(profile: Profile) -> Item:
    contact = profile.member.contact
    return Item(profile, contact.name, profile.get_absolute_url(), [contact])


def make_unfindable(profile: Profile, by: Member, at: datetime) -> Before | None:
    """Neither members nor visitors see the page any more."""
    before = {"is_findable": profile.is_findable, "is_public": profile.is_public}
    if not any(before.values()):
        return None
    Profile.objects.filter(pk=profile.pk).update(is_findable=False, is_public=False)
    return before


def make_findable(profile: Profile, before: Before, by: Member, at: datetime) -> bool:
    return bool(Profile.objects.filter(pk=profile.pk).update(**{"is_findable": True, **before}))


def organisation_item(organisation: Organisation) -> Item:
    return Item(organisation, organisation.name, organisation.get_absolute_url())


def blank_words(organisation: Organisation, by: Member, at: datetime) -> Before | None:
    """It stays listed, since people belong to it; what is said of it goes."""
    about = organisation.about
    if not about:
        return None
    Organisation.objects.filter(pk=organisation.pk).update(about="")
    return {"about": about}


def words_again(organisation: Organisation, before: Before, by: Member, at: datetime) -> bool:
    return bool(Organisation.objects.filter(pk=organisation.pk, about="").update(about=before.get("about", "")))


# A group says what it is for, in the database too; so these words stand there.
NOT_SHOWN = "An organiser took the words of this group down."


def group_item(group: Group) -> Item:
    leads = group.memberships.leads().select_related("member__contact")
    return Item(group, group.name, group.get_absolute_url(), [lead.member.contact for lead in leads])


def blank_purpose(group: Group, by: Member, at: datetime) -> Before | None:
    """It stays, since people are in it; visitors see it no more, and what it says of itself goes."""
    if group.purpose == NOT_SHOWN:
        return None
    Group.objects.filter(pk=group.pk).update(purpose=NOT_SHOWN, is_public=False)
    return {"purpose": group.purpose, "is_public": group.is_public}


def purpose_again(group: Group, before: Before, by: Member, at: datetime) -> bool:
    return bool(Group.objects.filter(pk=group.pk, purpose=NOT_SHOWN).update(**before))


KINDS: dict[str, Kind] = {
    "story": Kind(
        _("story"),
        lambda reader: Story.objects.visible_to(reader).select_related("teller"),
        lambda: Story.objects.select_related("teller"),
        story_item,
        hide,
        show,
    ),
    "pledge": Kind(
        _("pledge"),
        lambda reader: Pledge.objects.visible_to(reader).select_related("contact"),
        lambda: Pledge.objects.made().select_related("contact"),
        pledge_item,
        hold,
        let_go_of,
    ),
    "event": Kind(
        _("event"),
        lambda reader: Event.objects.open_to(reader).select_related("series"),
        lambda: Event.objects.select_related("series"),
        event_item,
        take_off_the_list,
        list_again,
    ),
    "person": Kind(
        _("person’s page"),
        lambda reader: Profile.objects.open_to(reader).select_related("member__contact"),
        lambda: Profile.objects.select_related("member__contact"),
        person_item,
        make_unfindable,
        make_findable,
    ),
    "group": Kind(
        _("group"),
        lambda reader: Group.objects.visible_to(reader),
        lambda: Group.objects.order_by(),
        group_item,
        blank_purpose,
        purpose_again,
    ),
    "organisation": Kind(
        _("organisation"),
        lambda reader: Organisation.objects.order_by(),
        lambda: Organisation.objects.order_by(),
        organisation_item,
        blank_words,
        words_again,
    ),
}


def find(kind: str, uuid: UUID | None) -> Item | None:
    """The thing a report or a takedown names, if it is still there."""
    known = KINDS.get(kind)
    return known.find(uuid) if known and uuid else None


def find_for(reader: Reader, kind: str, uuid: UUID) -> Item | None:
    """What a reader may report."""
    known = KINDS.get(kind)
    return known.find_for(reader, uuid) if known else None


def titles_of(pairs: Iterable[tuple[str, UUID | None]]) -> dict[UUID, Item]:
    """The things of a page of reports, with one query a kind."""
    wanted: dict[str, set[UUID]] = {}
    for kind, uuid in pairs:
        if uuid and kind in KINDS:
            wanted.setdefault(kind, set()).add(uuid)
    found: dict[UUID, Item] = {}
    for kind, uuids in wanted.items():
        rows = KINDS[kind].all_rows().filter(uuid__in=uuids)
        if kind == "event":
            rows = rows.prefetch_related("series__hosts__contact")
        found |= {row.uuid: KINDS[kind].as_item(row) for row in rows}
    return found


def locked_row(kind: str, item: Item) -> Any:
    """The row as it is now, held: of two people who press at once, the second sees what the first did."""
    return KINDS[kind].all_rows().select_for_update(of=("self",)).get(pk=item.row.pk)
