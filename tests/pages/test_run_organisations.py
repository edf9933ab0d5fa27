import re

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from commons.models import AuditEntry
from members.models import ApprovedDomain, Contact, Organisation, OrganisationKind, Place, Topic
from tests import factories

RUN = "/run/organisations/"


@pytest.fixture
def admin(client, sign_in, orla):
    sign_in(orla)
    return orla


@pytest.fixture
def loom(db):
    return factories.make_organisation("Loom and Ladder")


def words(client, address, **data):
    return (client.post(address, data, follow=True) if data else client.get(address)).content.decode()


def type_name(typed, many, **fields):
    return [factories.make_contact(f"Guest {n}", organisation_typed=typed, **fields) for n in range(many)]


def test_an_organiser_sees_who_waits_and_what_may_be_the_same(client, admin, amara, loom):
    loom.affiliations.create(contact=amara.contact, asked_at=timezone.now())
    factories.make_organisation("The Loom & Ladder")
    type_name("Knit and Natter", 2)

    page = words(client, RUN)

    assert "Amara Nwachukwu, at Loom and Ladder" in page
    assert "/run/organisations/the-loom-ladder/merge/?into=loom-and-ladder" in page
    assert "1 name that people typed" in page


def test_an_empty_network_has_nothing_to_look_after(client, admin):
    page = words(client, RUN)

    assert "Nobody is waiting for a yes." in page
    assert "No two are called nearly the same." in page
    assert "Every name that was typed is on the list." in words(client, f"{RUN}typed/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(client, admin, django_assert_num_queries, rows):
    for n in range(rows):
        one, _twin = factories.make_organisation(f"Key {n}"), factories.make_organisation(f"The Key {n}")
        one.affiliations.create(contact=factories.make_member(f"Asker {n}").contact, asked_at=timezone.now())
        type_name(f"Typed {n}", 1)

    with django_assert_num_queries(7):
        words(client, RUN)


def test_typed_names_are_counted_whatever_their_case(client, admin, loom):
    type_name("Knit and Natter", 2), type_name("KNIT AND NATTER", 1), type_name("Dial-a-Ride", 1)
    type_name("Loom and Ladder", 1, organisation=loom)

    rows = client.get(f"{RUN}typed/").context["rows"]

    assert [(row["typed"], row["many"]) for row in rows] == [("knit and natter", 3), ("dial-a-ride", 1)]


@pytest.mark.parametrize("rows", [1, 3])
def test_typed_names_cost_the_same_for_one_and_for_three(client, admin, django_assert_num_queries, rows):
    for n in range(rows):
        type_name(f"Typed {n}", n + 1)

    with django_assert_num_queries(4):
        words(client, f"{RUN}typed/")


def test_a_typed_name_is_one_of_the_list(client, admin, loom):
    people = type_name("the loom and ladder", 2)

    shown = words(client, f"{RUN}typed/settle/?typed=the+loom+and+ladder")
    said = words(client, f"{RUN}typed/settle/", typed="The Loom and Ladder", organisation="loom-and-ladder")

    assert "It is this one" in shown
    assert "2 people are at Loom and Ladder now" in said
    assert [Contact.objects.get(pk=one.pk).organisation for one in people] == [loom, loom]
    assert AuditEntry.objects.get(action="members.typed_organisation_linked").facts == {"people": 2}


def test_a_typed_name_is_found_by_words(client, admin, loom):
    type_name("L and L", 1)

    page = words(client, f"{RUN}typed/settle/?typed=L+and+L&q=ladder")

    assert 'value="loom-and-ladder"' in page


def test_an_organisation_is_made_of_a_typed_name(client, admin):
    people = type_name("Knit and Natter", 2)
    data = {"typed": "Knit and Natter", "name": "Knit and Natter", "sector": factories.sector("charity").pk}

    asked = words(client, f"{RUN}typed/new/?typed=Knit+and+Natter")
    said = words(client, f"{RUN}typed/new/", **data)

    made = Organisation.objects.get()
    assert 'value="Knit and Natter"' in asked
    assert "2 people are at Knit and Natter now" in said
    assert {Contact.objects.get(pk=one.pk).organisation for one in people} == {made}


def test_a_slip_while_making_one_keeps_the_typed_name(client, admin):
    page = words(client, f"{RUN}typed/new/", typed="Knit and Natter", name="Knit and Natter")

    assert "Choose a sector" in page
    assert '<input type="hidden" name="typed" value="Knit and Natter">' in page


@pytest.mark.parametrize(
    "typed", ["westmere.gov.uk", "@Westmere.gov.uk", "jo@westmere.gov.uk", "https://www.westmere.gov.uk/"]
)
def test_a_domain_is_read_as_people_type_it(client, admin, loom, typed):
    page = words(client, f"{RUN}loom-and-ladder/domains/", domain=typed)

    assert "westmere.gov.uk is approved" in page
    assert list(loom.approved_domains.values_list("domain", flat=True)) == ["westmere.gov.uk"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter what stands after the @ in their addresses"),
        ("gmail.com", "Anybody can have an address there."),
        ("nhs.net", "Many organisations have addresses there."),
        ("gov.uk", "Many organisations have addresses there."),
        ("no domain", "Enter a domain, like westmere.gov.uk"),
        ("taken.example", "Second Key has this domain"),
    ],
)
def test_a_domain_that_says_nothing_or_is_another_ones_is_refused(client, admin, loom, typed, said):
    ApprovedDomain.objects.create(organisation=factories.make_organisation("Second Key"), domain="taken.example")

    page = client.post(f"{RUN}loom-and-ladder/domains/", {"domain": typed}).content.decode()

    assert said in page
    assert f'value="{typed}"' in page or not typed
    assert loom.approved_domains.count() == 0


