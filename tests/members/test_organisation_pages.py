from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from commons.models import AuditEntry
from members.models import Affiliation, Organisation, OrganisationKind, Place
from tests import factories

PAGE = "/organisations/loom-and-ladder/"


@pytest.fixture
def loom(db):
    return factories.make_organisation("Loom and Ladder", kind="charity")


@pytest.fixture
def editor(client, denise, loom):
    """Denise, who works there and is signed in."""
    at = timezone.now()
    tie = {"state": "confirmed", "asked_at": at, "decided_at": at}
    Affiliation.objects.create(contact=denise.contact, organisation=loom, **tie)
    client.force_login(denise)
    return denise


def typed(**changes):
    """What the form of an organisation sends."""
    OrganisationKind.objects.get_or_create(slug="charity", defaults={"name": "charity"})
    OrganisationKind.objects.get_or_create(slug="university", defaults={"name": "university"})
    data = {"name": "Loom and Ladder", "kind": "charity", "sector": factories.sector("charity").pk, "size": "6-25"}
    return {**data, "about": "", "website": "", "register": "", "number": "", "kind_typed": "", **changes}


def words(client, address, **data):
    return (client.post(address, data, follow=True) if data else client.get(address)).content.decode()


def names(page):
    return [row.name for row in page.context["page"]]


def test_a_visitor_reads_what_it_does_and_what_it_is(client, loom):
    vale = Place.objects.create(slug="vale", name="Westmere Vale", kind="district")
    loom.places.add(vale)
    Organisation.objects.filter(pk=loom.pk).update(
        size="6-25", website="https://www.loom.example/about", org_id="GB-CHC-1234567", about="We mend."
    )

    page = words(client, PAGE)

    for said in ("We mend.", "6 to 25 paid", "Charity Commission", "1234567", "Westmere Vale", "Do you work here?"):
        assert said in page
    assert '<a href="https://www.loom.example/about" rel="nofollow noopener external">loom.example</a>' in page
    assert "Listed, not joined" in page


def test_stories_and_dates_of_an_organisation_stand_on_its_page(client, loom):
    told, secret = factories.make_story("Tea in the shelter"), factories.make_story("For members", uses=["members"])
    told.organisations.add(loom), secret.organisations.add(loom)
    event = factories.make_event()
    event.series.organisation = loom
    event.series.save()

    page = words(client, PAGE)

    assert "Tea in the shelter" in page
    assert "For members" not in page
    assert event.get_absolute_url() in page


def test_it_is_joined_once_somebody_with_an_account_is_there(client, loom, denise):
    factories.make_contact("A guest", organisation=loom)
    before = words(client, PAGE)
    denise.contact.organisation = loom
    denise.contact.save()

    assert "Listed, not joined" in before
    assert "Listed, not joined" not in words(client, PAGE)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_costs_a_visitor_the_same_for_one_and_for_three(client, loom, django_assert_num_queries, rows):
    for n in range(rows):
        loom.places.add(Place.objects.create(slug=f"p{n}", name=f"Place {n}", kind="district"))
        factories.make_story(f"Story {n}").organisations.add(loom)
        series = factories.make_series(slug=f"s{n}", organisation=loom)
        factories.make_event(series=series)
    words(client, PAGE)

    with django_assert_num_queries(4):
        words(client, PAGE)


def test_an_editor_changes_the_page_and_the_history_says_who(client, editor, loom):
    place = Place.objects.create(slug="vale", name="Westmere Vale", kind="district")
    data = typed(about="We mend.", website="www.loom.example", number="123 4567", places=[place.pk])

    page = words(client, f"{PAGE}edit/", **data)
    history = words(client, f"{PAGE}history/")

    loom.refresh_from_db()
    assert "The page is changed" in page
    assert (loom.about, loom.website, loom.org_id) == ("We mend.", "https://www.loom.example", "GB-CHC-1234567")
    assert list(loom.places.all()) == [place]
    facts = AuditEntry.objects.get(action="members.organisation_changed").facts
    assert facts == {"changed": "size,about,website,org_id,places"}
    assert "Denise Applegarth" in history
    assert "How many" not in history
    assert "what it does, the website, the number, the places" in history


def test_saving_without_a_change_leaves_no_trace(client, editor, loom):
    words(client, f"{PAGE}edit/", **typed())
    words(client, f"{PAGE}edit/", **typed())

    assert AuditEntry.objects.filter(action="members.organisation_changed").count() == 1


def test_the_form_shows_what_is_there(client, editor, loom):
    Organisation.objects.filter(pk=loom.pk).update(kind="repair guild", org_id="GB-COH-01234567")

    page = client.get(f"{PAGE}edit/")

    shown = {name: page.context["form"][name].value() for name in ("kind", "kind_typed", "register", "number")}
    expected = {"kind": "other", "kind_typed": "repair guild", "register": "GB-COH", "number": "01234567"}
    assert shown == expected


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Enter its name"),
        ({"sector": ""}, "Choose a sector"),
        ({"website": "not a web address"}, "Enter a web address, like www.example.org"),
        ({"website": "javascript:alert(1)"}, "Enter a web address, like www.example.org"),
        ({"number": "12", "register": "GB-CHC"}, "Enter a number like 1234567."),
        ({"number": "1234567", "kind": ""}, "Choose the register that the number is from"),
        ({"number": "7654321"}, "Second Key has this number."),
    ],
)
def test_a_slip_is_named_and_what_was_typed_is_kept(client, editor, loom, changes, said):
    factories.make_organisation("Second Key", org_id="GB-CHC-7654321")

    page = words(client, f"{PAGE}edit/", **typed(about="What we typed", **changes))

    assert said in page
    assert "What we typed" in page
    loom.refresh_from_db()
    assert loom.about == ""


