"""What may be asked of the pages of people, in the address."""

from datetime import date
from typing import Any

from django import forms


class YearForm(forms.Form):
    """A year, in the address; without one it is the current one."""

    year = forms.IntegerField(min_value=1970, max_value=2100, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_year(self) -> int:
        """The year that was asked for."""
        return self.cleaned_data["year"] or self.today.year
