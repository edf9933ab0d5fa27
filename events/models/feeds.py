"""A secret address at which a member's calendar program finds their own dates."""

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from typing import Self
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from events.models.dates import Event, EventQuerySet
from events.models.places import SignUp
from events.models.series import hosted_by
from members.models import Member


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def of(self, member: Member) -> "CalendarFeed | None":
        """Theirs, if they made one."""
        return self.filter(member=member).first()

    def renew(self, member: Member, *, at: datetime) -> "CalendarFeed":
        """A new address; the one before it opens nothing from now on."""
        nonce = uuid4()
        words = {"nonce": nonce, "token_hash": hashed(token_from(nonce)), "made_at": at}
        return self.update_or_create(member=member, defaults=words)[0]

    def opened_by(self, token: str) -> Self:
        """The one at this address, while its owner may sign in."""
        return self.filter(token_hash=hashed(token), member__is_active=True).select_related("member")


class CalendarFeed(models.Model):
    """One member's address. What is stored opens nothing: the token is worked out with the key of this server."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    nonce = models.UUIDField(editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField()

    objects = CalendarFeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"calendar feed {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("calendar_feed", args=[token_from(self.nonce)])

    @property
    def url(self) -> str:
        """To paste into a calendar program."""
        return f"{settings.PUBLIC_URL}{self.get_absolute_url()}"

    @property
    def webcal_url(self) -> str:
        """To press: the program that keeps calendars opens it."""
        return f"webcal://{self.url.partition('://')[2]}"


def token_from(nonce: UUID) -> str:
    """Long, random to everybody else, and the same each time it is shown."""
    made = hmac.new(settings.SECRET_KEY.encode(), b"events.feed" + nonce.bytes, sha256)
    return urlsafe_b64encode(made.digest()).rstrip(b"=").decode()


def hashed(token: str) -> str:
    """What the table holds and is searched by."""
    return sha256(token.encode(errors="replace")).hexdigest()


def dates_of(member: Member) -> EventQuerySet:
    """Where they have a place, and what they host."""
    places = SignUp.objects.of(member).with_a_place().values("event")
    hosted = hosted_by(member, "series__")
    return Event.objects.filter(Q(pk__in=places) & Q(is_public=True) | hosted).with_details()
