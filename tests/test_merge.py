"""Two organisations, places, topics or kinds become one, and nothing that pointed at them is lost."""

from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from collab import merge
from collab.kit.moves import KeyMove, pointers
from collab.reporting import put_back, take_down
from commons.models import AuditEntry, OldAddress, Takedown, Wrong
from events.models import Venue
from members.models import (
    Affiliation,
    ApprovedDomain,
    Contact,
    OldSlug,
    Organisation,
    OrganisationKind,
    Place,
    Topic,
)
from tests import factories
from words.models import Lead


def place(slug, parent=None):
    return Place.objects.create(slug=slug, name=slug.title(), kind="district", parent=parent)


def topic(slug):
    return Topic.objects.create(slug=slug, name=slug.title())


def confirmed(contact, organisation, **fields):
    at = timezone.now()
    fields = {"asked_at": at, "decided_at": at, "state": "confirmed", **fields}
    return Affiliation.objects.create(contact=contact, organisation=organisation, **fields)


@pytest.fixture
def twins(db):
    return factories.make_organisation("Second Key Ltd"), factories.make_organisation("Second Key")


@pytest.mark.parametrize("model", [Organisation, Place, Topic])
def test_every_key_of_the_project_is_moved_by_some_app(model):
    moved = {(move.model, move.field) for move in merge.moves_of(model) if isinstance(move, KeyMove)}

    assert moved == pointers(model)


def test_what_no_app_moves_stops_the_merge(twins, orla, monkeypatch):
    old, new = twins
    factories.make_contact(organisation=old)
    monkeypatch.setattr(merge, "ASKED", ())

    with pytest.raises(merge.StillPointsThere, match="Contact"):
        merge.merge(old, new, by=orla)

    assert Organisation.objects.count() == 2
    assert OldAddress.objects.count() == 0


def test_all_that_belonged_to_one_belongs_to_the_other(twins, amara, denise, orla):
    old, new = twins
    both, only = place("both"), place("only")
    old.places.set([both, only]), new.places.set([both])
    Contact.objects.filter(pk=amara.contact.pk).update(organisation=old)
    confirmed(amara.contact, old)
    ApprovedDomain.objects.create(organisation=old, domain="second.example")
    series = factories.make_series(organisation=old)
    stories = factories.make_story("One"), factories.make_story("Two")
    stories[0].organisations.add(old), stories[1].organisations.add(old, new)

    counts = {str(label): many for label, many in merge.preview(old, new).counts}
    merge.merge(old, new, by=orla)

    assert counts == {
        "people": 1,
        "people who said that they work there": 1,
        "email domains": 1,
        "places where it works": 2,
        "stories": 2,
        "events that come back": 1,
    }
    assert list(Organisation.objects.all()) == [new]
    assert set(new.places.all()) == {both, only}
    assert Contact.objects.get(pk=amara.contact.pk).organisation == new
    assert Affiliation.objects.get().organisation == new
    assert ApprovedDomain.objects.get().organisation == new
    assert type(series).objects.get().organisation == new
    assert [list(story.organisations.all()) for story in stories] == [[new], [new]]


def test_what_one_does_not_say_the_other_fills_in(twins, orla):
    old, new = twins
    Organisation.objects.filter(pk=old.pk).update(
        about="Homes that last.", org_id="GB-CHC-1234567", kind="charity", website="https://old.example"
    )
    Organisation.objects.filter(pk=new.pk).update(website="https://new.example")
    old.refresh_from_db()
    new.refresh_from_db()

    shown = merge.preview(old, new)
    merge.merge(old, new, by=orla)

    new.refresh_from_db()
    assert ("what it does", "Homes that last.") in shown.filled
    assert shown.lost == [("the website", "https://new.example", "https://old.example")]
    assert (new.about, new.org_id, new.website) == ("Homes that last.", "GB-CHC-1234567", "https://new.example")


def test_what_was_told_of_one_is_told_of_the_other(client, sign_in, twins, orla):
    old, new = twins
    other = factories.make_organisation("Third Key")
    reports = [factories.make_report(row, kind="organisation") for row in (old, other)]
    risk = factories.make_risk_report(old, kind="organisation")
    story = factories.make_story()
    elsewhere = factories.make_takedown(story)

    counts = merge.preview(old, new).counts
    merge.merge(old, new, by=orla)
    sign_in(orla)
    page = client.get(f"/run/reports/{reports[0].uuid}/").content.decode()

    for row in (*reports, risk, elsewhere):
        row.refresh_from_db()
    assert [row.target for row in reports] == [new.uuid, other.uuid]
    assert (risk.target, elsewhere.target) == (new.uuid, story.uuid)
    assert new.name in page
    # How many told us of a risk is a lead's to know.
    assert counts == []
    assert AuditEntry.objects.get(action="members.organisation_merged").facts["moved"] == 0


