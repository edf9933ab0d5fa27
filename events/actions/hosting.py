"""Who puts a series on: one or several hosts, never none."""

from datetime import datetime

from django.db import transaction

from commons.models import audit
from events.emails.places import tell_handed_over, tell_new_host
from events.models import Series
from members.models import Member


class LastHost(Exception):
    """Somebody has to host it. Nothing has changed."""


@transaction.atomic
def add_host(series: Series, host: Member, *, by: Member, at: datetime) -> None:
    """One more, who is told. Twice is once."""
    series = Series.objects.lock(series)
    if series.hosts.filter(pk=host.pk).exists():
        return
    series.hosts.add(host)
    audit("events.host_added", by=by.uuid, kind="series", target=series.uuid, host=str(host.uuid))
    tell_new_host(series, host, by=by, at=at)


@transaction.atomic
def drop_host(series: Series, host: Member, *, by: Member) -> None:
    """One fewer. Raises LastHost."""
    series = Series.objects.lock(series)
    if not series.hosts.filter(pk=host.pk).exists():
        return
    if series.hosts.count() == 1:
        raise LastHost
    series.hosts.remove(host)
    audit("events.host_dropped", by=by.uuid, kind="series", target=series.uuid, host=str(host.uuid))


@transaction.atomic
def hand_over(series: Series, *, giver: Member, to: Member, by: Member, at: datetime) -> None:
    """From one host to another. Both are told, and the log says so. Twice is once."""
    series = Series.objects.lock(series)
    if giver == to or not series.hosts.filter(pk=giver.pk).exists():
        return
    series.hosts.add(to)
    series.hosts.remove(giver)
    facts = {"giver": str(giver.uuid), "to": str(to.uuid)}
    audit("events.handed_over", by=by.uuid, kind="series", target=series.uuid, **facts)
    tell_new_host(series, to, by=by, at=at)
    tell_handed_over(series, giver, to=to, by=by, at=at)
