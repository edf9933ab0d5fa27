"""What others got, or will get, by email about somebody who is gone."""

import re
from collections.abc import Callable
from uuid import UUID

from django.db.models import Q
from django.utils.html import escape
from django.utils.translation import gettext as _

from collab.kit.privacy import Person
from outbox.models import UNSENT, OutgoingEmail

NOTHING = dict.fromkeys(["subject", "text", "html", "calendar", "unsubscribe_url"], "")
WORDS = ["subject", "text", "html", "calendar"]
# What stands in front of a sentence's first word.
BEFORE_A_SENTENCE = ("", ".", "!", "?", "\n", ">")


def blank_emails_about(uuids: set[UUID]) -> None:
    """What others are told, or were told, about rows that are gone: not sent, and not kept."""
    pattern = "|".join(str(uuid) for uuid in uuids)
    about = OutgoingEmail.objects.filter(key__regex=pattern)
    about.filter(state__in=UNSENT).cancel()
    about.update(**NOTHING)


def unname_emails(person: Person) -> None:
    """What others got, or get, about something else with their name or address in it.

    Our copies are blanked. What has not gone out is somebody else's email, so it goes out without the name.
    """
    named = Q()
    for words in filter(None, {person.name, escape(person.name), *person.addresses}):
        for column in WORDS:
            named |= Q(**{f"{column}__icontains": words})
    naming = OutgoingEmail.objects.filter(named)
    naming.exclude(state__in=UNSENT).update(**NOTHING)
    unname = without(person)
    for email in naming.filter(state__in=UNSENT).select_for_update():
        for column in WORDS:
            setattr(email, column, unname(getattr(email, column)))
        email.save(update_fields=WORDS)


def without(person: Person) -> Callable[[str], str]:
    """Takes their name and addresses out of a text. A name of one word may be a word too, so its letters count."""
    names = "|".join(re.escape(name) for name in {person.name, str(escape(person.name))} if name)
    addresses = "|".join(re.escape(address) for address in person.addresses)
    name = re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE if " " in person.name else 0)
    address = re.compile(rf"(?<![\w.+-])(?:{addresses})(?![\w-])", re.IGNORECASE)

    def unname(text: str) -> str:
        text = address.sub(_("no longer here"), text) if addresses else text
        return name.sub(somebody, text) if names else text

    return unname


def somebody(found: re.Match[str]) -> str:
    """A word in the name's place, large at the start of a sentence."""
    word = _("somebody")
    before = found.string[: found.start()].rstrip(" ")
    return word.capitalize() if before[-1:] in BEFORE_A_SENTENCE else word
