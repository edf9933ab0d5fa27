"""What may be set for a series beside name, place and time."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Series


class Job(NamedTuple):
    """One thing to set, as it stands: nothing has to be done before people can come."""

    title: str
    name: str
    now: str
    is_set: bool


def jobs_of(series: Series) -> list[Job]:
    """What may be set beside name, place and time; each has a default."""
    audience, hosts = series.get_audience_display(), series.hosts.count()
    has_link = not series.online_capacity or bool(series.online_link)
    steps = ngettext("%(n)s step", "%(n)s steps", len(series.plan)) % {"n": len(series.plan)}
    facts = ", ".join(series.venue.access_facts) if series.venue else series.where
    people = ngettext("%(n)s host", "%(n)s hosts", hosts) % {"n": hosts}
    return [
        Job(_("Words"), "host_words", series.standfirst or _("Say what it is about"), bool(series.standfirst)),
        Job(_("Who it is for"), "host_audience", str(audience), True),
        Job(_("Places"), "host_places", places_of(series, has_link=has_link), has_link),
        Job(_("The place, and getting in"), "host_venue", facts or _("Say how people get in"), bool(facts)),
        Job(_("Plan"), "host_plan", steps if series.plan else _("Begin from one of three"), bool(series.plan)),
        Job(_("Hosts"), "host_people", people, True),
    ]


def places_of(series: Series, *, has_link: bool) -> str:
    """68 in the room, 12 online; and whether people at home have a link to come in by."""
    room = _("%(n)s in the room") % {"n": series.capacity} if series.capacity else ""
    online = _("%(n)s online") % {"n": series.online_capacity} if series.online_capacity else ""
    return ", ".join(filter(None, [room, online, "" if has_link else _("no link to join yet")]))
