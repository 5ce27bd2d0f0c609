"""What may be asked of the directory and the org chart, in the address."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hr.people.directory import DirectoryOrder, Joining
from hr.people.models import ContractType, Department, Employee, Location
from tenants.accounts.capabilities import DataGroup

_ORDERS = [
    (DirectoryOrder.MATCH.value, _("Best match, then name")),
    (DirectoryOrder.NAME.value, _("Name, A to Z")),
    (DirectoryOrder.NAME_BACKWARDS.value, _("Name, Z to A")),
    (DirectoryOrder.DEPARTMENT.value, _("Department")),
    (DirectoryOrder.START.value, _("Newest first")),
]
_JOINING = [
    ("", _("New or long here")),
    (Joining.NEW.value, _("New in the last 30 days")),
    (Joining.SOON.value, _("Starting soon")),
]


class DirectoryForm(forms.Form):
    """Search, filters and order of the directory."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=forms.SearchInput)
    department = forms.TypedChoiceField(label=_("Department"), required=False, coerce=UUID, empty_value=None)
    location = forms.TypedChoiceField(label=_("Location"), required=False, coerce=UUID, empty_value=None)
    manager = forms.TypedChoiceField(label=_("Manager"), required=False, coerce=UUID, empty_value=None)
    contract = forms.ChoiceField(label=_("Contract"), required=False, choices=[("", _("All contracts")), *ContractType.choices])
    joining = forms.TypedChoiceField(label=_("Time here"), required=False, choices=_JOINING, coerce=Joining, empty_value=None)
    sort = forms.TypedChoiceField(
        label=_("Sort by"), required=False, choices=_ORDERS, coerce=DirectoryOrder, empty_value=DirectoryOrder.MATCH
    )
    # The list, or cards.
    view = forms.ChoiceField(required=False, choices=[("", ""), ("cards", "")], widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        departments: Iterable[Department],
        locations: Iterable[Location],
        managers: Iterable[Employee],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs.update(
            {"class": "form-control", "placeholder": _("Name, title or e-mail"), "autocomplete": "off"}
        )
        choices = {
            "department": [("", _("All departments")), *((str(each.pk), each.name) for each in departments)],
            "location": [("", _("All locations")), *((str(each.pk), each.name) for each in locations)],
            "manager": [("", _("All managers")), *((str(each.pk), each.full_name) for each in managers)],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]  # They are the choice fields declared above.
        for name in ("department", "location", "manager", "contract", "joining", "sort"):
            self.fields[name].widget.attrs["class"] = "form-select"

    @property
    def narrowing(self) -> list[str]:
        """The filters that are set."""
        return [name for name in ("department", "location", "manager", "contract", "joining") if self.cleaned_data.get(name)]


class ChartForm(forms.Form):
    """Whom to show in the org chart, and how."""

    q = forms.CharField(label=_("Find somebody"), required=False, max_length=100, widget=forms.SearchInput)
    person = forms.UUIDField(required=False)
    # Whose reports are fetched alone.
    of = forms.UUIDField(required=False)
    open = forms.ChoiceField(required=False, choices=[("", ""), ("all", "")])
    view = forms.ChoiceField(required=False, choices=[("", ""), ("table", "")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs.update(
            {"class": "form-control", "placeholder": _("Name, title or e-mail"), "autocomplete": "off"}
        )


class HistoryForm(forms.Form):
    """Which changes of a person's records to show."""

    group = forms.ChoiceField(label=_("Records"), required=False)
    by = forms.ChoiceField(label=_("Changed by"), required=False)
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date", "class": "form-control"})
    )

    def __init__(self, *args: Any, groups: Iterable[DataGroup], actors: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # "from" is no name that Python allows.
        self.fields["from"] = forms.DateField(
            label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date", "class": "form-control"})
        )
        self.order_fields(["group", "by", "from", "until"])
        shown = set(groups)
        choices = {
            "group": [("", _("All records")), *((each.value, each.label) for each in DataGroup if each in shown)],
            "by": [("", _("Anybody")), *((name, name) for name in actors)],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]  # They are the choice fields declared above.
            self.fields[name].widget.attrs["class"] = "form-select"
