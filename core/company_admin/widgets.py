"""Inputs that the browser itself knows how to fill in, in Unfold's clothes."""

from typing import Any

from django import forms
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


class ColorInput(forms.TextInput):
    """The browser's own colour picker."""

    input_type = "color"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "color-input", **(attrs or {})})
