"""What may be asked of the directory, in the address."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hr.people.models import Department
from hr.people.queries import DirectoryOrder

_ORDERS = [
    (DirectoryOrder.NAME.value, _("Name, A to Z")),
    (DirectoryOrder.NAME_BACKWARDS.value, _("Name, Z to A")),
    (DirectoryOrder.DEPARTMENT.value, _("Department")),
    (DirectoryOrder.START.value, _("Newest first")),
]


class DirectoryForm(forms.Form):
    """Search, filter and order of the directory."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=forms.SearchInput)
    department = forms.TypedChoiceField(label=_("Department"), required=False, coerce=UUID, empty_value=None)
    sort = forms.TypedChoiceField(
        label=_("Sort by"), required=False, choices=_ORDERS, coerce=DirectoryOrder, empty_value=DirectoryOrder.NAME
    )

    def __init__(self, *args: Any, departments: list[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs.update(
            {"class": "form-control", "placeholder": _("Name, title or e-mail"), "autocomplete": "off"}
        )
        self.fields["sort"].widget.attrs["class"] = "form-select"
        department = self.fields["department"]
        department.widget.attrs["class"] = "form-select"
        department.choices = [  # type: ignore[attr-defined]  # It is the choice field declared above.
            ("", _("All departments")),
            *((str(each.pk), each.name) for each in departments),
        ]


class YearForm(forms.Form):
    """A year, in the address; without one it is the current one."""

    year = forms.IntegerField(min_value=1970, max_value=2100, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_year(self) -> int:
        """The year that was asked for."""
        return self.cleaned_data["year"] or self.today.year
