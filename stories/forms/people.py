"""Who else is in it, and what they said: each with how its person agreed."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from collab.kit.days import PastDayField
from members.models import Sector
from stories.actions.people import Agreeing
from stories.forms.telling import QUESTIONS, cut_to
from stories.models import NamingLevel, PersonInStory, Quote, Story, Use
from stories.models.naming import hides_more

QUOTE_LENGTH = 600
BY_HAND = [("paper", _("On paper")), ("phone", _("By phone")), ("spoken", _("Face to face"))]
BY_EMAIL = ("email", _("Write to them: they answer with one button"))
NAMES_TYPED = {NamingLevel.FULL, NamingLevel.ROLE, NamingLevel.MADE_UP}


def uses_field(**about: Any) -> forms.MultipleChoiceField:
    """Each use, and none of them ticked."""
    return forms.MultipleChoiceField(
        label=about.pop("label"), choices=Use.choices, widget=forms.CheckboxSelectMultiple, required=False, **about
    )


class AgreeingForm(forms.Form):
    """How somebody agreed, or how they are asked."""

    how = forms.ChoiceField(label=_("How do they agree?"), required=False, widget=forms.RadioSelect)
    email = forms.EmailField(
        label=_("Their email"), required=False,
        help_text=_("Only if we write to them. They see the words, and need no account."),
        error_messages={"invalid": _("Enter an email address in the format name@example.com")},
    )  # fmt: skip
    called = forms.CharField(
        label=_("Their name"), required=False, validators=[cut_to(120)],
        help_text=_("For our email to them, if it is not the one above. Readers do not see it."),
    )  # fmt: skip
    agreed_on = PastDayField(label=_("On which day did they agree?"), help_text=_("Like 3 March. Empty is today."))
    uses = uses_field(
        label=_("Which uses did they agree to?"),
        help_text=_("Only if they told you themselves. A use that is not ticked does not happen."),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        how = cleaned.get("how")
        if how == "email" and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", ValidationError(_("Enter their email address"), code="empty"))
        readable = {Use.MEMBERS, Use.WEB} & set(cleaned.get("uses") or [])
        if how and how != "email" and not readable:
            self.add_error("uses", ValidationError(_("Tick who may read it: members, or anyone on the web")))
        return cleaned

    def agreeing(self, name: str) -> Agreeing:
        """What was chosen, for the one whose name this is unless another was typed."""
        typed = self.cleaned_data
        name = (typed["called"] or name).strip()[:120]
        return Agreeing(typed["how"], name, typed["email"], typed["agreed_on"], tuple(typed["uses"]))

    def offer(self, *ways: tuple[str, Any]) -> None:
        """These ways."""
        cast(forms.ChoiceField, self.fields["how"]).choices = ways


class PersonForm(AgreeingForm, forms.ModelForm):
    """Somebody who could be recognised, and what was settled with them."""

    field_order = ["shown_as", "detail", "settled", "how", "email", "called", "agreed_on", "uses"]

    class Meta:
        model = PersonInStory
        fields = ["shown_as", "detail", "settled"]
        labels = {"settled": _("Have they agreed?")}
        widgets = {"settled": forms.RadioSelect}

    shown_as = forms.CharField(
        label=_("Name, or what the story calls them"), validators=[cut_to(120)],
        error_messages={"required": _("Enter a name")},
    )  # fmt: skip
    detail = forms.CharField(
        label=_("Who they are"), validators=[cut_to(160)], required=False,
        help_text=_("A role or an organisation. Leave it empty if it would give them away."),
    )  # fmt: skip

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.story = story
        ways = [(value, capfirst(str(words))) for value, words in PersonInStory.Settled.choices]
        cast(forms.ChoiceField, self.fields["settled"]).choices = ways
        self.offer(BY_EMAIL, *BY_HAND)

    def clean_shown_as(self) -> str:
        name: str = self.cleaned_data["shown_as"]
        others = self.story.people.exclude(pk=self.instance.pk)
        # Adding the same name again changes that row; giving one person another's name would lose one.
        if self.instance.pk and others.filter(shown_as=name).exists():
            raise ValidationError(_("Another person here has that name. Choose another one"), code="taken")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        settled, how = cleaned.get("settled"), cleaned.get("how", "")
        is_agreed = settled == PersonInStory.Settled.AGREED
        if is_agreed and how not in dict(BY_HAND) and not self.has_agreement:
            message = _("Choose how they agreed. If you have not asked them, choose “Not asked yet”")
            self.add_error("how", ValidationError(message, code="empty"))
        if settled not in {PersonInStory.Settled.AGREED, PersonInStory.Settled.OPEN}:
            cleaned["how"] = ""
        if settled == PersonInStory.Settled.OPEN and how in dict(BY_HAND):
            self.add_error("settled", ValidationError(_("Choose “Asked, and agreed”, or leave out how they agreed")))
        return cleaned

    @property
    def has_agreement(self) -> bool:
        """Whether their yes is on record already."""
        return bool(self.instance.pk and self.instance.consents.filter(ended_at=None).exists())

    def row(self) -> dict[str, Any]:
        """The columns of their row."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or []}


