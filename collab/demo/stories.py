"""True cases retold with their source named, and a few invented stories with people, quotes and consent."""

from datetime import timedelta

from django.core.files import File
from django.core.files.storage import default_storage

from collab.demo.consents import agreements
from collab.demo.loading import FOLDER, Data, Loading, read
from members.models import Contact, Member
from stories.models import Byline, Consent, Decision, Finding, PersonInStory, Quote, Story, StoryWords
from stories.models.findings import found
from stories.models.moderation import Reason
from stories.models.stories import ANSWERS

# Who found the true cases does not check them as well.
FINDER, OTHER_CHECKER = "P36", "P38"
STATES = {
    "published": Story.State.PUBLISHED,
    "waiting": Story.State.SUBMITTED,
    "returned": Story.State.CHANGES_ASKED,
}
NAMING = {
    "name_role_org": "name-role-organisation",
    "role_sector": "role-sector",
    "place_only": "place",
    "made_up": "made-up",
    "none": "none",
}


def load_stories(loading: Loading) -> None:
    """One story a file, in the order of their names."""
    rows = [read(f"stories/{path.name}") for path in sorted((FOLDER / "stories").glob("*.toml"))]
    made = Story.objects.bulk_create([story(loading, row) for row in rows])
    loading.stories = {row.slug: row for row in made}
    tie(loading, rows)
    Byline.objects.bulk_create([line for row in rows for line in byline(loading, row)])
    PersonInStory.objects.bulk_create([person for row in rows for person in people(loading, row)])
    Decision.objects.bulk_create([decision for row in rows for decision in decisions(loading, row)])
    for row in rows:
        Quote.objects.bulk_create(quotes(loading, row))
    Consent.objects.bulk_create([consent for row in rows for consent in agreements(loading, row)])
    StoryWords.objects.index()
    Finding.objects.bulk_create([one for story in made if story.is_waiting for one in found_in(loading, story)])


def found_in(loading: Loading, story: Story) -> list[Finding]:
    """What its checker clears one by one."""
    rows = sorted(found(story))
    return [
        Finding(uuid=loading.uuid(), story=story, kind=kind, text=text, found_at=loading.now) for kind, text in rows
    ]


def story(loading: Loading, row: Data) -> Story:
    """One story in its state, not saved."""
    told = Story(uuid=loading.uuid(), slug=row["slug"], title=row["title"], standfirst=row["standfirst"])
    told.kind, told.is_invented, told.state = row["kind"], row["invented"], STATES[row["state"]]
    for name in ANSWERS:
        setattr(told, name, row[name].strip())
    told.took, told.words_explained = row["took"], row["words_explained"]
    told.boxes, told.made_possible, told.why_chosen = row["boxes"], row["made_possible"], row["why_chosen"]
    told.content_note, told.place_text, told.when_text = row["content_note"], row["place_text"], row["when_text"]
    told.place = loading.places[row["place"]]
    told.lead_sector = loading.sectors[row["lead_sector"]]
    told.teller = teller(loading, row)
    told.submitted_at = loading.now - timedelta(days=row["date_days_ago"] + 2)
    if told.state == Story.State.PUBLISHED:
        told.published_at = loading.now - timedelta(days=row["date_days_ago"])
        told.moderated_version, told.moderated_by = told.version, checker(loading, row)
    add_picture(told, row)
    return told


def teller(loading: Loading, row: Data) -> Contact | None:
    """The first of those who tell it, or who found it elsewhere."""
    return loading.contact((row["tellers"] or [row["found_by"]])[0])


def checker(loading: Loading, row: Data) -> Member:
    """Somebody other than who found it."""
    return loading.people[OTHER_CHECKER if row["found_by"] == FINDER else FINDER]


