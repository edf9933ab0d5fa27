"""Adding an organisation, changing its page, and naming its email domains."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from commons.models import audit, within_limit
from members.models import ApprovedDomain, Contact, Member, Organisation
from members.models.organisations import slug_for_organisation

ADDED_A_DAY = 20


def may_add_organisation(member: Member, *, now: datetime) -> bool:
    """Count this one; nobody needs to list more by hand in a day."""
    day = timedelta(days=1)
    return within_limit("members.add_organisation", str(member.uuid), at_most=ADDED_A_DAY, per=day, now=now)


@transaction.atomic
def add_organisation(organisation: Organisation, *, places: Any, by: Member) -> Organisation:
    """List it. Whoever lists it does not edit it thereby."""
    organisation.slug = slug_for_organisation(organisation.name)
    organisation.save(force_insert=True)
    organisation.places.set(places)
    audit("members.organisation_added", by=by.uuid, kind="organisation", target=organisation.uuid)
    return organisation


@transaction.atomic
def change_organisation(organisation: Organisation, *, places: Any, changed: Sequence[str], by: Member) -> None:
    """Save what an editor changed; the log says which parts, and not the words."""
    columns = [name for name in changed if name != "places"]
    if columns:
        organisation.save(update_fields=columns)
    organisation.places.set(places)
    if changed:
        facts = {"changed": ",".join(changed)}
        audit("members.organisation_changed", by=by.uuid, kind="organisation", target=organisation.uuid, **facts)


@transaction.atomic
def approve_domain(organisation: Organisation, domain: str, *, by: Member) -> None:
    """From now on an address there says where somebody works."""
    _row, is_new = ApprovedDomain.objects.get_or_create(domain=domain, defaults={"organisation": organisation})
    if is_new:
        audit("members.domain_approved", by=by.uuid, kind="organisation", target=organisation.uuid)


@transaction.atomic
def drop_domain(domain: ApprovedDomain, *, by: Member) -> None:
    """No longer. Those whom it let in stay."""
    audit("members.domain_dropped", by=by.uuid, kind="organisation", target=domain.organisation.uuid)
    domain.delete()


@transaction.atomic
def give_row_to_typed(typed: str, organisation: Organisation, *, by: Member) -> int:
    """Everybody who typed these words and has no organisation belongs to this one. Says how many."""
    found = Contact.objects.with_typed_organisation(typed)
    many = found.filter(sector=None).update(organisation=organisation, sector=organisation.sector, changed_at=Now())
    many += found.update(organisation=organisation, changed_at=Now())
    facts = {"people": many}
    audit("members.typed_organisation_linked", by=by.uuid, kind="organisation", target=organisation.uuid, **facts)
    return many
