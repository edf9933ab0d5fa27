"""What a teller and a checker type."""

from stories.forms.checking import ReasonForm, ReturnForm, VersionForm
from stories.forms.telling import QUESTIONS, AboutForm, AgreeForm, AnswerForm, BeginForm, PersonForm

__all__ = [
    "QUESTIONS",
    "AboutForm",
    "AgreeForm",
    "AnswerForm",
    "BeginForm",
    "PersonForm",
    "ReasonForm",
    "ReturnForm",
    "VersionForm",
]
