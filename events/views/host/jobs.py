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
    online = _(", %(n)s from home") % {"n": series.online_capacity} if series.online_capacity else ""
    rooms = _("%(n)s in the room") % {"n": series.capacity}
    steps = ngettext("%(n)s step", "%(n)s steps", len(series.plan)) % {"n": len(series.plan)}
    facts = ", ".join(series.venue.access_facts)
    people = ngettext("%(n)s host", "%(n)s hosts", hosts) % {"n": hosts}
    return [
        Job(_("Words"), "host_words", series.standfirst or _("Say what it is about"), bool(series.standfirst)),
        Job(_("Who it is for"), "host_audience", str(audience), True),
        Job(_("Places"), "host_places", rooms + online, True),
        Job(_("The place, and getting in"), "host_venue", facts or _("Say how people get in"), bool(facts)),
        Job(_("Plan"), "host_plan", steps if series.plan else _("Begin from one of three"), bool(series.plan)),
        Job(_("Hosts"), "host_people", people, True),
    ]