class QuoteForm(AgreeingForm, forms.ModelForm):
    """Words, who said them and how much of them is shown."""

    field_order = [
        "words",
        "naming",
        "typed",
        "sector",
        "after",
        "is_pulled",
        "how",
        "email",
        "called",
        "agreed_on",
        "uses",
    ]

    class Meta:
        model = Quote
        fields = ["words", "naming", "sector", "after", "is_pulled"]
        labels = {"naming": _("How are they named?"), "is_pulled": _("Show it large")}
        widgets = {"naming": forms.RadioSelect}
        help_texts = {"is_pulled": ""}

    words = forms.CharField(
        label=_("What did they say?"), widget=forms.Textarea({"rows": 4, "class": "voice"}),
        validators=[cut_to(QUOTE_LENGTH)], error_messages={"required": _("Enter what they said")},
    )  # fmt: skip
    typed = forms.CharField(
        label=_("The name, role or made-up name to show"), required=False, validators=[cut_to(160)],
        help_text=_("Such as: Ruth Allen, nurse, Fellbeck surgery. Or: a nurse on the night shift."),
    )  # fmt: skip
    sector = forms.ModelChoiceField(
        Sector.objects.all(), label=_("Where are they from?"), required=False, empty_label=_("Choose one")
    )
    after = forms.ChoiceField(label=_("Below which answer does it stand?"))

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.story = story
        after = [(name, asked) for name, (asked, _hint) in QUESTIONS.items()]
        cast(forms.ChoiceField, self.fields["after"]).choices = after
        naming = cast(forms.ChoiceField, self.fields["naming"])
        naming.choices, naming.error_messages["required"] = NamingLevel.choices, _("Choose how they are named")
        self.fields["is_pulled"].required = False
        if self.instance.pk is None:
            self.initial.update(naming="", is_pulled=False, after="what_we_did")
        elif self.instance.naming in NAMES_TYPED:
            self.initial["typed"] = self.instance.shown_as
        self.offer(("mine", _("They are my own words")), BY_EMAIL, *BY_HAND)

    def clean_words(self) -> str:
        return " ".join(str(self.cleaned_data["words"]).strip("“”\"' \r\n").split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("naming") == NamingLevel.FULL and not cleaned.get("typed"):
            self.add_error("typed", ValidationError(_("Enter the name to show"), code="empty"))
        if cleaned.get("how") == "email" and not self.name_of() and "called" not in self.errors:
            self.add_error("called", ValidationError(_("Enter their name, for our email to them"), code="empty"))
        if not cleaned.get("how") and cleaned.get("words") and "how" not in self.errors:
            self._keep_agreement(cleaned)
        return cleaned

    def name_of(self) -> str:
        """Who they are, as far as it was typed: a role or a made-up name is nobody's own."""
        typed = self.cleaned_data
        own = str(typed.get("typed", "")).partition(",")[0] if typed.get("naming") == NamingLevel.FULL else ""
        return str(typed.get("called") or own).strip()

    def _keep_agreement(self, cleaned: dict[str, Any]) -> None:
        """Nothing was said about how they agree: fine for the same words that show as much of them or less."""
        stands = self.instance.consents.filter(ended_at=None).first() if self.instance.pk else None
        asked = self.instance.asks.open().exists() if self.instance.pk else False
        if cleaned["words"] != self.initial.get("words") or not (stands or asked):
            self.add_error("how", ValidationError(_("Choose how they agree to these words"), code="empty"))
        elif stands and cleaned.get("naming") and not hides_more(cleaned["naming"], stands.naming):
            message = _("They agreed to “%(naming)s”. Ask them again to show more")
            self.add_error("naming", ValidationError(message % {"naming": stands.get_naming_display()}, code="more"))

    def row(self) -> dict[str, Any]:
        """The columns of the quote."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or []}


class ShowLessForm(forms.Form):
    """A level that hides more than the one there is."""

    naming = forms.ChoiceField(
        label=_("What may readers still see?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose what readers may see"), "invalid_choice": _("Choose one of these")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, now: str) -> None:
        super().__init__(data)
        less = [(value, label) for value, label in NamingLevel.choices if value != now and hides_more(value, now)]
        cast(forms.ChoiceField, self.fields["naming"]).choices = less


class YesForm(forms.Form):
    """What somebody in a story agrees to, by their own link."""

    marks_optional = False

    uses = uses_field(
        label=_("Where may it be used?"),
        help_text=_("Tick each one you agree to. A use you do not tick does not happen."),
    )
    naming = forms.ChoiceField(
        label=_("How are you named?"), choices=NamingLevel.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you are named")},
    )  # fmt: skip
    typed = forms.CharField(
        label=_("The role or the made-up name to show"), validators=[cut_to(120)], required=False,
        help_text=_("Only for a role or a made-up name. Leave it empty and we choose one."),
    )  # fmt: skip

    def clean_uses(self) -> list[str]:
        uses: list[str] = self.cleaned_data["uses"]
        if not {Use.MEMBERS, Use.WEB} & set(uses):
            raise ValidationError(_("Tick who may read it, or choose “No, leave me out”"), code="nobody")
        return uses

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("naming") not in {NamingLevel.ROLE, NamingLevel.MADE_UP}:
            self.cleaned_data["typed"] = ""
        return self.cleaned_data
