"""Somebody who rang to be deleted, and a copy that waits to be fetched, so that these pages have something on them."""

from datetime import timedelta

from collab.demo.loading import Loading
from members.models import Contact, Download, Leaving
from members.models.requests import PAUSE

ASKED_AGO = timedelta(hours=20)


def load_privacy(loading: Loading) -> None:
    """A guest on the way out, begun by an organiser; a member's copy, fetched last month."""
    organiser = next(person for person in loading.people.values() if person.has_role("admin"))
    guest = Contact.objects.filter(member=None).exclude(email="").order_by("pk").first()
    asked_at = loading.now - ASKED_AGO
    if guest is not None:
        Leaving.objects.create(contact=guest, asked_at=asked_at, due_at=asked_at + PAUSE, asked_by=organiser.uuid)
    month_ago = loading.now - timedelta(days=21)
    member = next(person for person in loading.people.values() if not person.roles)
    Download.objects.create(
        contact=member.contact, asked_at=month_ago, ready_at=month_ago, fetched_at=month_ago + timedelta(hours=1)
    )
