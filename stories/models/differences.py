"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word with the space behind it: lines of the text stay lines.
TOKEN = re.compile(r"\S+\s*|\s+")
# So many words of two texts are compared word by word, which grows with their product; more than that line by line.
MOST_WORDS = 4000


@dataclass(frozen=True)
class Run:
    """A run of words: the same, added or removed."""

    text: str
    change: str = ""


def compare(before: str, after: str) -> list[Run]:
    """The later text with what went and what came, from end to end."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return list(_runs(old, new))


def _runs(old: list[str], new: list[str]) -> Iterator[Run]:
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Run("".join(new[c:d]))
            continue
        if b > a:
            yield Run("".join(old[a:b]), "removed")
        if d > c:
            yield Run("".join(new[c:d]), "added")


def changed_parts(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, list[Run]]]:
    """Each part that is not as it was, by name, in the order of the later text."""
    return [
        (name, compare(before.get(name, ""), words)) for name, words in after.items() if before.get(name, "") != words
    ]
