from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from members.actions.affiliations import ask_to_be_affiliated, decide_affiliation
from members.models import Affiliation, ApprovedDomain, Contact
from outbox.models import OutgoingEmail
from tests import factories

PAGE = "/organisations/loom-and-ladder/"
WORK = f"{PAGE}work-here/"


@pytest.fixture
def loom(db):
    return factories.make_organisation("Loom and Ladder")


def works_at(member, organisation, **fields):
    """Confirmed, a week ago."""
    at = timezone.now() - timedelta(days=7)
    fields = {"state": "confirmed", "asked_at": at, "decided_at": at, **fields}
    return Affiliation.objects.create(contact=member.contact, organisation=organisation, **fields)


def said(client, address, **data):
    return client.post(address, data, follow=True).content.decode()


def subjects(purpose):
    return sorted(OutgoingEmail.objects.filter(purpose=purpose).values_list("to", "subject"))


def test_an_approved_domain_confirms_at_once(client, amara, loom):
    ApprovedDomain.objects.create(organisation=loom, domain="westmere.example")
    client.force_login(amara)

    promised = client.get(WORK).content.decode()
    page = said(client, WORK)

    tie = Affiliation.objects.get()
    assert "you are confirmed at once" in promised
    assert "You are confirmed." in page
    assert (tie.state, tie.by_domain, tie.decided_by) == ("confirmed", True, None)
    assert Contact.objects.get(pk=amara.contact.pk).organisation == loom
    assert OutgoingEmail.objects.count() == 0


@pytest.mark.parametrize("domain", ["west.example", "mere.example", "sub.westmere.example"])
def test_a_domain_that_only_looks_alike_confirms_nobody(client, amara, loom, domain):
    ApprovedDomain.objects.create(organisation=loom, domain=domain)
    client.force_login(amara)

    said(client, WORK)

    assert Affiliation.objects.get().state == "asked"


def test_without_editors_the_organisers_are_asked_and_one_says_yes(client, sign_in, amara, orla, loom):
    client.force_login(amara)
    asked = said(client, WORK)
    tie = Affiliation.objects.get()

    sign_in(orla)
    listed = client.get(f"{PAGE}people/").content.decode()
    answered = said(client, f"{PAGE}people/{tie.uuid}/", say="yes")

    assert "We have asked somebody who can confirm it." in asked
    assert subjects("members.affiliation_asked") == [(orla.email, "Does Amara Nwachukwu work with you?")]
    assert amara.email in listed
    assert "Amara Nwachukwu is confirmed" in answered
    assert subjects("members.affiliation_decided") == [(amara.email, "You are at Loom and Ladder")]
    assert Contact.objects.get(pk=amara.contact.pk).organisation == loom


def test_those_who_work_there_are_asked_and_may_say_no(client, amara, denise, orla, loom):
    works_at(denise, loom)
    client.force_login(amara)
    said(client, WORK)
    tie = Affiliation.objects.get(state="asked")

    client.force_login(denise)
    said(client, f"{PAGE}people/{tie.uuid}/", say="no")
    said(client, f"{PAGE}people/{tie.uuid}/", say="yes")
    client.force_login(amara)
    again = said(client, WORK)

    tie.refresh_from_db()
    assert subjects("members.affiliation_asked") == [(denise.email, "Does Amara Nwachukwu work with you?")]
    assert (tie.state, tie.decided_by) == ("refused", denise)
    assert subjects("members.affiliation_decided") == [
        (amara.email, "Loom and Ladder could not confirm that you work there")
    ]
    assert "You can ask again after 30 days." in again
    assert Affiliation.objects.count() == 2
    assert Contact.objects.get(pk=amara.contact.pk).organisation is None


def test_asking_twice_is_asking_once(client, amara, orla, loom):
    client.force_login(amara)

    said(client, WORK), said(client, WORK)

    assert Affiliation.objects.count() == 1
    assert len(subjects("members.affiliation_asked")) == 1


def test_nobody_asks_everywhere_in_a_day(client, amara, orla):
    client.force_login(amara)
    rows = [factories.make_organisation(f"Shop {n}") for n in range(11)]

    codes = [client.post(f"/organisations/{row.slug}/work-here/").status_code for row in rows]

    assert codes == [302] * 10 + [429]