def test_a_domain_is_taken_away_by_its_own_organisation_alone(client, admin, loom):
    row = ApprovedDomain.objects.create(organisation=loom, domain="loom.example")
    factories.make_organisation("Second Key")

    elsewhere = client.post(f"{RUN}second-key/domains/{row.pk}/drop/").status_code
    here = client.post(f"{RUN}loom-and-ladder/domains/{row.pk}/drop/").status_code

    assert (elsewhere, here) == (404, 302)
    assert ApprovedDomain.objects.count() == 0


def test_a_merge_is_shown_before_it_is_done_and_done_once(client, admin, loom):
    twin = factories.make_organisation("The Loom & Ladder", about="We mend.")
    factories.make_contact(organisation=twin)
    page = f"{RUN}the-loom-ladder/merge/"

    offered = words(client, page)
    shown = words(client, f"{page}?into=loom-and-ladder")
    there = Organisation.objects.count()
    done = words(client, page, into="loom-and-ladder")
    again = words(client, page, into="loom-and-ladder")

    assert "?into=loom-and-ladder" in offered
    assert "People: 1" in shown
    assert "What it does: We mend." in shown
    assert there == 2
    assert "is part of Loom and Ladder now" in done
    assert "That is done already" in again
    assert client.get(f"{RUN}never-was/merge/").status_code == 404


def test_the_one_to_keep_is_found_by_words(client, admin, loom):
    factories.make_organisation("Second Key")

    page = words(client, f"{RUN}second-key/merge/?q=ladder")

    assert "?into=loom-and-ladder" in page
    assert "Nothing with these words." in words(client, f"{RUN}second-key/merge/?q=zzz")


@pytest.mark.parametrize(
    ("address", "row"),
    [
        ("/run/topics/damp/merge/?q=mould", "Mould at home"),
        ("/run/kinds/charity/merge/?q=club", "club or shed Retired"),
        ("/run/places/dene/merge/?q=upper", "Upper Dene district in Vale"),
        ("/run/organisations/second-key-ltd/merge/", "Second Key Charity, club or shed, GB-COH-01234567"),
    ],
)
def test_what_two_are_told_apart_by_is_in_words(client, admin, address, row):
    Topic.objects.create(slug="damp", name="Damp homes")
    Topic.objects.create(slug="mould-2", name="Mould at home")
    # The kinds that a network begins with are there, or gone with a test that emptied its tables.
    OrganisationKind.objects.all().delete()
    OrganisationKind.objects.create(slug="charity", name="charity")
    OrganisationKind.objects.create(slug="club-2", name="club or shed", retired_at=timezone.now())
    vale = Place.objects.create(slug="vale", name="Vale", kind="county")
    Place.objects.create(slug="dene", name="Dene", kind="district")
    Place.objects.create(slug="upper-dene-2", name="Upper Dene", kind="district", parent=vale)
    factories.make_organisation("Second Key Ltd")
    factories.make_organisation("Second Key", cloth="charity", kind="club or shed", org_id="GB-COH-01234567")

    page = client.get(address).content.decode()

    [shown] = re.findall(r'<li class="row row--apart">(.*?)</li>', page, re.DOTALL)
    assert " ".join(strip_tags(shown).split()) == row


def test_the_preview_tells_the_two_apart_in_words(client, admin):
    factories.make_organisation("Second Key Ltd", cloth="housing")
    factories.make_organisation("Second Key", cloth="charity", kind="club or shed")

    page = client.get("/run/organisations/second-key-ltd/merge/?into=second-key").content.decode()

    shown = re.findall(r'<dd class="govuk-summary-list__value">(.*?)</dd>', page, re.DOTALL)
    said = [" ".join(strip_tags(each).split()) for each in shown]
    assert said == ["Second Key Charity, club or shed", "Second Key Ltd Housing"]
