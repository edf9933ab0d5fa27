"""What people type about events: to have a place, and to put them on."""

from events.forms.joining import ChangeForm, EmailForm, JoinForm, MemberForm, check_email, check_length
from events.forms.places import AddForm, CapacityForm, HeldForm, QuestionForm
from events.forms.words import WordForm

__all__ = [
    "AddForm",
    "CapacityForm",
    "ChangeForm",
    "EmailForm",
    "HeldForm",
    "JoinForm",
    "MemberForm",
    "QuestionForm",
    "WordForm",
    "check_email",
    "check_length",
]
