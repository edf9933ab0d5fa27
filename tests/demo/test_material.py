"""The demo's data files hold together before anything is loaded."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

DEMO = Path(__file__).resolve().parents[2] / "collab" / "demo"
PARTS = ("who_was_there", "what_was_wrong", "what_we_did", "what_changed", "what_we_would_tell")
BOXES = {"leadership", "practice", "conditions", "workforce"}
NAMING = {"name_role_org", "role_sector", "place_only", "made_up", "none"}
FINISHED = {"kept", "partly", "changed", "let-go"}
AMERICAN = re.compile(r"organiz|neighbor|\bcolor|favorite|\bcenter\b|behavior|recogniz|\bprogram\b", re.I)


def read(name):
    return tomllib.loads((DEMO / name).read_text(encoding="utf-8"))


NETWORK = read("network.toml")
PEOPLE = {person["id"]: person for person in read("people.toml")["person"]}
PLEDGES = read("pledges.toml")["pledge"]
EVENTS = read("events.toml")
STORIES = {path.stem: read(f"stories/{path.name}") for path in sorted((DEMO / "stories").glob("*.toml"))}
SECTORS = {sector["slug"] for sector in NETWORK["sector"]}
PLACES = {place["slug"]: place for place in NETWORK["place"]}
TOPICS = {topic["slug"] for topic in NETWORK["topic"]}
ORGANISATIONS = {organisation["slug"]: organisation for organisation in NETWORK["organisation"]}
TRUE = [story for story in STORIES.values() if not story["invented"]]
OURS = [story for story in STORIES.values() if story["invented"]]


def body(story):
    return "\n".join(story[part] for part in PARTS)


def all_text(story):
    rows = [line["text"] for line in story["took"]] + [quote["words"] for quote in story["quotes"]]
    return "\n".join([story["title"], story["standfirst"], body(story), *rows])


@pytest.fixture(params=list(STORIES.values()), ids=list(STORIES))
def story(request):
    return request.param


def test_everything_is_there():
    states = Counter(story["state"] for story in STORIES.values())
    assert len(PEOPLE) == 60
    assert len(PLEDGES) == 36
    assert len(ORGANISATIONS) == 25
    assert len(SECTORS) == 10
    assert states == {"published": 12, "waiting": 1, "returned": 1}
    assert len(TRUE) == 8
    assert len(EVENTS["past"]) == 12
    assert len(EVENTS["coming"]) == 6
    assert len(EVENTS["venue"]) == 4


def test_sectors_wear_their_own_cloth_in_order():
    assert [sector["order"] for sector in NETWORK["sector"]] == list(range(1, 11))
    assert len({sector["cloth"] for sector in NETWORK["sector"]}) == 10


def test_places_lie_inside_places_that_come_first():
    seen = {""}
    for place in NETWORK["place"]:
        assert place["parent"] in seen
        assert place["kind"] in {"county", "district", "neighbourhood"}
        seen.add(place["slug"])


@pytest.mark.parametrize("organisation", ORGANISATIONS.values(), ids=ORGANISATIONS)
def test_an_organisation_points_at_rows(organisation):
    assert organisation["sector"] in SECTORS
    assert organisation["places"]
    assert set(organisation["places"]) <= PLACES.keys()
    assert organisation["about"].endswith(".")


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
def test_a_person_points_at_rows(person):
    organisation = ORGANISATIONS.get(person["organisation"])
    assert organisation or person["organisation"] == ""
    assert organisation is None or organisation["sector"] == person["sector"]
    assert person["sector"] in SECTORS
    assert PLACES[person["place"]]["kind"] == "neighbourhood"
    assert len(person["topics"]) in {2, 3}
    assert set(person["topics"]) <= TOPICS
    assert person["email"].endswith("@westmere.example")
    assert person["about"].startswith(("I ", "My "))


def test_people_are_told_apart_and_not_named_after_real_ones():
    assert len({person["email"] for person in PEOPLE.values()}) == 60
    words = {word for person in PEOPLE.values() for word in person["name"].split()}
    assert not words & {"Sam", "Jim", "Mo"}
    text = "\n".join(all_text(story) for story in OURS)
    assert not re.search(r"\b(Sam|Jim|Mo)\b", text)


def test_roles_and_who_can_be_found():
    roles = {key: set(person["roles"]) for key, person in PEOPLE.items() if person["roles"]}
    assert roles == {
        "P01": {"safeguarding"},
        "P34": {"facilitator", "admin"},
        "P35": {"facilitator"},
        "P36": {"moderator"},
        "P37": {"admin"},
        "P38": {"moderator"},
    }
    assert {key for key, person in PEOPLE.items() if not person["findable"]} == {"P53", "P55"}
    assert {key for key, person in PEOPLE.items() if person["sign_in"]} >= {"P28", "P34", "P35", "P36", "P50"}


@pytest.mark.parametrize("pledge", PLEDGES, ids=[pledge["id"] for pledge in PLEDGES])
def test_a_pledge_points_at_rows(pledge):
    assert pledge["person"] in PEOPLE
    assert pledge["partner_person"] in PEOPLE.keys() | {""}
    assert pledge["partner_person"] != pledge["person"]
    assert pledge["story"] in STORIES.keys() | {""}
    assert pledge["act"][0].islower()
    assert not pledge["act"].endswith(".")
    assert pledge["visibility"] in {"public", "members", "partner"}
    assert bool(pledge["stuck_reason"]) == (pledge["state"] == "stuck")
    assert bool(pledge["note"]) == (pledge["state"] in FINISHED)
    assert bool(pledge["reworded"]) == (pledge["state"] == "changed")


def test_pledges_were_made_when_people_met():
    met = Counter(pledge["made_at_meeting"] for pledge in PLEDGES if pledge["state"] in FINISHED)
    assert met == {1: 8, 2: 3, 3: 2, 4: 3, 5: 1, 7: 1, 8: 1, 9: 2, 10: 1}
    assert {pledge["made_at_meeting"] for pledge in PLEDGES if pledge["state"] not in FINISHED} == {11, 12}
    states = Counter(pledge["state"] for pledge in PLEDGES)
    assert states == {"kept": 14, "going": 8, "partly": 4, "stuck": 3, "due": 3, "changed": 2, "let-go": 2}


def test_the_dates_add_up():
    assert set(EVENTS["series"]["hosts"]) <= PEOPLE.keys()
    assert EVENTS["series"]["host_org"] in ORGANISATIONS
    assert {venue["place"] for venue in EVENTS["venue"]} <= PLACES.keys()
    for past in EVENTS["past"]:
        assert past["members_came"] <= past["came"] <= past["booked"] <= EVENTS["series"]["capacity"]
        assert past["first_timers"] <= past["came"]
    assert [bool(past["cancelled"]) for past in EVENTS["past"]].index(True) == 5
    assert EVENTS["coming"][0]["booked"] == 66
    assert [date["venue"] for date in EVENTS["past"] + EVENTS["coming"]] == [(turn + 2) % 4 for turn in range(18)]


def test_the_plan_names_people():
    rows = EVENTS["plan"] + [row for past in EVENTS["past"] for row in past.get("plan", [])]
    assert {row["who"] for row in rows} <= PEOPLE.keys()
    assert all(row["minutes"] > 0 and re.fullmatch(r"\d\d:\d\d", row["time"]) for row in rows)


def test_a_plan_fills_the_evening():
    for plan in [EVENTS["plan"], *(past["plan"] for past in EVENTS["past"] if "plan" in past)]:
        minute = 17 * 60 + 30
        for row in plan:
            assert row["time"] == f"{minute // 60:02}:{minute % 60:02}"
            minute += row["minutes"]
        assert minute == 19 * 60


def test_a_story_points_at_rows(story):
    sectors = {story["lead_sector"], *story["sectors"]} | {line["sector"] for line in story["took"]}
    assert STORIES[story["slug"]] is story
    assert story["place"] in PLACES
    assert sectors <= SECTORS
    assert set(story["topics"]) <= TOPICS
    assert set(story["boxes"]) <= BOXES
    assert set(story["tellers"]) <= PEOPLE.keys()
    for quote in story["quotes"]:
        assert quote["naming"] in NAMING
        assert quote["after"] in PARTS
        assert quote["person"] in PEOPLE.keys() | {""}
    for person in story["people"]:
        assert person.get("person") in PEOPLE or person["name"]


def test_a_story_is_short_and_plain(story):
    assert len(story["standfirst"].split()) <= 25
    assert 200 <= len(body(story).split()) <= 700
    sentences = re.split(r"(?<=[.?])\s+", body(story))
    assert max(len(sentence.split()) for sentence in sentences) <= 30
    assert "!" not in all_text(story)
    for word in story["words_explained"]:
        assert word["word"].lower() in body(story).lower()
        assert len(word["meaning"].split()) <= 25


@pytest.mark.parametrize("story", TRUE, ids=[story["slug"] for story in TRUE])
def test_a_true_case_rests_on_its_source_alone(story):
    assert story["kind"] == "elsewhere"
    assert story["source"]["title"]
    assert story["source"]["publisher"]
    assert story["found_by"] == "P36"
    assert story["why_chosen"]
    assert story["people"] == story["quotes"] == story["tellers"] == []


@pytest.mark.parametrize("story", OURS, ids=[story["slug"] for story in OURS])
def test_an_invented_story_has_tellers_and_no_source(story):
    assert story["kind"] == "ours"
    assert story["tellers"]
    assert "source" not in story


def test_members_tell_four_stories_across_sectors():
    published = [story for story in OURS if story["state"] == "published"]
    namings = {quote["naming"] for story in published for quote in story["quotes"]}
    assert len(published) == 4
    assert namings >= {"name_role_org", "role_sector", "place_only", "made_up"}
    for story in published:
        assert len({PEOPLE[teller]["sector"] for teller in story["tellers"]}) >= 2
        assert any(pledge["story"] == story["slug"] for pledge in PLEDGES)
        assert 350 <= len(body(story).split()) <= 550


def test_a_made_up_name_is_not_the_name_of_a_member():
    first_names = {person["name"].split()[0] for person in PEOPLE.values()}
    for story in OURS:
        assert not {person["name"] for person in story["people"] if "name" in person} & first_names


def test_a_picture_is_there_small_and_described():
    pictures = {story["picture"]: story for story in STORIES.values() if story["picture"]}
    assert len(pictures) == 4
    for name, story in pictures.items():
        path = DEMO / "pictures" / name
        with Image.open(path) as picture:
            assert picture.size == (1200, 800)
        assert path.stat().st_size <= 60_000
        assert story["picture_alt"].endswith(".")
        assert story["picture_credit"]


def test_the_spelling_is_british():
    for path in DEMO.rglob("*.toml"):
        assert not AMERICAN.search(path.read_text(encoding="utf-8")), path.name