def test_nobody_answers_for_themselves_or_for_another_organisation(client, amara, denise, loom):
    other = factories.make_organisation("Second Key")
    works_at(denise, other)
    own = works_at(amara, loom, state="asked", decided_at=None)
    client.force_login(amara)
    for_herself = client.post(f"{PAGE}people/{own.uuid}/", {"say": "yes"}).status_code
    client.force_login(denise)

    there = client.post(f"{PAGE}people/{own.uuid}/", {"say": "yes"}).status_code
    elsewhere = client.post(f"/organisations/second-key/people/{own.uuid}/", {"say": "yes"}).status_code

    assert (for_herself, there, elsewhere) == (403, 403, 404)
    assert Affiliation.objects.get(pk=own.pk).state == "asked"


def test_an_organiser_needs_the_second_factor_here_too(client, sign_in, orla, loom):
    sign_in(orla, second_factor=False)
    without = client.get(f"{PAGE}edit/").status_code
    sign_in(orla)

    assert (without, client.get(f"{PAGE}edit/").status_code) == (403, 200)


def test_a_further_organisation_stands_beside_the_first(client, sign_in, amara, orla, loom):
    first = factories.make_organisation("Second Key")
    Contact.objects.filter(pk=amara.contact.pk).update(organisation=first)
    works_at(amara, loom)
    client.force_login(factories.make_member("Rosa Reader"))

    here = client.get(PAGE).content.decode()
    there = client.get("/organisations/second-key/").content.decode()
    hers = client.get(amara.profile.get_absolute_url()).content.decode()

    assert "Amara Nwachukwu" in here
    assert "Amara Nwachukwu" in there
    assert "Also at" in hers
    assert hers.index("Second Key") < hers.index("Also at") < hers.index("Loom and Ladder")


def test_my_page_says_where_i_work_and_what_waits(client, amara, loom):
    works_at(amara, factories.make_organisation("Second Key"), state="asked", decided_at=None)
    Contact.objects.filter(pk=amara.contact.pk).update(organisation=loom)
    client.force_login(amara)

    mine = client.get("/me/").content.decode()

    assert "/organisations/loom-and-ladder/left/" in mine
    assert "waits for a yes" in mine


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_those_who_ask_costs_the_same(client, denise, loom, django_assert_num_queries, rows):
    works_at(denise, loom)
    for n in range(rows):
        works_at(factories.make_member(f"Asker {n}"), loom, state="asked", decided_at=None)
        works_at(factories.make_member(f"Worker {n}"), loom, decided_by=denise)
    client.force_login(denise)

    with django_assert_num_queries(7):
        page = client.get(f"{PAGE}people/").content.decode()

    assert page.count("Asker") == rows


def at_once(*calls):
    """Run them in threads that begin together."""
    together = Barrier(len(calls))

    def run(call):
        try:
            together.wait()
            call()
        finally:
            connection.close()

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_one_wish_sent_many_times_at_once_is_one():
    amara, loom = factories.make_member(), factories.make_organisation()
    factories.make_member("Orla Fitzsimmons", roles=["admin"])

    at_once(*[lambda: ask_to_be_affiliated(amara, loom, at=timezone.now())] * 5)

    assert Affiliation.objects.count() == 1
    assert len(subjects("members.affiliation_asked")) == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_yes_and_a_no_at_once_the_first_stands():
    amara, orla = factories.make_member(), factories.make_member("Orla Fitzsimmons", roles=["admin"])
    tie = ask_to_be_affiliated(amara, factories.make_organisation(), at=timezone.now())

    def answer(yes):
        return lambda: decide_affiliation(Affiliation.objects.get(pk=tie.pk), yes=yes, by=orla, at=timezone.now())

    at_once(answer(True), answer(False))

    is_yes = Affiliation.objects.get().state == "confirmed"
    expected = "You are at Loom and Ladder" if is_yes else "Loom and Ladder could not confirm that you work there"
    assert subjects("members.affiliation_decided") == [(amara.email, expected)]
    assert (Contact.objects.get(pk=amara.contact.pk).organisation is not None) == is_yes
