"""What people type to have a place, and what hosts type about words."""

from events.forms.joining import EmailForm, JoinForm, ShowNameForm
from events.forms.words import WordForm

__all__ = ["EmailForm", "JoinForm", "ShowNameForm", "WordForm"]
