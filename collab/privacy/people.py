"""Who somebody is, in numbers and addresses, and the rows that are about them."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey

from collab.kit.privacy import Kept, Person
from collab.privacy.tables import every_kept
from members.models import Contact, Member


def person_of(contact: Contact, *, keeps_pledges: bool = False) -> Person:
    """Their row, their account where they have one, and each address that is theirs."""
    member = Member.objects.filter(contact=contact).first()
    person = Person(
        contact=contact.pk,
        uuids=frozenset([contact.uuid, *([member.uuid] if member else [])]),
        name=contact.name,
        addresses=frozenset(),
        member=member.pk if member else None,
        keeps_pledges=keeps_pledges,
    )
    return replace(person, addresses=frozenset(addresses_of(person)))


def addresses_of(person: Person) -> set[str]:
    """From whichever table has one of theirs, in one query."""
    rows = [one.rows_of(person).order_by().values_list(one.address) for one in every_kept() if one.address]
    return {address.lower() for (address,) in rows[0].union(*rows[1:]).order_by()} - {""}


def uuids_about(person: Person) -> set[UUID]:
    """Of every row of theirs that has one, in one query: emails about it carry it in their key."""
    rows = [
        one.rows_of(person).order_by().values_list("uuid")
        for one in every_kept()
        if one.is_owned and has_uuid(one) and one.label != "members.Contact"
    ]
    return {*person.uuids, *(uuid for (uuid,) in rows[0].union(*rows[1:]).order_by())}


def has_uuid(one: Kept) -> bool:
    try:
        one.model._meta.get_field("uuid")
    except FieldDoesNotExist:
        return False
    return True


def keys_to_people(one: Kept) -> "list[ForeignKey[Any, Any]]":
    """Its columns that point at a person or an account."""
    keys = (field for field in one.model._meta.concrete_fields if isinstance(field, ForeignKey))
    return [key for key in keys if key.related_model in (Contact, Member)]
