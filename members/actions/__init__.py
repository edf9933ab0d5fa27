"""What members does that a model cannot do alone: signing in, its second factor and its ends, and profiles."""

from members.actions.profiles import change_profile
from members.actions.second_factors import demo_code, give_demo_second_factor, has_second_factor, recovery_codes

__all__ = ["change_profile", "demo_code", "give_demo_second_factor", "has_second_factor", "recovery_codes"]
