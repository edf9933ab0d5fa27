"""The file, and what is in it."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.imports.running import begin_import
from collab.imports.sign_ups import MOST
from collab.kit.spreadsheets import UnreadableSheet, read_sheet
from events.models import Event
from members.models import Import, Member
from members.models.imports import OF_A_DATE

LISTS_OF = [(kind.value, kind.label) for kind in Import.Kind if kind not in OF_A_DATE]


class FileForm(forms.Form):
    """A list of people, or of pledge cards, for one date."""

    file = forms.FileField(
        label=_("Your file"),
        help_text=_("CSV or XLSX, up to 300 rows. The first row holds the headings."),
        max_length=200,
        error_messages={
            "required": _("Choose a file"),
            "empty": _("That file has nothing in it. Choose another one"),
            "max_length": _("The name of that file is too long. Give it a shorter one"),
        },
        widget=forms.ClearableFileInput({"accept": ".csv,.xlsx,text/csv"}),
    )

    def begin(self, event: Event, *, kind: str, by: Member, at: datetime) -> Import | None:
        """Read the file and keep its rows; None, with the reason beside the field, when it cannot be read."""
        file = self.cleaned_data["file"]
        try:
            sheet = read_sheet(file, name=file.name, size=file.size)
            if len(sheet.rows) > MOST:
                raise UnreadableSheet(_("That file has over 300 rows. Split it into smaller ones"))
            return begin_import(sheet, kind=kind, about=event.uuid, file_name=file.name, by=by, at=at)
        except UnreadableSheet as error:
            self.add_error("file", str(error))
            return None


class ImportForm(forms.Form):
    """Choose what the list is of, and the file."""

    kind = forms.ChoiceField(
        label=_("What is in the list?"),
        choices=LISTS_OF,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is in the list")},
    )
    file = forms.FileField(
        label=_("Your file"),
        help_text=_("CSV or XLSX, up to 10,000 rows. The first row holds the headings."),
        max_length=200,
        error_messages={
            "required": _("Choose a file"),
            "empty": _("That file has nothing in it. Choose another one"),
            "max_length": _("The name of that file is too long. Give it a shorter one"),
        },
        widget=forms.ClearableFileInput({"accept": ".csv,.xlsx,text/csv"}),
    )

    def begin(self, *, by: Member, at: datetime) -> Import | None:
        """Read the file and keep its rows; None, with the reason beside the field, when it cannot be read."""
        file = self.cleaned_data["file"]
        try:
            sheet = read_sheet(file, name=file.name, size=file.size)
            return begin_import(sheet, kind=self.cleaned_data["kind"], file_name=file.name, by=by, at=at)
        except UnreadableSheet as error:
            self.add_error("file", str(error))
            return None
