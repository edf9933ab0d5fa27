"""Invented people without an account: they have a place, and no name in public."""

from itertools import product

from collab.demo.loading import Loading, read
from members.models import Contact

# Police and funders stay away: the sector map of the demo has gaps to show.
SECTORS = ["council", "nhs", "charity", "housing", "faith", "business", "residents", "residents", "education"]


def make_guests(loading: Loading, count: int) -> None:
    """That many guests, in an order that the seed decides."""
    data = read("guests.toml")
    names = list(product(data["first"], data["last"]))
    loading.random.shuffle(names)
    made = [guest(loading, first, last) for first, last in names[:count]]
    loading.guests = Contact.objects.bulk_create(made)


def guest(loading: Loading, first: str, last: str) -> Contact:
    """One guest, not saved."""
    return Contact(
        uuid=loading.uuid(),
        name=f"{first} {last}",
        email=f"{first}.{last}@guests.example".lower(),
        sector=loading.sectors[loading.random.choice(SECTORS)],
    )
