"""Custom fields in forms."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hr.custom_fields.models import CustomField
from hr.custom_fields.queries import stored_value
from hr.custom_fields.rules import LONGEST_TEXT, ValueKind, ValueNotValid

PREFIX = "custom_"
_YES_NO = [("", "–"), ("yes", _("yes")), ("no", _("no"))]


def form_name(field: CustomField) -> str:
    """What it is called in a form."""
    return f"{PREFIX}{field.pk.hex}"


def form_fields(
    fields: Iterable[CustomField], *, widgets: Mapping[str, type[forms.Widget]] | None = None
) -> dict[str, forms.Field]:
    """A form's fields, by name. `widgets` dresses kinds of them for the administration."""
    return {form_name(field): _form_field(field, (widgets or {}).get(field.kind)) for field in fields}


def _form_field(field: CustomField, widget: type[forms.Widget] | None) -> forms.Field:
    options: dict[str, Any] = {"label": field.name, "help_text": field.help_text, "required": field.is_required}
    if widget is not None:
        options["widget"] = widget
    choices = [(choice, choice) for choice in field.choices]
    match ValueKind(field.kind):
        case ValueKind.NUMBER:
            made: forms.Field = forms.DecimalField(**options)
        case ValueKind.DATE:
            made = forms.DateField(**{"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **options})
        case ValueKind.YES_NO:
            made = forms.TypedChoiceField(choices=_YES_NO, coerce=lambda text: text == "yes", empty_value=None, **options)
        case ValueKind.CHOICE:
            made = forms.ChoiceField(choices=[("", "–"), *choices], **options)
        case ValueKind.CHOICES:
            made = forms.MultipleChoiceField(choices=choices, **{"widget": forms.CheckboxSelectMultiple, **options})
        case ValueKind.EMAIL:
            made = forms.EmailField(max_length=LONGEST_TEXT, **options)
        case ValueKind.URL:
            made = forms.URLField(max_length=LONGEST_TEXT, assume_scheme="https", **options)
        case _:
            made = forms.CharField(max_length=LONGEST_TEXT, **options)
    if field.kind != ValueKind.YES_NO:
        # Which is turned into yes or no only after the validators.
        made.validators.append(lambda value: _validate(field, value))
    return made


def _validate(field: CustomField, value: Any) -> None:
    try:
        stored_value(field, value)
    except ValueNotValid as error:
        raise ValidationError(str(error.message)) from error


def initial_values(fields: Iterable[CustomField], values: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in a form at first."""
    return {form_name(field): _shown(field, values.get(field.key)) for field in fields}


def _shown(field: CustomField, value: Any) -> Any:
    if field.kind == ValueKind.YES_NO:
        return {True: "yes", False: "no"}.get(value, "")
    return value


def entered_values(fields: Iterable[CustomField], cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What was entered, by the field's key, as it is stored; call it with valid values."""
    return {field.key: stored_value(field, cleaned[form_name(field)]) for field in fields if form_name(field) in cleaned}
