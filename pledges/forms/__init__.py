"""What is asked of somebody who pledges, and what is made of what they typed."""

from pledges.forms.details import DetailsForm, NoteForm
from pledges.forms.groups import HoldForm
from pledges.forms.living import BusyForm, MoveForm, TogetherForm
from pledges.forms.making import STAMP, ActForm, MemberForm, WhoForm

__all__ = [
    "STAMP",
    "ActForm",
    "BusyForm",
    "DetailsForm",
    "HoldForm",
    "MemberForm",
    "MoveForm",
    "NoteForm",
    "TogetherForm",
    "WhoForm",
]
