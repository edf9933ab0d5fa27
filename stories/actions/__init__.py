"""What is done with a story across several tables: told, agreed to, sent, checked, released, taken down."""

from stories.actions import findings
from stories.actions.agreeing import agree, release_story, show_less_of_teller
from stories.actions.checking import (
    approve_story,
    claim_story,
    decline_story,
    fix_story,
    hide_story,
    hold_story,
    put_back_story,
    return_story,
    show_story,
)
from stories.actions.people import remove_person, remove_quote, save_quote, settle_person, show_less
from stories.actions.publishing import publish_now
from stories.actions.second_looks import appeal, pass_on
from stories.actions.telling import (
    begin_story,
    change_story,
    send_story,
    take_story_back,
)
from stories.actions.undoing import last_of, undo
from stories.actions.withdrawing import withdraw_part, withdraw_story

__all__ = [
    "agree",
    "appeal",
    "approve_story",
    "begin_story",
    "change_story",
    "claim_story",
    "decline_story",
    "findings",
    "fix_story",
    "hide_story",
    "hold_story",
    "last_of",
    "pass_on",
    "publish_now",
    "put_back_story",
    "release_story",
    "remove_person",
    "remove_quote",
    "return_story",
    "save_quote",
    "send_story",
    "settle_person",
    "show_less",
    "show_less_of_teller",
    "show_story",
    "take_story_back",
    "undo",
    "withdraw_part",
    "withdraw_story",
]
