"""What each person pledged at a date, for the note that thanks them: events know nothing of pledges."""

from collections import defaultdict

from django.utils.translation import gettext as _

from events.models import Event
from pledges.models import Pledge


def pledges_made_at(event: Event) -> dict[int, list[str]]:
    """By contact, each pledge as a sentence, and who helps with it."""
    said: dict[int, list[str]] = defaultdict(list)
    made = Pledge.objects.filter(event=event, contact__isnull=False, confirmed_at__isnull=False)
    for pledge in made.select_related("partner").order_by("pk"):
        if pledge.contact_id is not None:
            said[pledge.contact_id].append(sentence(pledge))
    return said


def sentence(pledge: Pledge) -> str:
    """I will ring ten tenants. With Joan."""
    words = pledge.sentence.rstrip(".")
    return (
        _("%(words)s. With %(name)s.") % {"words": words, "name": pledge.partner.first_name}
        if pledge.partner
        else words
    )
