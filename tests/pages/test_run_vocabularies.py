import pytest

from commons.models import AuditEntry
from members.models import OrganisationKind, Place, Sector, Topic
from tests import factories


@pytest.fixture
def admin(client, sign_in, orla):
    sign_in(orla)
    return orla


@pytest.fixture
def damp(db):
    return Topic.objects.create(slug="damp", name="Damp homes")


def words(client, address, **data):
    return (client.post(address, data, follow=True) if data else client.get(address)).content.decode()


def actions():
    return list(AuditEntry.objects.filter(action__startswith="members.").values_list("action", flat=True))[::-1]


def place(slug, parent=None):
    return Place.objects.create(slug=slug, name=slug.title(), kind="district", parent=parent)


def test_a_topic_is_added_renamed_retired_and_brought_back(client, admin, db):
    added = words(client, "/run/topics/", name="Damp  homes")
    words(client, "/run/topics/damp-homes/", name="Damp and mould")
    words(client, "/run/topics/damp-homes/retire/", say="stop")
    retired = words(client, "/run/topics/damp-homes/")
    words(client, "/run/topics/damp-homes/retire/", say="back")

    row = Topic.objects.get()
    assert "Damp homes is on the list" in added
    assert "Not offered since" in retired
    assert (row.slug, row.name, row.retired_at) == ("damp-homes", "Damp and mould", None)
    assert actions() == [f"members.topic_{verb}" for verb in ("added", "renamed", "retired", "brought_back")]


def test_a_retired_topic_stays_where_it_is_and_is_offered_to_nobody_else(client, admin, amara, damp):
    admin.profile.cares_about.add(damp)
    words(client, "/run/topics/damp/retire/", say="stop")

    hers = words(client, "/me/profile/")
    client.force_login(amara)
    others = words(client, "/me/profile/")

    assert "Damp homes" in hers
    assert "Damp homes" not in others


def test_an_old_address_of_a_retired_topic_still_finds_stories(client, admin, damp):
    factories.make_story("A dry wall").topics.add(damp)
    factories.make_story("Tea in the shelter")
    words(client, "/run/topics/damp/retire/", say="stop")

    page = client.get("/stories/", {"topic": "damp"}).content.decode()

    assert "A dry wall" in page
    assert "Tea in the shelter" not in page
    assert 'value="damp"' not in page


def test_only_an_unused_topic_can_be_deleted(client, admin, damp):
    Topic.objects.create(slug="spare", name="Spare")
    factories.make_story().topics.add(damp)

    page = words(client, "/run/topics/damp/")
    refused = client.post("/run/topics/damp/delete/", follow=True).content.decode()
    client.post("/run/topics/spare/delete/")

    assert "Delete it" not in page
    assert "Stories: 1" in page
    assert "is in use, so it was not deleted" in refused
    assert list(Topic.objects.values_list("slug", flat=True)) == ["damp"]


@pytest.mark.parametrize(("typed", "said"), [("", "Enter a name"), ("DAMP homes", "DAMP homes is on the list already")])
def test_a_slip_in_a_topic_is_named_and_kept(client, admin, damp, typed, said):
    page = client.post("/run/topics/", {"name": typed}).content.decode()

    assert said in page
    assert f'value="{typed}"' in page or not typed
    assert Topic.objects.count() == 1


def test_topics_are_made_one(client, admin, damp):
    Topic.objects.create(slug="mould", name="Mould")
    factories.make_story().topics.add(damp)

    shown = words(client, "/run/topics/damp/merge/?into=mould")
    done = words(client, "/run/topics/damp/merge/", into="mould")

    assert "Stories: 1" in shown
    assert "Damp homes is part of Mould now" in done


def test_a_renamed_kind_is_renamed_wherever_it_stands(client, admin, db):
    OrganisationKind.objects.get_or_create(slug="shed", defaults={"name": "shed"})
    row = factories.make_organisation(kind="shed")

    words(client, "/run/kinds/shed/", name="men’s shed")

    row.refresh_from_db()
    assert row.kind == "men’s shed"
    assert "members.organisationkind_renamed" in actions()


def test_a_retired_kind_is_offered_to_new_organisations_no_more(client, admin, db):
    OrganisationKind.objects.get_or_create(slug="shed", defaults={"name": "shed"})
    words(client, "/run/kinds/shed/retire/", say="stop")

    assert '<option value="shed">' not in words(client, "/organisations/new/")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("address", ["/run/topics/", "/run/places/"])
