"""Whom somebody might ask to be their partner: people who come to the same date and let their name be shown."""

from django.db.models import BooleanField, Case, Value, When

from events.models import SignUp
from members.models import Contact
from pledges.models.partners import PartnerAsk
from pledges.models.pledges import Pledge

MOST_SUGGESTED = 6


def suggested_to(pledge: Pledge, *, most: int = MOST_SUGGESTED) -> list[Contact]:
    """People of another sector first, and none who said no. To whoever does not come themselves, nobody."""
    maker = pledge.contact_id
    if maker is None or pledge.event_id is None or pledge.confirmed_at is None or pledge.waits_for_look:
        return []
    coming = SignUp.objects.coming().filter(event=pledge.event_id)
    asked = PartnerAsk.objects.filter(pledge=pledge, to_contact__isnull=False).values("to_contact")
    shown = coming.filter(show_name=True, contact__email__gt="").exclude(contact=maker).exclude(contact__in=asked)
    there = shown.filter(event__in=coming.filter(contact=maker).values("event"))
    people = Contact.objects.filter(pk__in=there.values("contact")).exclude(member__is_active=False)
    same = Case(When(sector=pledge.sector_id, then=Value(True)), default=Value(False), output_field=BooleanField())
    return list(people.select_related("sector").annotate(is_same=same).order_by("is_same", "name", "pk")[:most])
