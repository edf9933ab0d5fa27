"""Who reads which part of a profile, with a canary in each part."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from PIL import Image

from members.actions import set_photo
from members.models import Member, Part, Place, Profile, Topic
from tests import factories
from tests.conftest import pass_second_factor
from tests.kit.hostile import GPS, SCRIPT, exif, hostile_files, picture

CANARIES = {
    "organisation": "Canary Organisation",
    "does": "canary-does",
    "about": "canary-about",
    "cares_about": "Canary topic",
    "offers": "canary-offers",
    "asks": "canary-asks",
    "places": "Canary place",
    "languages": "canary-languages",
    "how_to_reach": "canary-reach",
    "photo": "/photo/",
}
ALSO = {"organisation": ["Housing"], "places": ["canary-patch"], "photo": ["canary-alt"]}
WORDS = {"does", "about", "offers", "asks", "languages", "how_to_reach"}


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def denise(denise):
    """With a canary in every part."""
    profile, contact = denise.profile, denise.contact
    for part in WORDS:
        setattr(profile, part, CANARIES[part])
    profile.patch, profile.photo_alt = "canary-patch", "canary-alt"
    profile.save()
    profile.cares_about.add(Topic.objects.create(slug="canary", name="Canary topic"))
    profile.places.add(Place.objects.create(slug="canary", name="Canary place", kind="district"))
    contact.organisation = factories.make_organisation("Canary Organisation", cloth="housing")
    contact.sector = factories.sector("housing")
    contact.save()
    set_photo(profile, {"small": picture("WEBP"), "large": picture("WEBP")})
    return denise


@pytest.fixture
def actors(denise, amara, kwame, orla, thandiwe, beatrix):
    """A browser for each kind of viewer; the suspended one with the session from before."""
    sid = factories.make_member("Sid Vane")
    found = {"visitor": Client(), "owner": Client(), "member": Client(), "suspended": Client()}
    for name, member in {"owner": denise, "member": amara, "suspended": sid}.items():
        found[name].force_login(member)
    for member in (kwame, orla, thandiwe, beatrix):
        client = found[member.roles[0]] = Client()
        client.force_login(member)
        pass_second_factor(client, member)
    Member.objects.filter(pk=sid.pk).update(is_active=False)
    return found


def choose(member, **fields):
    Profile.objects.filter(member=member).update(**fields)


def parts_seen(client, member):
    """Which canaries the person's page holds; None where there is no page."""
    answer = client.get(f"/people/{member.profile.uuid}/")
    if answer.status_code == 404:
        return None
    words = answer.content.decode().lower()
    seen = {part for part, canary in CANARIES.items() if canary.lower() in words}
    for part, canaries in ALSO.items():
        for canary in canaries:
            assert (canary.lower() in words) == (part in seen), (part, canary)
    return seen


def fetched(client, address):
    """The answer, read to its end, which closes the file behind it."""
    answer = client.get(address)
    assert b"".join(answer)
    return answer


ALL = set(CANARIES)
SIGNED_IN = ["member", "facilitator", "moderator", "admin", "safeguarding"]


def test_every_part_has_a_canary():
    assert {str(part) for part in Part} == ALL


def test_members_read_all_and_visitors_nothing_unless_it_was_chosen(actors, denise):
    seen = {name: parts_seen(client, denise) for name, client in actors.items()}

    assert seen == {"owner": ALL, "visitor": None, "suspended": None, **dict.fromkeys(SIGNED_IN, ALL)}


def test_a_page_in_public_shows_nothing_but_the_name_at_first(actors, denise):
    choose(denise, is_public=True)

    seen = {name: parts_seen(client, denise) for name, client in actors.items()}

    assert seen == {"owner": ALL, "visitor": set(), "suspended": set(), **dict.fromkeys(SIGNED_IN, ALL)}
    assert "Denise Applegarth" in actors["visitor"].get(f"/people/{denise.profile.uuid}/").content.decode()


