import pytest

from members.models import Place
from tests import factories


def names(page):
    return [organisation.name for organisation in page.context["page"]]


def test_anyone_reads_about_an_organisation_and_members_see_its_people(client, amara, denise):
    loom = factories.make_organisation("Loom and Ladder", about="We mend what others throw away.", kind="charity")
    loom.places.add(Place.objects.create(slug="fellbeck", name="Fellbeck", kind="neighbourhood"))
    denise.contact.organisation = loom
    denise.contact.save()

    for_visitors = client.get("/organisations/loom-and-ladder/").content.decode()
    client.force_login(amara)
    for_members = client.get("/organisations/loom-and-ladder/").content.decode()

    assert "We mend what others throw away." in for_visitors
    assert "Fellbeck" in for_visitors
    assert "Denise Applegarth" not in for_visitors
    assert "Denise Applegarth" in for_members


def test_organisations_are_found_by_words_and_sector(client, db):
    factories.make_organisation("Loom and Ladder", about="We mend what others throw away.")
    factories.make_organisation("Westmere Council", cloth="council")

    assert names(client.get("/organisations/")) == ["Loom and Ladder", "Westmere Council"]
    assert names(client.get("/organisations/", {"q": "mend loom"})) == ["Loom and Ladder"]
    assert names(client.get("/organisations/", {"sector": "council"})) == ["Westmere Council"]
    assert "No organisation like that yet." in client.get("/organisations/", {"q": "zzz"}).content.decode()


def test_an_empty_network_says_what_will_come(client, db):
    assert "No organisations yet." in client.get("/organisations/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, db, django_assert_num_queries, rows):
    for n in range(rows):
        factories.make_organisation(f"Organisation {n}")
    client.get("/organisations/")

    with django_assert_num_queries(2):
        client.get("/organisations/")


def test_an_organisation_nobody_made_is_not_found(client, db):
    assert client.get("/organisations/nobody/").status_code == 404
