"""Inputs that the browser itself knows how to fill in, in Unfold's clothes, and the one that searches for a record."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from unfold.widgets import INPUT_CLASSES

_CLASSES = " ".join(INPUT_CLASSES)


class DayInput(forms.DateInput):
    """The browser's own calendar: it knows the person's language, and phones have a good one."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": _CLASSES, **(attrs or {})}, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """The browser's own time of day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": _CLASSES, **(attrs or {})}, format="%H:%M")


class MomentInput(forms.DateTimeInput):
    """The browser's own date and time of day, by the company's clock."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": _CLASSES, **(attrs or {})}, format="%Y-%m-%dT%H:%M")


class ColorInput(forms.TextInput):
    """The browser's own colour picker."""

    input_type = "color"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "color-input", **(attrs or {})})


class PictureInput(forms.ClearableFileInput):
    """A picture: the one that is there, another from the device, or none any more. What is there has `url`, `width`, `height`."""

    template_name = "admin/picture_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/png,image/jpeg,image/webp", **(attrs or {})})


class SearchInput(AutocompleteSelect):
    """One record, found by typing."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        """The record that is chosen; none for a value that cannot be a key, on which Django's look-up would fail."""
        try:
            groups: list[Any] = super().optgroups(name, value, attr)
        except ValidationError:
            groups = super().optgroups(name, [], attr)
        return groups
