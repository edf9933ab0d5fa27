"""What an organiser types for the lists of words and places."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import OrganisationKind, Place, Sector, Topic


def one_line(typed: str) -> str:
    """With single spaces."""
    return " ".join(typed.split())


class WordForm(forms.Form):
    """The name of a topic or a kind."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=60, error_messages={"required": gettext_lazy("Enter a name")}
    )

    def __init__(self, *args: Any, model: type[Topic | OrganisationKind], row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.model, self.row = model, row
        if row is not None:
            self.fields["name"].initial = row.name

    def clean_name(self) -> str:
        """Nothing else on this list is called that."""
        name = one_line(self.cleaned_data["name"])
        others = self.model.objects.exclude(pk=self.row.pk) if self.row else self.model.objects.all()
        if others.filter(name__iexact=name).exists():
            raise ValidationError(_("%(name)s is on the list already") % {"name": name}, code="taken")
        return name


class SectorForm(forms.ModelForm):
    """Its names, and its place in the row."""

    class Meta:
        model = Sector
        fields = ["name", "short_name", "order"]
        labels = {
            "name": gettext_lazy("Name"),
            "short_name": gettext_lazy("Short name, for one person"),
            "order": gettext_lazy("Number in the row"),
        }
        help_texts = {
            "short_name": gettext_lazy("Such as: Resident. It stands on a patch when nothing else is known."),
            "order": gettext_lazy("1 stands first."),
        }
        error_messages = {
            "name": {"required": gettext_lazy("Enter a name")},
            "short_name": {"required": gettext_lazy("Enter a short name")},
            "order": {"required": gettext_lazy("Enter a number"), "invalid": gettext_lazy("Enter a number, like 3")},
        }
        widgets = {"order": forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"})}

    def clean_name(self) -> str:
        """No two sectors are called the same."""
        name = one_line(self.cleaned_data["name"])
        if Sector.objects.exclude(pk=self.instance.pk).filter(name__iexact=name).exists():
            raise ValidationError(_("Another sector is called %(name)s") % {"name": name}, code="taken")
        return name


def set_in(place: Place) -> str:
    """Its name, as far in as it lies deep."""
    return f"{'\u00a0\u00a0\u00a0\u00a0' * place.depth}{place.name}"


class PlaceForm(forms.ModelForm):
    """Name, kind, and what it lies in."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=Place.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is")},
    )
    parent = forms.ModelChoiceField(
        Place.objects.all(),
        label=gettext_lazy("It lies in"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("That place lies inside this one. Choose another")},
    )

    class Meta:
        model = Place
        fields = ["name", "kind", "parent"]
        labels = {"name": gettext_lazy("Name")}
        error_messages = {"name": {"required": gettext_lazy("Enter a name")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = set(Place.objects.within(self.instance).values_list("pk", flat=True)) if self.instance.pk else set()
        tree = [place for place in Place.objects.as_tree() if place.pk not in inside]
        self.fields["parent"].queryset = Place.objects.exclude(pk__in=inside)  # type: ignore[attr-defined]
        nothing = ("", _("Nothing: it stands at the top"))
        self.fields["parent"].widget.choices = [nothing, *((place.pk, set_in(place)) for place in tree)]

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """Two places in one place have two names."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        name, parent = data.get("name"), data.get("parent")
        beside = Place.objects.filter(parent=parent).exclude(pk=self.instance.pk)
        if name and beside.filter(name__iexact=name).exists():
            self.add_error("name", _("There is a place called %(name)s there already") % {"name": name})
        return data