def add_picture(told: Story, row: Data) -> None:
    """Copy its picture to where uploads stand, once."""
    path, name = FOLDER / "pictures" / row["picture"], f"stories/{row['picture']}"
    if not path.is_file():
        return
    if not default_storage.exists(name):
        with path.open("rb") as file:
            default_storage.save(name, File(file))
    told.picture = name
    told.picture_alt, told.picture_credit = row["picture_alt"], row["picture_credit"]
    told.picture_focus_x, told.picture_focus_y = (int(part) for part in row["picture_focus"].split())


def tie(loading: Loading, rows: list[Data]) -> None:
    """Each story's sectors, topics and organisations."""
    ids = {row["slug"]: loading.stories[row["slug"]].pk for row in rows}
    sectors, topics, places = Story.sectors.through, Story.topics.through, Story.organisations.through
    sectors.objects.bulk_create(
        sectors(story_id=ids[row["slug"]], sector=loading.sectors[slug]) for row in rows for slug in row["sectors"]
    )
    topics.objects.bulk_create(
        topics(story_id=ids[row["slug"]], topic=loading.topics[slug]) for row in rows for slug in row["topics"]
    )
    tied = {
        (ids[row["slug"]], theirs.organisation_id)
        for row in rows
        for person in row["tellers"]
        if (theirs := loading.people[person].contact).organisation_id
    }
    places.objects.bulk_create(places(story_id=one, organisation_id=other) for one, other in sorted(tied))


def byline(loading: Loading, row: Data) -> list[Byline]:
    """The tellers as they are shown; a true case from elsewhere has its source instead."""
    lines = []
    for order, person in enumerate(row["tellers"]):
        theirs = loading.people[person].contact
        told = Byline(story=loading.stories[row["slug"]], shown_as=theirs.name, sector=theirs.sector, order=order)
        told.detail = theirs.organisation_name
        lines.append(told)
    return lines


def people(loading: Loading, row: Data) -> list[PersonInStory]:
    """Who could be recognised, and what was settled; before a check somebody may still be open."""
    found = []
    for order, one in enumerate(row["people"]):
        named = one["named"]
        person = PersonInStory(story=loading.stories[row["slug"]], order=order, is_shown=named)
        person.uuid = loading.uuid()
        theirs = loading.contact(one.get("person", ""))
        person.shown_as = one.get("name") or (theirs.name if theirs else "")
        person.detail = ", ".join(part for part in (one["role"].capitalize(), one["org_text"]) if part)
        person.sector = loading.sectors[one["sector"]]
        if named:
            person.settled = PersonInStory.Settled.AGREED
        elif row["state"] == "published":
            person.settled = PersonInStory.Settled.DISGUISED
        found.append(person)
    return found


def decisions(loading: Loading, row: Data) -> list[Decision]:
    """What happened to it, step by step."""
    told = loading.stories[row["slug"]]
    sender = teller(loading, row)
    by = next((person for person in loading.people.values() if person.contact == sender), None)
    steps = [Decision(story=told, outcome=Decision.Outcome.SENT, by=by, at=told.submitted_at or loading.now)]
    if told.published_at is not None:
        checked = Decision(story=told, outcome=Decision.Outcome.PUBLISHED, by=told.moderated_by)
        checked.at = told.published_at
        steps.append(checked)
    if back := row.get("returned"):
        at = loading.now - timedelta(days=row["date_days_ago"])
        step = Decision(story=told, outcome=Decision.Outcome.RETURNED, by=loading.people[back["by"]], at=at)
        step.reason, step.sentence = list(Reason)[back["house_rule"] - 1], back["sentence"]
        steps.append(step)
    for step in steps:
        step.uuid, step.version = loading.uuid(), told.version
    return steps


def quotes(loading: Loading, row: Data) -> list[Quote]:
    """Words somebody said, named as they wished."""
    said = []
    for order, one in enumerate(row["quotes"]):
        quote = Quote(story=loading.stories[row["slug"]], uuid=loading.uuid(), words=one["words"], order=order)
        quote.naming, quote.shown_as = NAMING[one["naming"]], one["shown_as"]
        quote.sector, quote.after = loading.sectors[one["sector"]], one["after"]
        said.append(quote)
    return said
