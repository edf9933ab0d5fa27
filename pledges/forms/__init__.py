"""What is asked of somebody who pledges, and what is made of what they typed."""

from pledges.forms.answering import LetterForm, NoteForm, OfferForm, StuckForm, ThanksForm, ThreeLinesForm
from pledges.forms.details import DetailsForm
from pledges.forms.groups import HoldForm
from pledges.forms.making import STAMP, ActForm, MemberForm, WhoForm

__all__ = [
    "STAMP",
    "ActForm",
    "DetailsForm",
    "HoldForm",
    "LetterForm",
    "MemberForm",
    "NoteForm",
    "OfferForm",
    "StuckForm",
    "ThanksForm",
    "ThreeLinesForm",
    "WhoForm",
]
