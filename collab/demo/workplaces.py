"""Where people work: who is confirmed, who waits for a yes, what was typed, and a pledge left behind."""

from datetime import timedelta

from collab.demo.loading import Data, Loading, read
from members.actions.affiliations import leave_organisation
from members.emails.workplaces import tell_deciders
from members.models import Affiliation, ApprovedDomain, Contact, Organisation
from pledges.actions.leaving import offer
from pledges.models import Pledge

CONFIRMED = Affiliation.State.CONFIRMED


def load_workplaces(loading: Loading) -> None:
    """Before anything that happens between people."""
    data = read("workplaces.toml")
    list_organisations(loading, data["listed"])
    for row in data["details"]:
        columns = {name: value for name, value in row.items() if name != "slug"}
        Organisation.objects.filter(slug=row["slug"]).update(**columns)
    ApprovedDomain.objects.bulk_create(
        ApprovedDomain(organisation=loading.organisations[row["organisation"]], domain=row["domain"])
        for row in data["domain"]
    )
    confirm_everybody(loading, data["further"])
    for row in data["asked"]:
        ask(loading, row)


def list_organisations(loading: Loading, rows: list[Data]) -> None:
    """Listed, and nobody there has joined."""
    for row in rows:
        fields = {name: row[name] for name in ("slug", "name", "kind", "about", "size")}
        made = Organisation.objects.create(sector=loading.sectors[row["sector"]], **fields)
        made.places.set([loading.places[place] for place in row["places"]])


def confirm_everybody(loading: Loading, further: list[Data]) -> None:
    """Each works where the file of people says, and a few somewhere else too."""
    pairs = [(member.contact, member.contact.organisation) for member in loading.people.values()]
    pairs += [(loading.people[row["person"]].contact, loading.organisations[row["organisation"]]) for row in further]
    at, admin = loading.now - timedelta(days=360), loading.people["P34"]
    Affiliation.objects.bulk_create(
        Affiliation(
            uuid=loading.uuid(), contact=contact, organisation=organisation, state=CONFIRMED,
            asked_at=at - timedelta(days=1), decided_at=at, decided_by=admin,
        )
        for contact, organisation in pairs
        if organisation
    )  # fmt: skip


def ask(loading: Loading, row: Data) -> None:
    """They say that they work there; those who do have the email."""
    at = loading.now - timedelta(days=row["days_ago"])
    organisation, contact = loading.organisations[row["organisation"]], loading.people[row["person"]].contact
    tie = Affiliation.objects.create(uuid=loading.uuid(), contact=contact, organisation=organisation, asked_at=at)
    there = [member for member in loading.people.values() if member.contact.organisation == organisation]
    tell_deciders(tie, there[:3], at=at)


def load_left_behind(loading: Loading) -> None:
    """What guests typed, and a pledge that a colleague could take on."""
    data = read("workplaces.toml")
    nobody = iter(loading.guests)
    for row in data["typed"]:
        pks = [next(nobody).pk for _guest in range(row["people"])]
        Contact.objects.filter(pk__in=pks).update(organisation_typed=row["name"])
    for row in data["there"]:
        pks = [next(nobody).pk for _guest in range(row["people"])]
        twin = Organisation.objects.get(slug=row["organisation"])
        Contact.objects.filter(pk__in=pks).update(organisation=twin, organisation_typed=twin.name)
    for row in data["handed"]:
        to = loading.people[row["to"]].contact
        there = Pledge.objects.made().live().filter(contact__organisation__slug=row["organisation"])
        pledge = there.exclude(contact=to).exclude(confirmed_at=None).order_by("pk").first()
        if pledge is not None and pledge.contact is not None:
            left = loading.organisations[row["organisation"]]
            leave_organisation(pledge.contact, left, by=loading.people["P34"], at=loading.now)
            offer(pledge, to, at=loading.now)
