"""The words we explain, who knows whom, and introductions that wait for an answer."""

from datetime import timedelta

from django.utils.text import slugify

from collab.demo.loading import Data, Loading, read
from network.actions.introducing import answer, ask_to_meet
from network.actions.listing import list_all
from network.actions.tying import look_for_all_ties, offer_to_be_asked, say_known, tie_introduced
from network.models import Says
from words.models import Lead, Word


def load_words(loading: Loading) -> None:
    """What words mean, and where plain words lead."""
    data = read("words.toml")
    Word.objects.bulk_create([Word(slug=slugify(row["word"]), **row) for row in data["word"]], ignore_conflicts=True)
    leads = [lead(loading, row, word) for row in data["lead"] for word in row["plain"]]
    Lead.objects.bulk_create(leads, ignore_conflicts=True)


def lead(loading: Loading, row: Data, word: str) -> Lead:
    """One plain word, not saved."""
    topic, sector = loading.topics.get(row.get("topic", "")), loading.sectors.get(row.get("sector", ""))
    return Lead(plain=word, topic=topic, sector=sector)


def load_ties(loading: Loading) -> None:
    """Those of the file, and those that the meetings made; then everybody into the directory."""
    data = read("ties.toml")
    for row in data["introduced"]:
        one, other = loading.people[row["one"]], loading.people[row["other"]]
        tie_introduced(one, other, at=loading.now - timedelta(days=row["days"]))
    for row in data["said"]:
        load_said(loading, row)
    for person in data["askable"][0]["people"]:
        offer_to_be_asked(loading.people[person], offers=True, at=loading.now - timedelta(days=30))
    look_for_all_ties(loading.now)
    for row in data["asked"]:
        load_asked(loading, row)
    list_all()


def load_said(loading: Loading, row: Data) -> None:
    """One says it, and perhaps the other too."""
    one, other, at = loading.people[row["one"]], loading.people[row["other"]], loading.now - timedelta(days=row["days"])
    say_known(by=one, whom=other, says=Says.YES, at=at)
    if row["both"]:
        say_known(by=other, whom=one, says=Says.YES, at=at + timedelta(hours=5))


def load_asked(loading: Loading, row: Data) -> None:
    """An introduction on its way, passed on where the file says so."""
    at = loading.now - timedelta(days=row["days"])
    through = loading.people.get(row["through"])
    asked = ask_to_meet(
        by=loading.people[row["by"]], whom=loading.people[row["whom"]], through=through,
        context=row["context"], reach=row["reach"], at=at,
    )  # fmt: skip
    if row["passed_on"]:
        answer(asked, "through", says=Says.YES, at=at + timedelta(hours=3))
