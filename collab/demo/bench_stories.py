"""Synthetic stories and pledges, of the sizes that performance is measured at."""

from collab.demo import bench_words as words
from collab.demo.bench import DATES, PLEDGES, STORIES, Bench
from collab.demo.bulk import fill, literal, one_of, statement
from pledges.models import Answer, Pledge, Reminder
from stories.models import Byline, Consent, Decision, PersonInStory, Quote, Story, StoryWords

TOOK = """'[{"text": "A hall with no end date.", "sector": "faith"}, {"text": "Ten minutes a week.", "sector": "nhs"},
{"text": "Somebody who rang.", "sector": "council"}]'::jsonb"""
WORDS_EXPLAINED = """'[{"word": "link worker", "meaning": "Someone at a surgery who introduces people to groups."}]'"""
# Of twenty-five stories one is a draft and one waits for a check.
STATE = "CASE n % 25 WHEN 0 THEN 'draft' WHEN 1 THEN 'submitted' ELSE 'published' END"
TOLD_AT = "now() - n % 2000 * interval '11 hours' - n * interval '1 second'"
PUBLISHED = "n % 25 > 1"


def answer(number: int) -> str:
    """SQL for about ninety words."""
    return " || ' ' || ".join(one_of(words.SENTENCES, f"n * {number} + {part}") for part in range(number, number + 7))


ANSWERS = {
    "who_was_there": one_of(words.SENTENCES, "n + 5"),
    "what_was_wrong": answer(3),
    "what_we_did": answer(5),
    "what_changed": answer(7),
    "what_we_would_tell": one_of(words.SENTENCES, "n + 11"),
}


def load_stories(bench: Bench) -> None:
    """Five answers each, with consent that lives."""
    bench.made["story"] = fill(
        bench.cursor,
        Story,
        STORIES * bench.size,
        slug="'bench-story-' || n",
        title=f"{one_of(words.THEMES)} || ' in ' || {one_of(words.PLACES, 'n / 9')} || ', ' || n",
        standfirst=f"{one_of(words.SENTENCES)} || ' ' || {one_of(words.SENTENCES, 'n / 7')}",
        **ANSWERS,
        took=TOOK,
        words_explained=WORDS_EXPLAINED,
        place_id=one_of(bench.places),
        place_text=one_of(words.PLACES),
        when_text="'Over one winter'",
        lead_sector_id=bench.sector(),
        boxes="ARRAY['practice']",
        made_possible="ARRAY['a room or hall', 'someone rang']",
        teller_id=bench.made["contact"].at("n * 3"),
        state=STATE,
        moderated_version=f"CASE WHEN {PUBLISHED} THEN 1 END",
        submitted_at=f"CASE WHEN n % 25 > 0 THEN {TOLD_AT} END",
        published_at=f"CASE WHEN {PUBLISHED} THEN {TOLD_AT} END",
    )
    tie(bench)
    load_consents(bench)
    load_people_in_stories(bench)
    StoryWords.objects.index()


def tie(bench: Bench) -> None:
    """Two sectors and two topics a story."""
    stories, twice = bench.made["story"], {"story_id": bench.made["story"].at("n / 2")}
    sector, topic = bench.sector("n / 2 + n % 2"), one_of(bench.topics, "n / 2 + n % 2 * 5")
    fill(bench.cursor, Story.sectors.through, 2 * stories.count, **twice, sector_id=sector)
    fill(bench.cursor, Story.topics.through, 2 * stories.count, **twice, topic_id=topic)


def load_consents(bench: Bench) -> None:
    """A person agreed to each, and a checker decided."""
    stories = bench.made["story"]
    fill(
        bench.cursor,
        Consent,
        stories.count,
        story_id=stories.at(),
        contact_id=bench.made["contact"].at("n * 3"),
        uses="ARRAY['members', 'web']",
        how="'on this site'",
        given_at=TOLD_AT,
        released_at=TOLD_AT,
        review_on="current_date + 400",
    )
    fill(
        bench.cursor,
        Decision,
        stories.count,
        story_id=stories.at(),
        outcome="'sent'",
        version="1",
        at=TOLD_AT,
    )


