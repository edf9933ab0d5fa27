"""Words a person can say aloud, and addresses that moved."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 3, 20
# Words that would say somebody else speaks: an address of ours, a page's name, or somebody in charge.
RESERVED_WORDS = """
about accessibility account admin api app auth cancel check code community contact council demo dev email
emails event events feed feeds find forgot go group groups health help home host hosts index invite join leave
login logout mail member members moderator moderators network news nhs null official organiser organisation
organisations password patient pay people place places pledge pledges police privacy report reports root run
safeguarding search security series settings sign signin signout signup staff static stories story support
system terms test undefined urgent user users webmaster welcome word words www
"""
RESERVED = frozenset(RESERVED_WORDS.split())
# What nobody should have to say aloud, or find on a poster. Found inside longer words only where it means the same.
BANNED_WORDS = """
anal anus arse ass bastard bitch bloody bollocks boob boobs bugger cock coon crap cripple cum cunt damn dick
dildo dyke fag faggot fuck gash gimp git gook gypo hell homo idiot jap kike knob lezzer minge moron muff nazi
negro nigga nigger nonce paki penis pikey piss poof poofter porn prick pussy queer rape rapist retard scum sex
shag shit slag slut spastic spaz suicide terrorist tit tits tranny turd twat vagina wank wanker whore wog
"""
BANNED = frozenset(BANNED_WORDS.split())
BANNED_ANYWHERE = (
    "arsehole",
    "bastard",
    "bitch",
    "bollock",
    "cunt",
    "fuck",
    "nigg",
    "paki",
    "shit",
    "twat",
    "wank",
    "whore",
)


class GoWordQuerySet(models.QuerySet["GoWord"]):
    def leading_to(self, *uuids: UUID) -> Self:
        """The words of these rows, newest first."""
        return self.filter(leads_to__in=uuids).order_by("-made_at", "-pk")


class GoWord(models.Model):
    """/go/<word>: a short address that leads to a page of ours."""

    word = models.SlugField(max_length=30, unique=True)
    path = models.CharField(max_length=300)
    # The row whose page that is, without a foreign key; its path then stays right when the row moves.
    leads_to = models.UUIDField(null=True, blank=True, db_index=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = GoWordQuerySet.as_manager()

    def __str__(self) -> str:
        return self.word

    def has_ended(self, now: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= now

    def end(self, *, at: datetime) -> None:
        """It leads nowhere from now on, and says so. The first end stands."""
        if not self.has_ended(at):
            self.ends_at = at
            self.save(update_fields=["ends_at"])


class OldAddressManager(models.Manager["OldAddress"]):
    def move(self, before: str, now: str) -> None:
        """What answered there, and whatever led there, leads here for ever; one that is used again leads nowhere."""
        self.filter(path=now).delete()
        self.filter(now_at=before).update(now_at=now)
        self.update_or_create(path=before, defaults={"now_at": now})


class OldAddress(models.Model):
    """A path that answered once and now redirects for ever."""

    path = models.CharField(max_length=300, unique=True)
    now_at = models.CharField(max_length=300)
    moved_at = models.DateTimeField(auto_now_add=True)

    objects = OldAddressManager()

    def __str__(self) -> str:
        return f"{self.path} → {self.now_at}"


def check_word(word: str) -> None:
    """Whether it can be said aloud and typed from hearing: 3 to 20 letters, none of ours and none that hurts."""
    if not (word.isascii() and word.isalpha() and SHORTEST <= len(word) <= LONGEST):
        raise ValidationError(_("Use 3 to 20 letters, with no spaces"), code="shape")
    if word in RESERVED or word in BANNED or any(part in word for part in BANNED_ANYWHERE):
        raise ValidationError(_("Choose another word"), code="banned")