@pytest.mark.parametrize("part", sorted(ALL))
def test_a_part_opened_to_everyone_is_all_that_visitors_read(actors, denise, part):
    choose(denise, is_public=True, public_parts=[part])

    seen = {name: parts_seen(client, denise) for name, client in actors.items()}

    assert seen == {"owner": ALL, "visitor": {part}, "suspended": {part}, **dict.fromkeys(SIGNED_IN, ALL)}


def test_parts_opened_without_a_page_in_public_stay_with_members(actors, denise):
    choose(denise, public_parts=sorted(ALL))

    assert parts_seen(actors["visitor"], denise) is None
    assert parts_seen(actors["member"], denise) == ALL


def test_a_member_reads_no_more_than_visitors_of_someone_members_cannot_find(actors, denise):
    choose(denise, is_findable=False, is_public=True, public_parts=["does"])

    seen = {name: parts_seen(client, denise) for name, client in actors.items()}

    assert seen == {
        "owner": ALL,
        "visitor": {"does"},
        "suspended": {"does"},
        **{actor: {"does"} for actor in SIGNED_IN},
    }


def test_a_suspended_person_has_no_page_and_hands_out_nothing(actors, denise, amara):
    choose(denise, is_public=True, public_parts=sorted(ALL))
    Member.objects.filter(pk=denise.pk).update(is_active=False)
    row = Profile.objects.get(member=denise)

    seen = {name: parts_seen(client, denise) for name, client in actors.items()}

    assert seen == dict.fromkeys(seen)
    assert row.parts_for(amara) == row.parts_for(AnonymousUser()) == frozenset()


def test_the_photo_is_sent_to_whoever_may_see_it_and_to_nobody_else(actors, denise):
    profile = Profile.objects.get(member=denise)
    address = f"/people/{profile.uuid}/photo/{profile.photo}/small/"

    def statuses():
        return {name: fetched(client, address).status_code for name, client in actors.items()}

    closed = statuses()
    choose(denise, is_public=True, public_parts=["does"])
    page_without_photo = statuses()
    choose(denise, is_public=True, public_parts=["photo"])
    opened, served, to_member = statuses(), fetched(actors["visitor"], address), fetched(actors["member"], address)
    choose(denise, photo=uuid4())

    assert closed == {"owner": 200, "visitor": 404, "suspended": 404, **dict.fromkeys(SIGNED_IN, 200)}
    assert page_without_photo == closed
    assert set(opened.values()) == {200}
    assert served["Content-Type"] == "image/webp"
    assert served["X-Content-Type-Options"] == "nosniff"
    assert served["Content-Disposition"].startswith("attachment")
    assert "script-src 'none'" in served["Content-Security-Policy"]
    assert served["Cache-Control"] == "public, max-age=60"
    assert "no-store" in to_member["Cache-Control"]
    assert set(statuses().values()) == {404}
    assert actors["owner"].get(address.replace("small", "original")).status_code == 404


def test_the_owner_can_look_with_the_eyes_of_a_visitor(actors, denise):
    choose(denise, is_public=True, public_parts=["offers"])

    as_visitor = actors["owner"].get(f"/people/{denise.profile.uuid}/?as=everyone").content.decode()
    as_other = actors["member"].get(f"/people/{denise.profile.uuid}/?as=everyone").content.decode()

    assert "This is how visitors see you." in as_visitor
    assert "canary-offers" in as_visitor
    assert "Canary-does" not in as_visitor
    assert "Canary-does" in as_other


def test_the_database_knows_the_parts(denise):
    with pytest.raises(IntegrityError, match="public_parts_are_known"):
        choose(denise, public_parts=["email"])


def fill_in(**fields):
    return {"name": "Denise Apple", "organisation": "", **fields}


