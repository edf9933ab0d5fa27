"""Invented people without an account: they have a place, and no name in public."""

from itertools import product

from collab.demo.loading import Loading
from members.models import Contact

FIRST = """Adele Benita Corin Delphine Edgar Fenella Giles Hester Ivo Jocelyn Kalpana Lorcan Mirela Nestor Odette
Perpetua Quentin Rosheen Silas Tamsin Ulrika Verity Wilf Xanthe Yolanda Zoltan""".split()
LAST = """Abernethy Birtwhistle Cattermole Drewitt Eastlake Farnaby Gathercole Hebden Inskip Jellicoe Kellaway
Lutterworth Mossop Nethercott Osgerby Pinfold Quarmby Rainbird Sedgewick Threlkeld Umpleby Venables""".split()
# Police and funders stay away: the sector map of the demo has gaps to show.
SECTORS = ["council", "nhs", "charity", "housing", "faith", "business", "residents", "residents", "education"]


def make_guests(loading: Loading, count: int) -> None:
    """That many guests, in an order that the seed decides."""
    names = list(product(FIRST, LAST))
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
