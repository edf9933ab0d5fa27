"""What is asked of somebody who pledges, and what is made of what they typed."""

from pledges.forms.answering import LetterForm, NoteForm, OfferForm, StuckForm, ThanksForm, ThreeLinesForm
from pledges.forms.details import DetailsForm
from pledges.forms.groups import HoldForm
from pledges.forms.living import BusyForm, MoveForm, TogetherForm
from pledges.forms.making import STAMP, ActForm, MemberForm, WhoForm

__all__ = [
    "STAMP",
    "ActForm",
    "BusyForm",
    "DetailsForm",
    "HoldForm",
    "LetterForm",
    "MemberForm",
    "MoveForm",
    "NoteForm",
    "OfferForm",
    "StuckForm",
    "ThanksForm",
    "ThreeLinesForm",
    "TogetherForm",
    "WhoForm",
]
