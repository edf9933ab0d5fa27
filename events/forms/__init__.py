"""What people type about events: to have a place, and to put them on."""

from events.forms.joining import (
    ChangeForm,
    EmailForm,
    JoinForm,
    MemberForm,
    check_email,
    check_length,
    check_phone,
    check_reach,
)
from events.forms.needs import GuestEmailForm, LeadForm, LinksForm, NeedsForm
from events.forms.places import AddForm, CapacityForm, HeldForm, QuestionForm
from events.forms.words import WordForm

__all__ = [
    "AddForm",
    "CapacityForm",
    "ChangeForm",
    "EmailForm",
    "GuestEmailForm",
    "HeldForm",
    "JoinForm",
    "LeadForm",
    "LinksForm",
    "MemberForm",
    "NeedsForm",
    "QuestionForm",
    "WordForm",
    "check_email",
    "check_length",
    "check_phone",
    "check_reach",
]
