from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from members.models import Place


def place(slug, parent=None):
    return Place.objects.create(slug=slug, name=slug.title(), kind="district", parent=parent)


def within(row):
    return sorted(Place.objects.within(row).values_list("slug", flat=True))


def test_a_place_holds_all_that_lies_inside_it(db):
    county = place("county")
    vale = place("vale", county)
    dene = place("dene", vale)
    other = place("other", county)

    assert within(county) == ["county", "dene", "other", "vale"]
    assert within(vale) == ["dene", "vale"]
    assert within(dene) == ["dene"]
    assert (dene.path, other.depth, dene.depth) == ([county.pk, vale.pk, dene.pk], 1, 2)


def test_what_lies_inside_moves_along(db):
    county, other = place("county"), place("other")
    vale = place("vale", county)
    place("dene", vale)

    Place.objects.filter(pk=vale.pk).update(parent=other)

    assert within(county) == ["county"]
    assert within(other) == ["dene", "other", "vale"]


def test_rows_written_together_find_their_way_in_any_order(db):
    county = place("county")

    Place.objects.bulk_create(
        [
            Place(pk=90_002, slug="dene", name="Dene", kind="neighbourhood", parent_id=90_001),
            Place(pk=90_001, slug="vale", name="Vale", kind="district", parent=county),
        ]
    )

    assert within(county) == ["county", "dene", "vale"]


@pytest.mark.parametrize("into", ["county", "vale", "dene"])
def test_no_place_lies_inside_itself(db, into):
    county = place("county")
    vale = place("vale", county)
    place("dene", vale)

    with pytest.raises(IntegrityError, match="places_lie_in_no_ring"), transaction.atomic():
        Place.objects.filter(pk=county.pk).update(parent=Place.objects.get(slug=into))

    assert within(county) == ["county", "dene", "vale"]


def test_a_path_that_is_written_by_hand_is_put_right(db):
    county = place("county")
    vale = place("vale", county)

    Place.objects.filter(pk=vale.pk).update(path=[1, 2, 3])

    vale.refresh_from_db()
    assert vale.path == [county.pk, vale.pk]


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_make_no_ring():
    one, other, said, both = place("one"), place("other"), [], Barrier(2)

    def move(row, into):
        try:
            both.wait()
            said.append(Place.objects.filter(pk=row.pk).update(parent=into))
        except IntegrityError:
            said.append(0)
        finally:
            connection.close()

    threads = [Thread(target=move, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == [0, 1]
    assert sorted(len(row.path) for row in Place.objects.all()) == [1, 2]
