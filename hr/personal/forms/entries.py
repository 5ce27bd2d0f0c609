"""One form for the entries of each section."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy as _

from core.countries import country_names
from core.files.pictures import Picture, PictureRefused, read_picture
from core.form_fields import OneLineField
from hr.personal.actions.photo import PHOTO_WITHIN
from hr.personal.rules.identifiers import KINDS
from hr.personal.sections import Section

COUNTRY_FIELDS = {"country", "nationality", "second_nationality"}


def country_choices() -> list[tuple[str, str]]:
    """Nothing, then every country by name."""
    return [("", "–"), *country_names(get_language() or "en")]


def _identifier_kinds() -> list[Any]:
    names = dict(country_names(get_language() or "en"))
    of_any = [(kind.code, kind.name) for kind in KINDS.values() if kind.is_of_any_country]
    by_country: dict[str, list[tuple[str, Any]]] = {}
    for kind in KINDS.values():
        if not kind.is_of_any_country:
            by_country.setdefault(names[kind.country], []).append((kind.code, kind.name))
    return [("", "–"), (_("Of any country"), of_any), *sorted(by_country.items())]


def _form_field(column: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    """What Django makes of a column, with the browser's calendar, countries by name and names on one line."""
    if column.name in COUNTRY_FIELDS:
        return forms.ChoiceField(label=capfirst(str(column.verbose_name)), required=not column.blank, choices=country_choices)
    if column.name == "kind" and not column.choices:
        return forms.ChoiceField(label=capfirst(str(column.verbose_name)), choices=_identifier_kinds)
    if isinstance(column, models.DateField):
        options["widget"] = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    if isinstance(column, models.CharField) and not isinstance(column, models.EmailField) and not column.choices:
        options["form_class"] = OneLineField
    return column.formfield(**options)


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]  # Generic to mypy only.
    """Values of one entry."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if {"kind", "number"} <= set(self.fields):
            self.fields["country"].required = False
            self.fields["country"].help_text = _("Only for kinds that any country gives out, such as passports.")
            self.order_fields(["kind", "country"])

    def clean(self) -> dict[str, Any] | None:
        """A kind of one country's names the country."""
        cleaned = super().clean() or {}
        kind = KINDS.get(cleaned.get("kind", ""))
        if kind is not None:
            cleaned["country"] = kind.country or cleaned.get("country", "")
            if not cleaned["country"]:
                self.add_error("country", _("Say which country gave it out."))
        return cleaned


def entry_form(section: Section) -> type[EntryForm]:
    """The form of a section."""
    form = forms.modelform_factory(section.model, form=EntryForm, fields=section.fields, formfield_callback=_form_field)
    return cast("type[EntryForm]", form)


class PhotoForm(forms.Form):
    """A photo."""

    picture = forms.FileField(
        label=_("Photo"),
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("PNG, JPEG or WebP, at most 5 MB and 3000 pixels on each side. Where and with what it was taken is removed."),
    )

    def clean_picture(self) -> Picture:
        """The picture made anew."""
        file: UploadedFile[Any] = self.cleaned_data["picture"]
        try:
            return read_picture(file, within=PHOTO_WITHIN)
        except PictureRefused as error:
            raise forms.ValidationError(str(error)) from error


class RefusalForm(forms.Form):
    """Why not."""

    reason = OneLineField(label=_("Reason"), max_length=300, help_text=_("The person who asked reads it."))
