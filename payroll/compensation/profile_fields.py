"""Fields of a form for the questions of a country, and the answers that were entered in them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from core.company_admin import DayInput
from core.encryption import MASK
from core.form_fields import OneLineField
from payroll.compensation.profiles import CountryForm, Question, field_name
from payroll.compensation.profiles.questions import default_at, is_type, literals_of, may_be_none, structs_of, type_at
from payroll.compensation.rules.amounts import DIGITS


class CheckedTextField(OneLineField):
    """A text that the law reads: what it objects to stands beside the field."""

    def __init__(self, question: Question, **options: Any) -> None:
        self.read = question.check or question.read
        super().__init__(max_length=40, **options)

    def clean(self, value: Any) -> str:
        """The text as it was entered. Raises ValidationError with the pack's own sentence."""
        text: str = super().clean(value)
        if text and self.read is not None:
            try:
                self.read(text)
            except ValueError as error:
                raise forms.ValidationError(str(error)) from error
        return text


def fields_of(form: CountryForm) -> dict[str, forms.Field]:
    """A field for each question, by name; each holds what the profile has if nobody answers."""
    return {field_name(question.path): _field(form, question) for question in form.questions}


def answers_of(form: CountryForm, clean: Mapping[str, Any]) -> dict[str, Any]:
    """What was entered, as JSON holds it. Questions without an answer are left out, and those without a meaning here."""
    answers: dict[str, Any] = {}
    for question in form.questions:
        value = clean.get(field_name(question.path))
        if value in (None, "") or (question.only_if and answers.get(question.only_if[0]) != question.only_if[1]):
            continue
        answers[question.path] = _plain(value)
    return answers


def initial_of(form: CountryForm, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the fields for answers that were recorded."""
    return {field_name(question.path): answers.get(question.path, "") for question in form.questions}


def told_answers(form: CountryForm, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Questions and answers in words; of a number that tells who somebody is only the last three digits."""
    return [
        (str(question.label), _told(question, answers[question.path])) for question in form.questions if question.path in answers
    ]


def _told(question: Question, answer: Any) -> str:
    if question.read is not None:
        return f"{MASK}{str(answer)[-3:]}"
    words = dict(question.choices)
    match answer:
        case bool():
            return str(_("yes") if answer else _("no"))
        case list():
            return ", ".join(str(words.get(each, each)) for each in answer)
    return str(words.get(answer, answer))


def conditions_of(form: CountryForm) -> dict[str, str]:
    """Which fields are shown only beside an answer to another, as Unfold's expressions."""
    return {
        field_name(question.path): f"{field_name(question.only_if[0])} == {str(question.only_if[1]).lower()}"
        if isinstance(question.only_if[1], bool)
        else f"{field_name(question.only_if[0])} == '{question.only_if[1]}'"
        for question in form.questions
        if question.only_if
    }


def _field(form: CountryForm, question: Question) -> forms.Field:
    annotation, default = type_at(form.profile, question.path), default_at(form.profile, question.path)
    options: dict[str, Any] = {"label": question.label, "help_text": question.help, "initial": _plain(default)}
    structs = structs_of(annotation)
    if structs and may_be_none(annotation) and len(structs) == 1:
        return forms.BooleanField(required=False, widget=UnfoldBooleanSwitchWidget, **options | {"initial": default is not None})
    if structs:
        return _choice(question, options | {"initial": type(default).__name__})
    if is_type(annotation, bool):
        return forms.BooleanField(required=False, widget=UnfoldBooleanSwitchWidget, **options)
    if is_type(annotation, tuple):
        widget = UnfoldAdminCheckboxSelectMultipleWidget
        return forms.MultipleChoiceField(choices=question.choices, required=False, widget=widget, **options)
    if question.read is None and (question.choices or literals_of(annotation)):
        return _choice(question, options)
    # A condition may hide it, and the law has a value for most that is not said.
    is_needed = default is None and not may_be_none(annotation) and question.only_if is None
    return _entry(annotation, question, {"required": is_needed, **options})


def _choice(question: Question, options: dict[str, Any]) -> forms.Field:
    blank = [] if options["initial"] else [("", _("Choose one"))]
    required = question.only_if is None
    return forms.ChoiceField(choices=[*blank, *question.choices], required=required, widget=UnfoldAdminSelectWidget, **options)


def _entry(annotation: Any, question: Question, options: dict[str, Any]) -> forms.Field:
    if is_type(annotation, Decimal):
        widget = UnfoldAdminDecimalFieldWidget
        places = question.places
        return forms.DecimalField(max_digits=DIGITS, decimal_places=places, min_value=Decimal(0), widget=widget, **options)
    if is_type(annotation, int):
        return forms.IntegerField(min_value=0, max_value=1000, widget=UnfoldAdminIntegerFieldWidget, **options)
    if is_type(annotation, date):
        return forms.DateField(widget=DayInput, **options)
    return CheckedTextField(question, widget=UnfoldAdminTextInputWidget, **options | ({"initial": ""} if question.read else {}))


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return f"{value.normalize():f}" if value else ""
        case date():
            return value.isoformat()
        case tuple() | list():
            return [str(item) for item in value]
        case msgspec.Struct():
            return type(value).__name__
    return value
