"""What a teller and a checker type."""

from stories.forms.checking import (
    AppealForm,
    FixForm,
    PassOnForm,
    ReasonForm,
    RepliesForm,
    ReturnForm,
    VersionForm,
)
from stories.forms.people import PersonForm, QuoteForm, ShowLessForm, YesForm
from stories.forms.questions import AnswerHowForm, AskForm
from stories.forms.telling import QUESTIONS, AboutForm, AgreeForm, AnswerForm, BeginForm
from stories.forms.using import UsedForm

__all__ = [
    "QUESTIONS",
    "AboutForm",
    "AgreeForm",
    "AnswerForm",
    "AnswerHowForm",
    "AppealForm",
    "AskForm",
    "BeginForm",
    "FixForm",
    "PassOnForm",
    "PersonForm",
    "QuoteForm",
    "ReasonForm",
    "RepliesForm",
    "ReturnForm",
    "ShowLessForm",
    "UsedForm",
    "VersionForm",
    "YesForm",
]