def test_a_member_opens_parts_to_everyone(actors, denise):
    typed = fill_in(is_findable="on", is_public="on", offers="a van", everyone_offers="on", everyone_photo="on")
    typed["photo_alt"] = "canary-alt"

    answer = actors["owner"].post("/me/profile/", typed, follow=True)
    page = actors["owner"].get("/me/profile/").content.decode()

    profile = Profile.objects.get(member=denise)
    assert profile.public_parts == ["offers", "photo"]
    assert "See your page as visitors see it" in answer.content.decode()
    assert parts_seen(actors["visitor"], denise) == {"photo"}
    assert re.findall(r'name="(everyone_\w+)"[^>]* checked', page) == ["everyone_photo", "everyone_offers"]


def test_where_someone_comes_from_is_a_listed_organisation_or_what_they_typed(actors, denise):
    actors["owner"].post("/me/profile/", fill_in(organisation="canary  ORGANISATION"))
    denise.contact.refresh_from_db()
    listed = (denise.contact.organisation.name, denise.contact.organisation_typed, denise.contact.sector.slug)
    actors["owner"].post("/me/profile/", fill_in(organisation="Canal Street Kitchen"))
    denise.contact.refresh_from_db()

    assert listed == ("Canary Organisation", "", "housing")
    assert (denise.contact.organisation, denise.contact.organisation_typed) == (None, "Canal Street Kitchen")


def photo(data=None, name="me.jpg"):
    return SimpleUploadedFile(name, data or picture(exif=exif()), "image/jpeg")


def test_a_photo_is_written_anew_and_the_old_one_is_deleted(
    actors, denise, tmp_path, django_capture_on_commit_callbacks
):
    first = Profile.objects.get(member=denise).photo
    with django_capture_on_commit_callbacks(execute=True):
        actors["owner"].post("/me/profile/", fill_in(photo=photo(), photo_alt="Me with a kettle"))
    second = Profile.objects.get(member=denise)
    kept = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*"))
    bytes_kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*.webp"))
    with django_capture_on_commit_callbacks(execute=True):
        actors["owner"].post("/me/profile/", fill_in(remove_photo="on"))

    gone = Profile.objects.get(member=denise)
    assert second.photo not in (None, first)
    assert second.photo
    assert kept == [f"people/{second.photo.hex}/{size}.webp" for size in ("large", "small")]
    assert GPS not in bytes_kept
    assert Image.open(BytesIO(bytes_kept)).format == "WEBP"
    assert second.photo_alt == "Me with a kettle"
    assert (gone.photo, gone.photo_alt) == (None, "")
    assert list(tmp_path.rglob("*.*")) == []


@pytest.mark.parametrize("n", range(0, 70, 3))
def test_a_hostile_photo_leaves_nothing_and_the_form_keeps_what_was_typed(actors, denise, tmp_path, n):
    name, data, comes_out = hostile_files()[n]
    before = Profile.objects.get(member=denise).photo
    client = actors["owner"]

    page = client.post("/me/profile/", fill_in(offers="a van with a tail lift", photo=photo(data or b"", name)))

    after = Profile.objects.get(member=denise)
    served = client.get(f"/people/{after.uuid}/photo/{after.photo}/large/")
    body = b"".join(served.streaming_content)
    assert served["Content-Type"] == "image/webp"
    assert SCRIPT not in body
    assert GPS not in body
    if comes_out or not data:
        assert page.status_code == 302
        return
    words = page.content.decode()
    assert "a van with a tail lift" in words
    assert ("Choose a photo" in words) or ("That photo did not arrive whole" in words)
    assert after.photo == before
    assert len(list(tmp_path.rglob("*.webp"))) == 2


def test_ones_own_page_says_how_to_reach_you(client, amara):
    amara.profile.how_to_reach = "Ring me."
    amara.profile.save()
    client.force_login(amara)

    page = client.get("/me/").content.decode()

    assert ("How to reach you" in page, "How to reach them" in page) == (True, False)
