"""What is done to several rows at once, one file a concept."""

from members.actions.joining import may_join, member_for
from members.actions.profiles import (
    PHOTOS,
    change_parts,
    change_profile,
    introduce,
    remove_photo_of,
    set_photo,
)
from members.actions.signing_in import (
    FAILURES_A_MINUTE,
    add_second_factor,
    authenticators,
    begin_session,
    client,
    code_in_hand,
    demo_code,
    give_demo_second_factor,
    has_failed_too_often,
    has_second_factor,
    may_ask_for_code,
    note_failure,
    pass_second_factor,
    recovery_codes,
    send_code,
)

__all__ = [
    "FAILURES_A_MINUTE",
    "PHOTOS",
    "add_second_factor",
    "authenticators",
    "begin_session",
    "change_parts",
    "change_profile",
    "client",
    "code_in_hand",
    "demo_code",
    "give_demo_second_factor",
    "has_failed_too_often",
    "has_second_factor",
    "introduce",
    "may_ask_for_code",
    "may_join",
    "member_for",
    "note_failure",
    "pass_second_factor",
    "recovery_codes",
    "remove_photo_of",
    "send_code",
    "set_photo",
]
