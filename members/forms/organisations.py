"""What is said of an organisation, its number on a register, and its email domains."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_domain_name
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import ApprovedDomain, Organisation, OrganisationKind, Place, Sector
from members.models.mail_hosts import FOR_ANYBODY, FOR_MANY
from members.models.register_numbers import Register, UnknownRegister, WrongShape, how_it_looks, read_org_id

OTHER = "other"


class PlacesField(forms.ModelMultipleChoiceField):
    """Places in the order of the tree; what lies inside another one is named with it."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, place: Any) -> str:
        """Canalside, in Inner Westmere."""
        return f"{place.name}, {_('in')} {place.parent.name}" if place.parent else str(place.name)


def website_of(typed: str) -> str:
    """The whole address, from what people type. Raises ValidationError."""
    typed = typed.strip()
    if typed and "://" not in typed:
        typed = f"https://{typed}"
    try:
        return str(forms.URLField(required=False, max_length=200, assume_scheme="https").clean(typed))
    except ValidationError as error:
        raise ValidationError(_("Enter a web address, like www.example.org"), code="website") from error


class OrganisationForm(forms.ModelForm):
    """Only the name and the sector are asked for; what is left empty is not shown."""

    kind = forms.ChoiceField(label=gettext_lazy("What kind it is"), required=False)
    kind_typed = forms.CharField(
        label=gettext_lazy("If it is something else, what kind?"), max_length=60, required=False
    )
    places = PlacesField(Place.objects.select_related("parent"), label=gettext_lazy("Where it works"), required=False)
    website = forms.CharField(
        label=gettext_lazy("Website"),
        help_text=gettext_lazy("Such as www.example.org."),
        required=False,
        widget=forms.TextInput({"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
    )
    register = forms.ChoiceField(
        label=gettext_lazy("Which register it is on"),
        choices=[("", gettext_lazy("None, or I do not know")), *Register.choices],
        required=False,
    )
    number = forms.CharField(
        label=gettext_lazy("Its number there"),
        help_text=gettext_lazy("Such as 1234567. Spaces do no harm."),
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocapitalize": "characters", "spellcheck": "false"}),
    )

    class Meta:
        model = Organisation
        fields = ["name", "sector", "size", "about"]
        labels = {
            "name": gettext_lazy("Its name"),
            "sector": gettext_lazy("Sector"),
            "size": gettext_lazy("How many are paid there"),
            "about": gettext_lazy("What it does"),
        }
        help_texts = {"about": gettext_lazy("Two or three sentences, as you would say them to a neighbour.")}
        error_messages = {
            "name": {"required": gettext_lazy("Enter its name")},
            "sector": {"required": gettext_lazy("Choose a sector")},
        }
        widgets = {"about": forms.Textarea({"rows": 4})}

    field_order = ["name", "kind", "kind_typed", "sector", "about", "size", "website", "register", "number", "places"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sector"].queryset = Sector.objects.order_by("order")  # type: ignore[attr-defined]
        self.fields["sector"].empty_label = _("Choose a sector")  # type: ignore[attr-defined]
        self.fields["size"].choices = [("", _("I do not know")), *Organisation.Size.choices]  # type: ignore[attr-defined]
        tree = Place.objects.select_related("parent").as_tree()
        places = self.fields["places"]
        places.widget.choices = [(place.pk, places.label_from_instance(place)) for place in tree]  # type: ignore[attr-defined]
        self._offer_kinds()
        if self.instance.pk:
            self.initial["places"] = self.instance.places.all()
            self.initial["website"] = self.instance.website
            self._show_number()

    def _offer_kinds(self) -> None:
        names = list(OrganisationKind.objects.offered().values_list("name", flat=True))
        theirs = self.instance.kind
        listed = [*names, theirs] if theirs and theirs not in names and self._is_retired(theirs) else names
        named = sorted(((name, capfirst(name)) for name in listed), key=lambda pair: pair[1].casefold())
        choices = [("", _("Choose a kind")), *named, (OTHER, _("Something else"))]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        is_typed = bool(theirs) and theirs not in listed
        self.initial.update({"kind": OTHER if is_typed else theirs, "kind_typed": theirs if is_typed else ""})

    def _is_retired(self, name: str) -> bool:
        return OrganisationKind.objects.filter(name=name).exists()

    def _show_number(self) -> None:
        register = next((one for one in Register if self.instance.org_id.startswith(f"{one.value}-")), None)
        number = self.instance.org_id.removeprefix(f"{register.value}-") if register else self.instance.org_id
        self.initial.update({"register": register.value if register else "", "number": number})

    def clean_name(self) -> str:
        """One line, with single spaces."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_website(self) -> str:
        """With https in front where it was left out."""
        return website_of(self.cleaned_data["website"])

    def clean(self) -> dict[str, Any]:
        """The kind in one piece, and the number in its one spelling."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("kind") == OTHER:
            data["kind"] = " ".join(data.get("kind_typed", "").split())
        if data.get("number") and "register" in data:
            data["org_id"] = self._org_id(data["number"], data["register"], data.get("kind", ""))
        else:
            data["org_id"] = ""
        return data

    def _org_id(self, number: str, register: str, kind: str) -> str:
        try:
            org_id = read_org_id(number, register=register, kind=kind)
        except UnknownRegister:
            self.add_error("register", _("Choose the register that the number is from"))
            return ""
        except WrongShape as error:
            self.add_error("number", how_it_looks(error))
            return ""
        taken = Organisation.objects.filter(org_id=org_id).exclude(pk=self.instance.pk).first()
        if taken is not None:
            self.add_error(
                "number", _("%(name)s has this number. Check it, or change that page") % {"name": taken.name}
            )
        return org_id

    def filled(self) -> Organisation:
        """The organisation with what was typed, not saved."""
        organisation: Organisation = self.instance
        for name in ("kind", "website", "org_id"):
            setattr(organisation, name, self.cleaned_data[name])
        return organisation

    def changed_columns(self) -> list[str]:
        """The columns that differ from before; places among them."""
        before = Organisation.objects.filter(pk=self.instance.pk).values(*COLUMNS).first() or {}
        now = self.filled()
        changed = [name for name in COLUMNS if before.get(name) != getattr(now, f"{name}_id", getattr(now, name))]
        return changed + (["places"] if "places" in self.changed_data else [])


COLUMNS = ("name", "kind", "sector", "size", "about", "website", "org_id")


class NewOrganisationForm(OrganisationForm):
    """The same, and one question more where a name is there already."""

    is_another = forms.BooleanField(label=gettext_lazy("No, it is another one"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alike: list[Organisation] = []
        typed = str(self.data.get("name", "")) if self.is_bound else ""
        if typed:
            self.alike = list(Organisation.objects.named_like(typed)[:5])
        if not self.alike:
            del self.fields["is_another"]

    def clean(self) -> dict[str, Any]:
        """Ask before a second one of the same name is listed."""
        data = super().clean()
        if self.alike and not data.get("is_another"):
            self.add_error("is_another", _("Say that it is another one, or use the one that is listed"))
        return data


class DomainForm(forms.Form):
    """What stands after the @ in the addresses of an organisation."""

    domain = forms.CharField(
        label=gettext_lazy("Email domain"),
        help_text=gettext_lazy("What stands after the @. Such as westmere.gov.uk."),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter what stands after the @ in their addresses")},
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_domain(self) -> str:
        """One domain of this organisation alone, from an address, a web address or the domain itself."""
        typed = self.cleaned_data["domain"].strip().lower().rpartition("@")[2]
        domain = re.sub(r"^(https?://)?(www\.)?", "", typed).rstrip("/.")
        self._check_shape(domain)
        taken = ApprovedDomain.objects.select_related("organisation").filter(domain=domain).first()
        if taken is not None and taken.organisation != self.organisation:
            raise ValidationError(_("%(name)s has this domain") % {"name": taken.organisation.name}, code="taken")
        return domain

    def _check_shape(self, domain: str) -> None:
        if domain in FOR_ANYBODY:
            raise ValidationError(_("Anybody can have an address there. Enter the organisation’s own"), code="public")
        if domain in FOR_MANY:
            raise ValidationError(_("Many organisations have addresses there. Enter a longer one"), code="shared")
        try:
            validate_domain_name(domain)
        except ValidationError as error:
            raise ValidationError(_("Enter a domain, like westmere.gov.uk"), code="domain") from error
