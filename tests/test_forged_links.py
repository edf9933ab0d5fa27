"""A link in an email opens one thing: a changed one opens nothing, and one for another purpose neither (S5)."""

import random
import string
from datetime import timedelta
from itertools import cycle
from uuid import UUID, uuid4

import pytest
from django.core import signing

from collab.kit.links import BadLink, SignedLink
from tests.test_access import TABLE, address_of, answer_to, world

__all__ = ["world"]
OPENED_BY = {
    pattern: next(arg for arg in row["args"] if arg.startswith("links."))
    for pattern, row in TABLE.items()
    if row["rule"] == "link" and "<str:token>" in pattern and any(arg.startswith("links.") for arg in row["args"])
}
# The private links of three pledges.
OF_ONE_PURPOSE = {"pledge", "stuck", "kept"}
LETTERS = string.ascii_letters + string.digits + "-_"
LINK = SignedLink("answer", timedelta(days=60))


def address_with(token, pattern, world):
    """The page's address, with another token in it."""
    own = getattr(world.links, OPENED_BY[pattern].partition(".")[2])
    return address_of(pattern, world).replace(own, token)


def of_other_purposes(name, world):
    own = name.partition(".")[2]
    same = OF_ONE_PURPOSE if own in OF_ONE_PURPOSE else {own}
    return [token for other, token in vars(world.links).items() if other not in same]


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", OPENED_BY)
def test_a_link_for_another_purpose_opens_nothing(world, pattern):
    visitor, name = world.clients["visitor"], OPENED_BY[pattern]
    methods = cycle(method.upper() for method in ("get", "post") if method in TABLE[pattern])

    answers = {
        (token, method): answer_to(visitor, method, address_with(token, pattern, world))
        for token, method in zip(of_other_purposes(name, world), methods, strict=False)
    }

    assert len(answers) > 20
    assert {key: status for key, status in answers.items() if status not in (404, 410)} == {}


def forgeries(token, dice):
    """The token with one letter changed, cut, doubled, its parts mixed, its signature taken from another."""
    value, stamp, signature = token.split(":")
    spot = dice.randrange(len(token))
    other = LINK.token(uuid4()).split(":")
    yield token[:spot] + dice.choice(LETTERS.replace(token[spot], "")) + token[spot + 1 :]
    yield token[:spot]
    yield f"{other[0]}:{stamp}:{signature}"
    yield f"{value}:{stamp}:{other[2]}"
    yield f"{value}:{dice.choice(['zzzzzz', '0', ''])}:{signature}"
    yield f"{signature}:{stamp}:{value}"
    yield signing.TimestampSigner(salt="collab.link.answer", key="guessed").sign(value)
    yield signing.TimestampSigner(salt=f"collab.link.{dice.choice(['pledge', 'stop', ''])}").sign(value)
    yield signing.Signer(salt="collab.link.answer").sign(value)
    yield value


def test_ten_thousand_forged_tokens_open_nothing():
    dice, accepted = random.Random(20261127), []

    for _number in range(1000):
        uuid = UUID(int=dice.getrandbits(128))
        token = LINK.token(uuid)
        assert LINK.read(token) == uuid
        for forged in forgeries(token, dice):
            try:
                accepted.append((forged, LINK.read(forged)))
            except BadLink:
                continue

    assert accepted == []
