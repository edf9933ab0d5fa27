"""One pledge as its pages show it, read by statements that are kept."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet

from collab.kit.statements import Statement
from events.models import Event, Series
from members.models import Member
from pledges.models.asking import planning, still_counts_since
from pledges.models.partners import PartnerAsk
from pledges.models.pledges import Pledge
from pledges.models.reading import Reader
from pledges.models.seeing import returned
from stories.models import Story

# The words of the story are on its own page.
LEFT_OUT = [f"story__{name}" for name in ("who_was_there", "what_was_wrong", "what_we_did", "what_changed",
                                          "what_we_would_tell", "took", "words_explained")]  # fmt: skip


def pledge_to_open(uuid: UUID, reader: Reader) -> Pledge | None:
    """The pledge at this address, if this reader may see it, with `company`, and whether they may see what it is from.

    `opens_event` and `opens_story` say so; of a member `is_host`, too: whether they host where it was made.
    """
    if isinstance(reader, Member):
        return next(iter(MEMBERS.rows(reader.pk, reader.contact_id, uuid)), None)
    return next(iter(VISITORS.rows(uuid)), None)


def pledge_behind(uuid: UUID, *, now: datetime) -> Pledge:
    """The pledge that a private link names, with its plans.

    `has_asks`: whether somebody was asked to be beside it; `went_back`: whether its maker was asked for other words.
    Raises Pledge.DoesNotExist where it has gone.
    """
    if found := LINKED.rows(uuid, still_counts_since(now)):
        return found[0]
    raise Pledge.DoesNotExist


def _linked(uuid: UUID, since: datetime) -> QuerySet[Pledge]:
    asks = PartnerAsk.objects.standing().filter(pledge=OuterRef("pk"))
    plans = planning(OuterRef("contact"), OuterRef("pk"), since)
    about = {"has_asks": Exists(asks), "went_back": Exists(returned().filter(pledge=OuterRef("pk")))}
    pledges = Pledge.objects.made().filter(uuid=uuid).annotate(**about, **plans)
    return pledges.select_related("sector", "contact", "event__series", "group")


def _opened(reader: Reader, uuid: UUID) -> QuerySet[Pledge]:
    from_here = Event.objects.visible_to(reader).filter(pk=OuterRef("event"))
    told_here = Story.objects.visible_to(reader).filter(pk=OuterRef("story"))
    pledges = Pledge.objects.visible_to(reader).filter(uuid=uuid).with_company()
    pledges = pledges.select_related("sector", "event__series", "story", "contact", "group", "shared_with")
    pledges = pledges.annotate(opens_event=Exists(from_here), opens_story=Exists(told_here))
    if isinstance(reader, Member):
        hosting = Series.hosts.through.objects.filter(series=OuterRef("event__series"), member=reader.pk)
        pledges = pledges.annotate(is_host=Exists(hosting))
    return pledges.defer(*LEFT_OUT)


LINKED: Statement[Pledge] = Statement(_linked, UUID, datetime)
VISITORS: Statement[Pledge] = Statement(lambda uuid: _opened(AnonymousUser(), uuid), UUID)
MEMBERS: Statement[Pledge] = Statement(
    lambda pk, contact, uuid: _opened(Member(pk=pk, contact_id=contact), uuid), int, int, UUID
)
