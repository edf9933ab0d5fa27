"""What the tests of the directory share: people who say things, and ties between them."""

from django.utils import timezone

from network.actions.listing import list_all
from network.models import Tie
from tests import factories


def say(member, *, topics=(), places=(), organisation=None, **fields):
    """They change their profile, as its own page does."""
    for name, value in fields.items():
        setattr(member.profile, name, value)
    member.profile.save()
    member.profile.cares_about.add(*topics)
    member.profile.places.add(*places)
    if organisation:
        member.contact.organisation = organisation
        member.contact.save()
    return member


def someone(name, *, sector="residents", **said):
    return say(factories.make_member(name, sector=sector), **said)


def introduced(one, other, *, at=None):
    """They know each other."""
    first, second = sorted([one, other], key=lambda member: member.pk)
    return Tie.objects.create(one=first, other=second, introduced_at=at or timezone.now())


def found(client, **query):
    """Whom the directory names, after the night's indexing."""
    list_all()
    return names(client.get("/people/", query))


def names(page):
    return [row["name"] for row in page.context["rows"]]


def groups(page):
    return [[row["name"] for row in page.context[group]] for group in ("known", "introducible", "offered")]


def text(page):
    return " ".join(page.content.decode().split())
