"""What people type to have a place, and what hosts type about places."""

from events.forms.hosting import AddForm, CapacityForm, HeldForm, QuestionForm
from events.forms.joining import ChangeForm, EmailForm, JoinForm, MemberForm

__all__ = ["AddForm", "CapacityForm", "ChangeForm", "EmailForm", "HeldForm", "JoinForm", "MemberForm", "QuestionForm"]