def test_words_that_were_taken_down_come_back_where_they_went(twins, orla):
    old, new = twins
    Organisation.objects.filter(pk=old.pk).update(about="Homes that last.")
    takedown = take_down("organisation", old.uuid, wrong=Wrong.UNKIND, by=orla, at=timezone.now())

    merge.merge(old, new, by=orla)
    done = put_back(takedown, by=orla, at=timezone.now())

    new.refresh_from_db()
    assert (done, new.about) == (True, "Homes that last.")


def test_a_merge_puts_no_words_where_some_were_taken_down(twins, orla):
    old, new = twins
    Organisation.objects.update(about="Ours.")
    takedown = take_down("organisation", new.uuid, wrong=Wrong.UNKIND, by=orla, at=timezone.now())
    Organisation.objects.filter(pk=old.pk).update(about="Theirs.")
    old.refresh_from_db()
    new.refresh_from_db()

    shown = merge.preview(old, new)
    merge.merge(old, new, by=orla)
    down = Organisation.objects.get().about
    put_back(takedown, by=orla, at=timezone.now())

    assert shown.filled == []
    assert ("what it does", "", "Theirs.") in shown.lost
    assert (down, Organisation.objects.get().about) == ("", "Ours.")


@pytest.mark.parametrize("theirs", ["shown", "down too"])
def test_two_of_which_one_or_both_were_taken_down_can_be_merged(twins, orla, theirs):
    old, new = twins
    Organisation.objects.update(about="Words.")
    take_down("organisation", old.uuid, wrong=Wrong.UNKIND, by=orla, at=timezone.now())
    if theirs == "down too":
        take_down("organisation", new.uuid, wrong=Wrong.UNKIND, by=orla, at=timezone.now())

    merge.merge(old, new, by=orla)

    standing = Takedown.objects.filter(target=new.uuid, put_back_at=None).count()
    assert standing == (1 if theirs == "down too" else 0)
    assert Organisation.objects.get().about == ("" if theirs == "down too" else "Words.")


@pytest.mark.parametrize(("theirs", "ours", "kept"), [("confirmed", "asked", 0), ("asked", "confirmed", 1)])
def test_who_has_a_tie_to_both_keeps_the_stronger(twins, amara, orla, theirs, ours, kept):
    old, new = twins
    asked = {"state": "asked", "decided_at": None}
    ties = [
        confirmed(amara.contact, row, **(asked if state == "asked" else {}))
        for row, state in ((old, theirs), (new, ours))
    ]

    merge.merge(old, new, by=orla)

    assert list(Affiliation.objects.values_list("pk", "organisation")) == [(ties[kept].pk, new.pk)]


def test_old_addresses_lead_to_the_last_one_for_ever(client, orla, db):
    first, second, third = (factories.make_organisation(f"Key {n}") for n in range(3))

    merge.merge(first, second, by=orla)
    merge.merge(second, third, by=orla)

    for slug in ("key-0", "key-1"):
        answer = client.get(f"/organisations/{slug}/")
        assert (answer.status_code, answer.url) == (301, "/organisations/key-2/")


def test_an_address_that_redirects_is_never_given_again(client, amara, orla, twins):
    old, new = twins
    merge.merge(old, new, by=orla)
    client.force_login(amara)

    client.post("/organisations/new/", {"name": "Second Key Ltd", "sector": new.sector.pk, "is_another": "on"})

    assert sorted(Organisation.objects.values_list("slug", flat=True)) == ["second-key", "second-key-ltd-2"]


def test_merging_twice_is_merging_once(twins, orla):
    old, new = twins

    assert [merge.merge(old, new, by=orla), merge.merge(old, new, by=orla), merge.merge(new, new, by=orla)] == [
        True,
        False,
        False,
    ]
    assert AuditEntry.objects.filter(action="members.organisation_merged").count() == 1


def test_the_log_says_who_and_what_by_ids_alone(twins, orla):
    old, new = twins
    merge.merge(old, new, by=orla)

    entry = AuditEntry.objects.get(action="members.organisation_merged")
    assert (entry.actor, entry.target) == (orla.uuid, new.uuid)
    assert entry.facts == {"was": str(old.uuid), "now": new.pk, "moved": 0}


