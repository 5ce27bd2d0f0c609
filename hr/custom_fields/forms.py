"""Custom fields in forms."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
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
    fields: Iterable[CustomField], values: Mapping[str, Any], *, widgets: Mapping[str, type[forms.Widget]] | None = None
) -> dict[str, forms.Field]:
    """A form's fields, by name, with what stands in them at first. `widgets` dresses kinds of them for the administration.

    A value that no longer fits, since the field was changed, may stay.
    """
    return {form_name(field): _form_field(field, values.get(field.key), (widgets or {}).get(field.kind)) for field in fields}


def _form_field(field: CustomField, stored: Any, widget: type[forms.Widget] | None) -> forms.Field:
    initial = _shown(field, stored)
    options: dict[str, Any] = {"label": field.name, "help_text": field.help_text, "required": field.is_required, "initial": initial}
    if widget is not None:
        options["widget"] = widget
    former = stored if isinstance(stored, list) else [stored] if stored else []
    choices = [(choice, choice) for choice in dict.fromkeys([*field.choices, *former])]
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
        made.validators.append(lambda value: None if value == initial else _validate(field, value))
    return made


def _validate(field: CustomField, value: Any) -> None:
    try:
        stored_value(field, value)
    except ValueNotValid as error:
        raise ValidationError(str(error.message)) from error


def _shown(field: CustomField, stored: Any) -> Any:
    match field.kind:
        case ValueKind.YES_NO:
            return {True: "yes", False: "no"}.get(stored, "")
        case ValueKind.NUMBER if stored is not None:
            return Decimal(stored)
        case ValueKind.DATE if stored is not None:
            return date.fromisoformat(stored)
    return stored


def entered_values(fields: Iterable[CustomField], form: forms.BaseForm) -> dict[str, Any]:
    """What was changed in a valid form, by the field's key, as it is stored."""
    changed = [field for field in fields if form_name(field) in form.changed_data]
    return {field.key: stored_value(field, form.cleaned_data[form_name(field)]) for field in changed}
