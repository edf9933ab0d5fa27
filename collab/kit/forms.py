"""The renderer that puts every Django form in the design system, and the few fields and widgets it adds."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorDict
from django.forms.widgets import Input
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from collab.kit.components.library import HOLE, draw_built, wrap

KEPT_WIDGETS = {"django/forms/widgets/sector_picker.html", "django/forms/widgets/select.html"}


class DesignSystemBoundField(BoundField):
    """A field that knows its place in the design system: classes, the link from the error summary, optional or not."""

    heading = False

    def build_widget_attrs(self, attrs: Mapping[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's wiring of ids and aria, our classes, and no browser bubbles."""
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(dict(attrs), widget)
        built.pop("required", None)
        if widget.is_hidden:
            return built
        classes = [_class_of(widget), str(widget.attrs.get("class", "")), str(built.get("class", ""))]
        if self.errors and classes[0] in HAS_ERROR_LOOK:
            classes.append(f"{classes[0]}--error")
        built["class"] = " ".join(filter(None, classes))
        if isinstance(widget, CountedTextarea):
            described = [str(built.get("aria-describedby", "")), f"{self.auto_id}-info"]
            built["aria-describedby"] = " ".join(filter(None, described))
        return built

    def as_field_group(self) -> SafeString:
        """Label, hint and box. What is the same in every form that is yet to be filled in is drawn once."""
        if self.errors:
            return SafeString(super().as_field_group())
        return wrap(DesignSystemRenderer.field_template_name, self.html, field=self.plain())

    def plain(self) -> dict[str, Any]:
        """All that the template of a field reads of one without errors, as values; its box goes into the hole."""
        widget = self.field.widget
        counted = {name: getattr(widget, name, None) for name in ("maximum", "threshold")}
        names = ("kind", "heading", "label", "is_marked_optional", "help_text", "auto_id", "id_for_label")
        values = {name: getattr(self, name) for name in names}
        return values | {"aria_describedby": self.aria_describedby, "field": {"widget": counted}, "html": HOLE}

    @property
    def html(self) -> SafeString:
        """The box alone."""
        return SafeString(self)

    @property
    def first_id(self) -> str:
        """The id of the first thing to type in or choose, where the error summary leads."""
        widget = self.field.widget
        if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.MultiWidget)):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    @property
    def is_marked_optional(self) -> bool:
        """Whether the label says "(optional)". A filter, where all is optional, sets marks_optional = False."""
        return (
            not self.field.required
            and getattr(self.form, "marks_optional", True)
            and not isinstance(self.field.widget, forms.CheckboxInput)
        )

    @property
    def kind(self) -> str:
        """Which shape the field template draws: box, check, decoy, counted or group."""
        widget = self.field.widget
        shapes: tuple[tuple[type[forms.Widget], str], ...] = (
            (Decoy, "decoy"),
            (CountedTextarea, "counted"),
            (forms.CheckboxInput, "check"),
        )
        found = next((name for shape, name in shapes if isinstance(widget, shape)), "box")
        return "group" if found == "box" and self.use_fieldset else found


class DesignSystemRenderer(TemplatesSetting):
    """Every form of the project in the design system's clothes."""

    form_template_name = "django/forms/design_system_form.html"
    field_template_name = "django/forms/design_system_field.html"
    bound_field_class = DesignSystemBoundField

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        """Lists of choices, and boxes with nothing in them, are kept: they hold nobody's words, and cost most."""
        widget = context.get("widget")
        if template_name in KEPT_WIDGETS or (widget and not widget["value"]):
            return draw_built(template_name, context)
        return SafeString(super().render(template_name, context, request))


class SharedFields(dict[str, forms.Field]):
    """Fields that every form of a class has as they are: Django's copy of each took a third of what a form takes."""

    def __deepcopy__(self, _memo: object) -> dict[str, forms.Field]:
        return dict(self)


def shares_fields[F: type[forms.BaseForm]](form: F) -> F:
    """For a form that may add and drop fields, and changes none."""
    cast(Any, form).base_fields = SharedFields(cast(Any, form).base_fields)
    return form


class CountedTextarea(forms.Textarea):
    """A box that counts down. It never stops anyone typing: what is too long comes back to be trimmed."""

    def __init__(self, *, maximum: int, threshold: int = 75, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 3, **(attrs or {})})
        self.attrs["class"] = f"{self.attrs.get('class', '')} govuk-js-character-count".strip()
        self.maximum, self.threshold = maximum, threshold

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Without the maxlength that Django adds from the field: cutting words off loses them."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"].pop("maxlength", None)
        return context


class SectorPicker(forms.RadioSelect):
    """Sectors as cloth patches with words. The cloth comes from the option's row, else from `cloths` by value."""

    template_name = "django/forms/widgets/sector_picker.html"

    def __init__(self, *, cloths: Mapping[str, str] | None = None, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.cloths = cloths or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's option, and the name of its cloth."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        row = getattr(value, "instance", None)
        # The value alone, without its row, so that the drawn picker can be kept by its values.
        option["value"] = str(value)
        option["cloth"] = getattr(row, "cloth", None) or self.cloths.get(str(value), str(value))
        return option


class Decoy(forms.TextInput):
    """The box behind DecoyField: off the page, out of the tab order, never filled in by a browser."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"tabindex": "-1", "autocomplete": "off", **(attrs or {})})


class DecoyField(forms.CharField):
    """A box that only a robot fills in. `form.cleaned_data[name]` is empty for people; an error is never shown."""

    widget = Decoy

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "label": _("Leave this box empty"), **kwargs})


# What each kind of widget is called in the design system; a subclass is found by the class it comes from.
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (SectorPicker, "sector-picker__input"),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (Input, "govuk-input"),
)
HAS_ERROR_LOOK = ("govuk-input", "govuk-textarea", "govuk-select", "govuk-file-upload")


def error_rows(form: forms.BaseForm, extra: ErrorDict | None = None) -> list[tuple[str, str]]:
    """Each error's words with the id of its field, in the order of the page; "" where there is no field."""
    rows = [("", str(message)) for message in form.non_field_errors()]
    for field in form:
        target = getattr(field, "first_id", field.auto_id)
        rows += [(target, str(message)) for message in field.errors if not field.is_hidden]
        rows += [("", str(message)) for message in field.errors if field.is_hidden]
    for messages in (extra or {}).values():
        rows += [("", str(message)) for message in messages]
    return rows


def _class_of(widget: forms.Widget) -> str:
    return next((name for kind, name in CLASSES if isinstance(widget, kind)), "")