def test_places_are_made_one_with_all_that_lies_in_them(orla, amara, db):
    county, old, new = place("county"), place("old"), place("new")
    inner = place("inner", parent=old)
    hall = Venue.objects.create(name="Hall", address="1 Mill Lane", place=old)
    story = factories.make_story(place=old)
    amara.profile.places.add(old, new)
    Place.objects.filter(pk=new.pk).update(parent=county)
    new.refresh_from_db()

    merge.merge(old, new, by=orla)

    for row in (inner, hall, story):
        row.refresh_from_db()
    assert inner.path == [county.pk, new.pk, inner.pk]
    assert (hall.place, story.place) == (new, new)
    assert list(amara.profile.places.all()) == [new]
    assert OldSlug.objects.get(slug="old").place == new


def test_a_place_takes_the_place_of_the_one_it_lies_in(orla, db):
    top = place("top")
    old = place("old", parent=top)
    between = place("between", parent=old)
    new = place("new", parent=between)

    merge.merge(old, new, by=orla)

    new.refresh_from_db()
    between.refresh_from_db()
    assert new.path == [top.pk, new.pk]
    assert between.path == [top.pk, new.pk, between.pk]


def test_an_old_word_in_an_address_finds_what_it_became(client, orla, db):
    old, new, last = topic("damp"), topic("mould"), topic("homes")
    gone, stays = place("hoppers"), place("hopyard")
    story = factories.make_story("A dry wall", place=stays)
    story.topics.add(old)
    factories.make_story("Tea in the shelter")
    merge.merge(old, new, by=orla), merge.merge(new, last, by=orla), merge.merge(gone, stays, by=orla)

    pages = [client.get("/stories/", query) for query in ({"topic": "damp"}, {"topic": "mould"}, {"place": "hoppers"})]

    read = [page.content.decode() for page in pages]
    assert [("A dry wall" in page, "Tea in the shelter" in page) for page in read] == [(True, False)] * 3


def test_plain_words_lead_to_what_a_topic_became(orla, db):
    old, new = topic("damp"), topic("mould")
    for plain, to in (("wet walls", old), ("black spots", old), ("black spots", new)):
        Lead.objects.create(plain=plain, topic=to)

    merge.merge(old, new, by=orla)

    assert sorted(Lead.objects.values_list("plain", "topic")) == [("black spots", new.pk), ("wet walls", new.pk)]


def test_kinds_are_made_one_in_the_words_that_organisations_hold(orla, db):
    old, _ = OrganisationKind.objects.get_or_create(slug="shed", defaults={"name": "shed"})
    new, _ = OrganisationKind.objects.get_or_create(slug="mens-shed", defaults={"name": "men’s shed"})
    row = factories.make_organisation(kind="shed")

    merge.merge(old, new, by=orla)

    row.refresh_from_db()
    assert row.kind == "men’s shed"
    assert not OrganisationKind.objects.filter(slug="shed").exists()


def test_only_what_nothing_uses_is_deleted(orla, db):
    used, unused, holds = place("used"), place("unused"), place("holds")
    place("inside", parent=holds)
    factories.make_organisation().places.add(used)

    said = {row.slug: merge.delete_unused(row, by=orla) for row in (used, unused, holds)}

    assert said == {"used": False, "unused": True, "holds": False}


def test_names_that_differ_in_small_words_are_suggested(twins, db):
    factories.make_organisation("Another Thing")
    factories.make_organisation("Key")

    assert [{row.name for row in group} for group in merge.likely_same()] == [{"Second Key", "Second Key Ltd"}]


@pytest.mark.django_db(transaction=True)
def test_two_organisers_merge_the_same_pair_both_ways_and_one_stays():
    orla = factories.make_member("Orla Fitzsimmons", roles=["admin"])
    one, other = factories.make_organisation("Second Key"), factories.make_organisation("Second Key Ltd")
    factories.make_contact(organisation=one), factories.make_contact("Jo", organisation=other)
    said = []

    def make_one(old, new):
        try:
            said.append(merge.merge(old, new, by=orla))
        finally:
            connection.close()

    threads = [Thread(target=make_one, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == [False, True]
    assert Organisation.objects.count() == 1
    assert Contact.objects.filter(organisation=Organisation.objects.get()).count() == 2
