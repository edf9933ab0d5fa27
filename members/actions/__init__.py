"""What members does that a model cannot do alone: signing in, its second factor and its ends, joining, profiles."""

from members.actions.joining import may_join, member_for
from members.actions.profiles import PHOTOS, change_parts, change_profile, introduce, remove_photo_of, set_photo
from members.actions.second_factors import demo_code, give_demo_second_factor, has_second_factor, recovery_codes

__all__ = [
    "PHOTOS",
    "change_parts",
    "change_profile",
    "demo_code",
    "give_demo_second_factor",
    "has_second_factor",
    "introduce",
    "may_join",
    "member_for",
    "recovery_codes",
    "remove_photo_of",
    "set_photo",
]
