"""What the components page shows: a form with one of each field, and plain values for the rest."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator

from collab.kit.forms import CountedTextarea, DecoyField, SectorPicker

CLOTHS = (
    ("council", "Council"),
    ("nhs", "NHS"),
    ("charity", "Charities and community"),
    ("police", "Police and fire"),
    ("housing", "Housing"),
    ("faith", "Faith groups"),
    ("business", "Business"),
    ("residents", "Residents"),
    ("education", "Education"),
    ("funders", "Funders and national bodies"),
)


class SampleForm(forms.Form):
    """One of each kind of field."""

    name = forms.CharField(
        label="Your name",
        error_messages={"required": "Enter your name"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Email",
        required=False,
        help_text="So we can tell you if anything changes",
        error_messages={"invalid": "Enter an email address in the format name@example.com"},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    words = forms.CharField(
        label="I will…",
        error_messages={"required": "Write what you will do"},
        widget=CountedTextarea(maximum=240, attrs={"class": "voice"}),
    )
    how = forms.ChoiceField(
        label="How will you join?",
        choices=[("room", "In the hall"), ("online", "Online")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you will join"},
    )
    help_with = forms.MultipleChoiceField(
        label="What could you help with?",
        required=False,
        choices=[("tea", "Tea and chairs"), ("lifts", "Lifts home"), ("notes", "Notes")],
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.ChoiceField(
        label="Place", required=False, choices=[("", "Anywhere"), ("fellbeck", "Fellbeck"), ("westmere", "Westmere")]
    )
    sector = forms.ChoiceField(
        label="Where are you from?",
        choices=CLOTHS,
        widget=SectorPicker,
        error_messages={"required": "Choose where you are from"},
    )
    shown = forms.BooleanField(label="Show my name to others who are coming", required=False)
    website = DecoyField()


class SampleFilter(forms.Form):
    """What a list can be narrowed by."""

    place = forms.ChoiceField(
        label="Place", required=False, choices=[("", "Anywhere"), ("fellbeck", "Fellbeck"), ("westmere", "Westmere")]
    )
    topic = forms.MultipleChoiceField(
        label="Topic",
        required=False,
        choices=[("damp", "Damp homes"), ("food", "Food")],
        widget=forms.CheckboxSelectMultiple,
    )


PATCHES: list[dict[str, Any]] = [
    {"text": "I will ask every patient over 70 if their home is warm.", "who": "Ruth, practice nurse", "cloth": "nhs"},
    {
        "text": "I will find one council building that can stay warm and open past six.",
        "who": "Priya, council",
        "cloth": "council",
    },
    {"text": "Bread, every Tuesday till March.", "who": "Kofi, bakery", "cloth": "business", "state": "Kept"},
    {
        "text": "We will cook for forty on the first cold night, and send word through the schools.",
        "who": "Amina, mosque kitchen",
        "cloth": "faith",
        "state": "Still going",
    },
]
PATCHES[0]["new"] = True

SAMPLES: dict[str, Any] = {
    "cloths": CLOTHS,
    "kept_cloths": ["charity", "nhs", "housing", "council", "residents"],
    "patches": PATCHES,
    "people": [
        {"name": "Joan Ashworth", "role": "Resident, Fellbeck", "cloth": "residents", "url": "#stories"},
        {"name": "Marcus Bell", "role": "Harbour Homes", "cloth": "housing", "url": "#stories"},
    ],
    "page_obj": Paginator(range(30), 10).page(2),
    "starts_at": datetime(2026, 11, 18, 17, 30, tzinfo=UTC),
    "ends_at": datetime(2026, 11, 18, 19, 0, tzinfo=UTC),
    "facts": ["Step-free", "Hearing loop", "Quiet room"],
    "mix": [
        ("residents", 9, "9 residents"),
        ("charity", 8, "8 charities"),
        ("council", 6, "6 council"),
        ("nhs", 4, "4 NHS"),
    ],
    "bars": [
        ("council", 12, "Council"),
        ("charity", 9, "Charities"),
        ("nhs", 5, "NHS"),
        ("faith", 1, "Faith groups"),
    ],
    "rows": [
        {
            "label": "Your pledge",
            "value": "I will lend ten heaters by the end of the month.",
            "url": "#forms",
            "voice": 1,
        },
        {"label": "From", "value": "Leanne, Age Well", "url": "#forms"},
        {"label": "Email", "value": ""},
    ],
    "took": [
        {"text": "A warm place people already went to, at a time they were already there.", "cloth": "residents"},
        {"text": "One person from each service who could say yes on the spot.", "cloth": "housing"},
    ],
    "history": [
        {"title": "Published", "who": "Beatrix, checker", "when": "14 November 2026"},
        {"title": "Sent to be checked", "who": "Joan Ashworth", "when": "12 November 2026"},
    ],
    "chosen": [{"text": "In Fellbeck", "url": "#forms"}, {"text": "About damp homes", "url": "#forms"}],
    "numbers": [(41, "pledges"), (26, "kept so far"), (612, "words")],
}
