"""The settings of the network, and the words people choose from."""

from collab.demo.loading import Data, Loading, read
from commons.models import NetworkSettings
from members.models import Organisation, Place, Sector, Topic

SIZES = {
    "": "",
    "informal, nobody paid": Organisation.Size.INFORMAL,
    "1–5 paid": Organisation.Size.UP_TO_5,
    "6–25": Organisation.Size.UP_TO_25,
    "26–100": Organisation.Size.UP_TO_100,
    "101–1,000": Organisation.Size.UP_TO_1000,
    "over 1,000": Organisation.Size.OVER_1000,
}


def load_network(loading: Loading) -> None:
    """The words, and the organisations that use them."""
    load_vocabularies(loading)
    load_organisations(loading, read("network.toml")["organisation"])


def load_vocabularies(loading: Loading) -> None:
    """Its name and telephone number, and its sectors, places and topics."""
    data = read("network.toml")
    NetworkSettings.objects.update_or_create(pk=1, defaults=data["settings"])
    NetworkSettings.forget_copy()
    Sector.objects.bulk_create([Sector(**row) for row in data["sector"]], ignore_conflicts=True)
    Topic.objects.bulk_create([Topic(**row) for row in data["topic"]], ignore_conflicts=True)
    loading.sectors = {row.slug: row for row in Sector.objects.all()}
    loading.topics = {row.slug: row for row in Topic.objects.all()}
    load_places(loading, data["place"])


def load_places(loading: Loading, rows: list[Data]) -> None:
    """Parents stand before their children in the file."""
    for row in rows:
        parent = loading.places.get(row["parent"])
        fields = {"name": row["name"], "kind": row["kind"], "parent": parent}
        loading.places[row["slug"]], _ = Place.objects.get_or_create(slug=row["slug"], defaults=fields)


def load_organisations(loading: Loading, rows: list[Data]) -> None:
    """Each with its sector and the places where it works."""
    made = Organisation.objects.bulk_create([organisation(loading, row) for row in rows])
    loading.organisations = {row.slug: row for row in made}
    ties = Organisation.places.through
    ties.objects.bulk_create(
        ties(organisation=loading.organisations[row["slug"]], place=loading.places[place])
        for row in rows
        for place in row["places"]
    )


def organisation(loading: Loading, row: Data) -> Organisation:
    """One organisation, not saved."""
    return Organisation(
        slug=row["slug"],
        name=row["name"],
        kind=row["kind"],
        sector=loading.sectors[row["sector"]],
        size=SIZES[row["size"]],
        about=row["about"],
    )
