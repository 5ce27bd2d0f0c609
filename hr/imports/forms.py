"""What the wizard asks for: a file, what its columns are, what names mean."""

from collections.abc import Mapping as AnyMapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _g, gettext_lazy as _

from core.moments import day_text
from core.sheet_reading import LARGEST_FILE, MOST_ROWS, Sheet, SheetRefused, read_sheet
from hr.imports.fields import PART_LABELS, ImportField, Part
from hr.imports.mapping import Mapping, knows
from hr.imports.models import EmployeeImport
from hr.imports.names import ADD_IT, LEAVE_EMPTY
from hr.imports.rules.dates import DateAmbiguous, DateNotRead, DayOrder, examples, order_of, read_date
from hr.imports.rules.likeness import folded
from hr.people.models import Department

_SAMPLES = 3


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=_("CSV or Excel (.xlsx), up to %(rows)s rows and %(size)s MB. Nothing changes before you have seen what would.")
        % {"rows": MOST_ROWS, "size": LARGEST_FILE // 1024 // 1024},
    )

    def clean_file(self) -> tuple[str, Sheet]:
        """Its name and the table in it."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        try:
            # Not one byte more than is read anyway.
            return str(file.name), read_sheet(file.read(LARGEST_FILE + 1), knows=knows)
        except SheetRefused as error:
            raise forms.ValidationError(error.message) from error


class ColumnsForm(forms.Form):
    """Which column is what, in which order dates stand where that cannot be told, and from when on changes hold."""

    effective_date = forms.DateField(
        label=_("Changed terms hold from"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "Job title, department, manager and the like of people who are here already. New people begin on their first day."
        ),
    )

    def __init__(self, *args: Any, sheet: Sheet, fields: AnyMapping[str, ImportField], mapping: Mapping, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sheet = sheet
        self.today = mapping.effective_date
        self.offered = fields
        self.fields["effective_date"].initial = mapping.effective_date
        choices = [("", _("Leave out")), *_grouped(fields)]
        for at, heading in enumerate(sheet.headings):
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=heading, required=False, choices=choices, initial=mapping.columns.get(at, "")
            )
            if (either := self._either(at)) is not None:
                text, known = either
                orders = [(order.value, day_text(day)) for order, day in examples(text, today=self.today)]
                initial = mapping.day_orders.get(at, known)
                self.fields[f"order_{at}"] = forms.ChoiceField(
                    label=_("“%(text)s” is") % {"text": text}, required=False, choices=[("", _("Choose")), *orders], initial=initial
                )

    def _either(self, at: int) -> tuple[str, DayOrder | None] | None:
        """A date of the column that may be either of two, and which one the other dates speak for; None without such a date."""
        texts = [row[at] for row in self.sheet.rows if row[at]]
        known, is_ambiguous = order_of(texts, today=self.today)
        return (next(filter(self._is_ambiguous, texts)), known) if is_ambiguous else None

    def _is_ambiguous(self, text: str) -> bool:
        try:
            read_date(text, order=None, today=self.today)
        except DateAmbiguous:
            return True
        except DateNotRead:
            return False
        return False

    def clean(self) -> dict[str, Any] | None:
        """Dates that may mean either of two days need a word."""
        cleaned = super().clean() or {}
        for at in range(len(self.sheet.headings)):
            field = self.offered.get(cleaned.get(f"column_{at}", ""))
            if field is not None and field.is_date and f"order_{at}" in self.fields and not cleaned.get(f"order_{at}"):
                self.add_error(f"order_{at}", _("Say which day this is, so that all dates of the column are read alike."))
        return cleaned

    def mapping(self) -> Mapping:
        """What was chosen; call it once valid."""
        chosen = {at: self.cleaned_data[f"column_{at}"] for at in range(len(self.sheet.headings))}
        orders = {at: self.cleaned_data.get(f"order_{at}") for at, code in chosen.items() if code}
        return Mapping(
            {at: code for at, code in chosen.items() if code},
            self.cleaned_data["effective_date"],
            {at: DayOrder(order) for at, order in orders.items() if order},
        )

    def rows(self) -> list[dict[str, Any]]:
        """For the page: each column with its first cells."""
        return [
            {
                "heading": heading,
                "samples": [row[at] for row in self.sheet.rows if row[at]][:_SAMPLES],
                "field": self[f"column_{at}"],
                "order": self[f"order_{at}"] if f"order_{at}" in self.fields else None,
            }
            for at, heading in enumerate(self.sheet.headings)
        ]


def _grouped(fields: AnyMapping[str, ImportField]) -> list[Any]:
    parts: dict[Part, list[tuple[str, Any]]] = {}
    for field in fields.values():
        parts.setdefault(field.part, []).append((field.code, field.label))
    return [(PART_LABELS[part], found) for part, found in parts.items()]


class NamesForm(forms.Form):
    """What is meant by names of departments and managers that are not known."""

    add_all = forms.BooleanField(
        label=_("Add all departments below for which I choose nothing"),
        required=False,
        widget=forms.CheckboxInput,
    )

    def __init__(self, *args: Any, employee_import: EmployeeImport, departments: list[Department], **options: Any) -> None:
        super().__init__(*args, **options)
        self.unknown: dict[str, list[dict[str, Any]]] = employee_import.unknown
        known = [(str(each.pk), each.name) for each in departments]
        for kind, asked in self.unknown.items():
            for number, each in enumerate(asked):
                like = [(key, label) for key, label in each["suggestions"]]
                choices: list[Any] = [("", _("Choose"))]
                choices += [(_("Looks like"), like)] if like else []
                choices += [(ADD_IT, _("Add it as a new department"))] if kind == "department" else []
                choices += [(LEAVE_EMPTY, _("Leave it empty"))]
                choices += [(_("All departments"), known)] if kind == "department" and known else []
                self.fields[f"{kind}_{number}"] = forms.ChoiceField(
                    label=each["text"], required=False, choices=_of_this_name(choices, each["text"])
                )
        if not self.unknown.get("department"):
            del self.fields["add_all"]

    def choices(self) -> dict[str, dict[str, str]]:
        """What was chosen, by kind and folded name; call it once valid."""
        chosen: dict[str, dict[str, str]] = {}
        for kind, asked in self.unknown.items():
            for number, each in enumerate(asked):
                value = self.cleaned_data[f"{kind}_{number}"].partition("=")[0]
                if not value and kind == "department" and self.cleaned_data.get("add_all"):
                    value = ADD_IT
                if value:
                    chosen.setdefault(kind, {})[folded(each["text"])] = value
        return chosen

    def kinds(self) -> list[dict[str, Any]]:
        """For the page."""
        titles = {"department": _g("Departments that we do not know"), "manager": _g("Managers that we cannot tell")}
        return [
            {
                "title": titles[kind],
                "kind": kind,
                "names": [{"field": self[f"{kind}_{number}"], "rows": each["rows"]} for number, each in enumerate(asked)],
            }
            for kind, asked in self.unknown.items()
            if asked
        ]


def _of_this_name(choices: list[Any], text: str) -> list[Any]:
    """The choices with the name in each, so that none is taken for a choice about another name after a new check."""
    return [
        (label, _of_this_name(inner, text)) if isinstance(inner, list) else (f"{label}={folded(text)}" if label else "", inner)
        for label, inner in choices
    ]
