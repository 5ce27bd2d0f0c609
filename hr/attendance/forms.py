"""What the pages of attendance are sent and asked."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.periods import DateRange, month
from hr.attendance.models import PUNCH_KIND_LABELS
from hr.attendance.rules import Presence, PunchKind
from hr.attendance.screens.team import PRESENCE_LABELS


class DeviceTimeField(forms.DateTimeField):
    """What the clock of somebody's device shows: evidence only, so one that cannot be read counts as none and refuses nothing."""

    def clean(self, value: Any) -> datetime | None:
        """The instant, or None."""
        try:
            instant: datetime | None = super().clean(value)
        except forms.ValidationError:
            return None
        return instant


class PunchForm(forms.Form):
    """A press of a button of the clock."""

    kind = forms.TypedChoiceField(choices=[(kind.value, label) for kind, label in PUNCH_KIND_LABELS.items()], coerce=PunchKind)
    idempotency_key = forms.UUIDField()
    device_time = DeviceTimeField(required=False)


class MonthForm(forms.Form):
    """Which month, as "2026-11"; without one, that of `today`."""

    month = forms.RegexField(r"^20\d\d-(0[1-9]|1[0-2])$", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_month(self) -> DateRange:
        """The month's days."""
        asked = self.cleaned_data["month"]
        year, number = asked.split("-") if asked else (self.today.year, self.today.month)
        return month(int(year), int(number))


class TeamForm(forms.Form):
    """Search and filter of the team."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=forms.SearchInput)
    status = forms.TypedChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Everybody")), *((presence.value, label) for presence, label in PRESENCE_LABELS.items())],
        coerce=Presence,
        empty_value=None,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs.update(
            {"class": "form-control", "placeholder": _("Name, title or department"), "autocomplete": "off"}
        )
        self.fields["status"].widget.attrs["class"] = "form-select"
