"""Form fields that Django lacks."""

from typing import Any

from django import forms


class OneLineField(forms.CharField):
    """A name: inner line breaks and double spaces are taken for one space.

    Mails quote names, and there a line of its own would be a link or a code of the sender's.
    """

    def to_python(self, value: Any) -> str:
        """The text with single spaces."""
        return " ".join(str(super().to_python(value) or "").split())
