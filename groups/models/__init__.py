"""People doing one thing together: who they are, what they agreed, what they want to change, what they noted."""

from groups.models.agreements import Agreed, Agreement
from groups.models.groups import RESERVED, Group
from groups.models.notes import GroupNote
from groups.models.outcomes import Outcome, OutcomeStep
from groups.models.people import Membership, people_sharing_a_group_with, with_numbers

__all__ = [
    "RESERVED",
    "Agreed",
    "Agreement",
    "Group",
    "GroupNote",
    "Membership",
    "Outcome",
    "OutcomeStep",
    "people_sharing_a_group_with",
    "with_numbers",
]