def load_people_in_stories(bench: Bench) -> None:
    """Two tellers and two people a story, and one quote."""
    stories, story = bench.made["story"], bench.made["story"].at("n / 2")
    name = f"{one_of(words.FIRST)} || ' ' || {one_of(words.LAST, 'n / 31')}"
    line = {"story_id": story, "shown_as": name, "sector_id": bench.sector("n / 2 + n % 2"), "order": "n % 2"}
    detail = one_of(words.ROLES)
    fill(bench.cursor, Byline, 2 * stories.count, **line, detail=detail)
    fill(bench.cursor, PersonInStory, 2 * stories.count, **line, detail=detail, settled="'agreed'")
    fill(
        bench.cursor,
        Quote,
        stories.count,
        story_id=stories.at(),
        words=one_of(words.SENTENCES, "n + 17"),
        naming="'role-sector'",
        shown_as=detail,
        sector_id=bench.sector(),
    )


def load_pledges(bench: Bench) -> None:
    """Fifty or so at each past date; six in ten are public."""
    state = one_of(["made", "going", "stuck", "kept", "kept", "kept", "let-go"], "n / 3")
    answered = f"CASE WHEN {state} <> 'made' THEN now() - n % 9 * interval '1 day' END"
    live = f"{state} IN ('made', 'going', 'stuck')"
    pledges = fill(
        bench.cursor,
        Pledge,
        PLEDGES * bench.size,
        act=one_of(words.ACTS),
        first_name=one_of(words.FIRST),
        role_or_place=one_of(words.ROLES),
        sector_id=bench.sector(),
        contact_id=bench.made["contact"].at("n * 11"),
        partner_id=f"CASE WHEN n % 3 = 0 THEN {bench.made['contact'].at('n * 11 + 1')} END",
        event_id=bench.made["event"].at(f"n % {DATES // 2 * bench.size}"),
        story_id=f"CASE WHEN n % 2 = 0 THEN {bench.made['story'].at('n * 7')} END",
        visibility="CASE WHEN n % 10 < 6 THEN 'public' ELSE 'members' END",
        cue=literal("Tuesdays and Thursdays, 10am to 11am, at the estate office after the post"),
        by_on=f"current_date + CASE WHEN {live} THEN 1 + n % 60 ELSE -1 - n % 300 END",
        state=state,
        made_at="now() - n % 300 * interval '1 day' - n * interval '1 second'",
        answered_at=answered,
        confirmed_at="now() - interval '1 day'",
    )
    bench.made["pledge"] = pledges
    load_what_follows(bench)


def load_what_follows(bench: Bench) -> None:
    """An answer for each that was answered, a reminder for each that is live, and the counts on stories."""
    table, block = Pledge._meta.db_table, bench.made["pledge"]
    ours = f"id BETWEEN {block.first} AND {block.at(str(block.count - 1))}"
    said = {"pledge_id": "id", "said": "state", "at": "answered_at"}
    bench.cursor.execute(statement(Answer, f"{table} WHERE {ours} AND state <> 'made'", said))
    asked = {"pledge_id": "id", "kind": "'due'", "due_on": "by_on"}
    asked["due_at"] = "(by_on + time '9:00') AT TIME ZONE 'Europe/London'"
    live = f"{table} WHERE {ours} AND state IN ('made', 'going', 'stuck')"
    bench.cursor.execute(statement(Reminder, live, asked))
    bench.cursor.execute(
        f"UPDATE {Story._meta.db_table} s SET pledge_count = p.many FROM (SELECT story_id, count(*) AS many "
        f"FROM {table} WHERE {ours} GROUP BY story_id) p WHERE p.story_id = s.id"
    )