@pytest.mark.parametrize("part", ["edit", "history", "people"])
def test_only_those_who_work_there_open_what_is_behind_the_page(client, amara, loom, part):
    client.force_login(amara)

    assert client.get(f"{PAGE}{part}/").status_code == 403


def test_any_member_lists_an_organisation_that_is_missing(client, amara, db):
    client.force_login(amara)

    page = words(client, "/organisations/new/", **typed(name="Mere  Menders", kind="other", kind_typed="repair café"))

    row = Organisation.objects.get()
    assert "Mere Menders is listed" in page
    assert (row.name, row.slug, row.kind) == ("Mere Menders", "mere-menders", "repair café")
    assert "Listed, not joined" in page
    assert client.get("/organisations/mere-menders/edit/").status_code == 403


def test_one_that_is_there_is_shown_before_a_second_is_listed(client, amara, loom):
    client.force_login(amara)

    asked = words(client, "/organisations/new/", **typed(name="The Loom & Ladder Ltd."))
    told = words(client, "/organisations/new/", **typed(name="The Loom & Ladder Ltd.", is_another="on"))

    assert "Is it one of these?" in asked
    assert "is listed" in told
    assert sorted(Organisation.objects.values_list("slug", flat=True)) == ["loom-and-ladder", "the-loom-ladder-ltd"]


def test_two_of_one_name_have_two_addresses_and_none_is_called_new(client, amara, db):
    client.force_login(amara)

    for name in ("New", "Mere Menders", "Mere Menders", "!!!"):
        words(client, "/organisations/new/", **typed(name=name, is_another="on"))

    slugs = sorted(Organisation.objects.values_list("slug", flat=True))
    assert slugs == ["mere-menders", "mere-menders-2", "new-2", "organisation"]


def test_the_list_is_paged_by_name_and_ends(client, db):
    for n in range(41):
        factories.make_organisation(f"Shop {n:02}")

    first = client.get("/organisations/")
    second = client.get(f"/organisations/{first.context['next_url']}")
    third = client.get(f"/organisations/{second.context['next_url']}")

    assert names(first) + names(second) + names(third) == [f"Shop {n:02}" for n in range(41)]
    assert [page.context["count"] for page in (first, second, third)] == [41, 41, 41]
    assert third.context["next_url"] == ""


def test_two_of_one_name_are_both_in_the_list(client, db):
    for n in range(21):
        Organisation.objects.create(slug=f"same-{n}", name="Same", sector=factories.sector("charity"))

    first = client.get("/organisations/")
    second = client.get(f"/organisations/{first.context['next_url']}")

    slugs = {row.slug for page in (first, second) for row in page.context["page"]}
    assert len(slugs) == 21


def test_a_district_holds_what_is_in_its_neighbourhoods(client, loom):
    county = Place.objects.create(slug="county", name="County", kind="county")
    vale = Place.objects.create(slug="vale", name="Vale", kind="district", parent=county)
    dene = Place.objects.create(slug="dene", name="Dene", kind="neighbourhood", parent=vale)
    other = Place.objects.create(slug="other", name="Other", kind="district", parent=county)
    loom.places.add(dene)
    factories.make_organisation("Second Key").places.add(other)

    found = {slug: names(client.get("/organisations/", {"place": slug})) for slug in ("county", "vale", "dene")}

    both = ["Loom and Ladder", "Second Key"]
    assert found == {"county": both, "vale": ["Loom and Ladder"], "dene": ["Loom and Ladder"]}
    assert "Place: Vale" in words(client, "/organisations/?place=vale")


def test_kinds_of_the_list_narrow_it(client, loom):
    OrganisationKind.objects.get_or_create(slug="charity", defaults={"name": "charity"})
    factories.make_organisation("Second Key", kind="repair café")

    page = client.get("/organisations/", {"kind": "charity"})

    assert names(page) == ["Loom and Ladder"]
    assert "Kind: charity" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    ["after=nobody", "after=%00", "place=%27", "kind=x", "q=%26%7C%21%28%29", "q=a%27b", "q=%00", "q=:*", "sector=zz"],
)
def test_strange_addresses_never_break_the_list(client, loom, query):
    assert client.get(f"/organisations/?{query}").status_code == 200


@pytest.mark.parametrize("org_id", ["1234567", "gb-chc-1", "GB-CHC-", "GB_CHC_1"])
def test_the_database_refuses_an_org_id_of_no_form(db, org_id):
    with pytest.raises(IntegrityError, match="org_ids_are_well_formed"):
        factories.make_organisation(org_id=org_id)


def test_the_database_refuses_a_second_live_tie(db, amara, loom):
    at = timezone.now()
    Affiliation.objects.create(contact=amara.contact, organisation=loom, asked_at=at)

    with pytest.raises(IntegrityError, match="one_live_tie"):
        Affiliation.objects.create(
            contact=amara.contact, organisation=loom, asked_at=at, state="confirmed", decided_at=at + timedelta(days=1)
        )