def test_lists_cost_the_same_for_one_and_for_three(client, admin, django_assert_num_queries, address, rows):
    for n in range(rows):
        factories.make_story(f"Story {n}", place=place(f"p{n}")).topics.create(slug=f"t{n}", name=f"Topic {n}")

    with django_assert_num_queries({"/run/topics/": 6, "/run/places/": 9}[address]):
        page = client.get(address)

    assert len(page.context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_sectors_cost_the_same_for_one_and_for_three(client, admin, django_assert_num_queries, rows):
    for cloth in ["council", "nhs", "faith"][:rows]:
        factories.sector(cloth)

    with django_assert_num_queries(4):
        words(client, "/run/sectors/")


def test_empty_lists_say_so(client, admin, db):
    OrganisationKind.objects.all().delete()

    pages = [words(client, f"/run/{name}/") for name in ("topics", "kinds", "places")]

    assert ["Add the first one." in page for page in pages] == [True, True, True]


def test_a_sector_is_renamed_and_moved_and_keeps_its_cloth(client, admin, db):
    row = factories.sector("nhs")

    page = words(client, "/run/sectors/nhs/", name="Health", short_name="Health", order="7")

    row.refresh_from_db()
    assert "Health is saved" in page
    assert (row.name, row.short_name, row.order, row.cloth) == ("Health", "Health", 7, "nhs")
    assert actions() == ["members.sector_changed"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Enter a name"),
        ({"order": "soon"}, "Enter a number, like 3"),
        ({"name": "council"}, "Another sector is called council"),
    ],
)
def test_a_slip_in_a_sector_is_named_and_kept(client, admin, db, changes, said):
    factories.sector("nhs"), factories.sector("council")
    data = {"name": "Health", "short_name": "Our words", "order": "7", **changes}

    page = client.post("/run/sectors/nhs/", data).content.decode()

    assert said in page
    assert "Our words" in page
    assert Sector.objects.get(slug="nhs").short_name == "nhs"


def test_a_place_is_added_renamed_and_moved(client, admin, db):
    county, vale = place("county"), place("vale")
    words(client, "/run/places/new/?in=county", name="Upper Dene", kind="neighbourhood", parent=str(county.pk))

    page = words(client, "/run/places/upper-dene/", name="Upper Dene village", kind="neighbourhood", parent=vale.pk)

    row = Place.objects.get(slug="upper-dene")
    assert "Upper Dene village is saved" in page
    assert (row.name, row.path) == ("Upper Dene village", [vale.pk, row.pk])
    assert actions() == ["members.place_added", "members.place_changed"]


def test_the_tree_is_read_from_the_top(client, admin, db):
    beta, alpha = place("beta"), place("alpha")
    place("inner", parent=alpha)

    rows = client.get("/run/places/").context["rows"]

    assert [(row.slug, depth) for row, _uses, depth in rows] == [("alpha", 0), ("inner", 1), (beta.slug, 0)]


def test_a_place_cannot_be_put_inside_itself(client, admin, db):
    county = place("county")
    vale = place("vale", county)

    shown = words(client, "/run/places/county/")
    page = client.post("/run/places/county/", {"name": "County", "kind": "county", "parent": vale.pk})

    assert f'<option value="{vale.pk}">' not in shown
    assert "That place lies inside this one. Choose another" in page.content.decode()
    assert Place.objects.get(slug="county").parent is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Enter a name"),
        ({"kind": ""}, "Choose what it is"),
        ({"name": "vale"}, "There is a place called vale there already"),
    ],
)
def test_a_slip_in_a_place_is_named_and_kept(client, admin, db, changes, said):
    place("vale")
    data = {"name": "New place", "kind": "district", "parent": "", **changes}

    page = client.post("/run/places/new/", data).content.decode()

    assert said in page
    assert data["name"] in page
    assert Place.objects.count() == 1


def test_only_a_place_that_nothing_uses_is_deleted(client, admin, db):
    county = place("county")
    place("vale", county)

    refused = client.post("/run/places/county/delete/", follow=True).content.decode()
    done = client.post("/run/places/vale/delete/", follow=True).content.decode()

    assert "is in use, so it was not deleted" in refused
    assert "Vale is gone" in done
    assert list(Place.objects.values_list("slug", flat=True)) == ["county"]
