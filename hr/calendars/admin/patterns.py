"""The screen of work patterns: a line for each day of the cycle."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _g, gettext_lazy as _, ngettext
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from core.company_admin import ClockInput, CompanyModelAdmin, CompanyModelForm, column, company_admin
from core.http import CompanyRequest
from core.periods import week_of
from hr.calendars import actions
from hr.calendars.models import MINUTES_OF_A_DAY, WorkPattern
from hr.calendars.rules import Shift, WorkCycle
from tenants.accounts.capabilities import Capability

_WEEK = 7


def _day_label(cycle: WorkCycle, number: int) -> str:
    """The day of a week where the cycle is of whole weeks, or else its number."""
    if cycle.length % _WEEK:
        return _g("Day %(number)s") % {"number": number}
    weekday = date_format(cycle.date_of(number), "l")
    if cycle.length == _WEEK:
        return weekday
    return _g("Week %(week)s, %(weekday)s") % {"week": (number - 1) // _WEEK + 1, "weekday": weekday}


class ShiftInput(forms.MultiWidget):
    """From, to, and the unpaid break in minutes."""

    template_name = "admin/shift_input.html"

    def __init__(self) -> None:
        widgets = [
            ClockInput({"aria-label": _("From")}),
            ClockInput({"aria-label": _("To")}),
            UnfoldAdminIntegerFieldWidget({"aria-label": _("Unpaid break, minutes"), "placeholder": _("Break, min")}),
        ]
        super().__init__(widgets)

    def decompress(self, value: Shift | None) -> list[Any]:
        """The parts of what stands there."""
        return [value.start, value.end, value.break_minutes or None] if value else [None, None, None]


class ShiftField(forms.MultiValueField):
    """The hours of one day, or none."""

    widget = ShiftInput

    def __init__(self, **options: Any) -> None:
        rest = forms.IntegerField(min_value=0, max_value=MINUTES_OF_A_DAY - 1, required=False)
        parts = (forms.TimeField(required=False), forms.TimeField(required=False), rest)
        super().__init__(fields=parts, require_all_fields=False, required=False, **options)

    def compress(self, data_list: list[Any]) -> Shift | None:
        """Both hours or none."""
        start, end, rest = data_list or (None, None, None)
        if (start is None) != (end is None):
            raise forms.ValidationError(_("Give both hours, or leave both empty for a free day."))
        return Shift(start, end, rest or 0) if start is not None and end is not None else None


class DaysForm(CompanyModelForm):
    """The hours of each day; `days_form` adds the fields."""

    cycle_length: ClassVar[int]

    def shifts(self) -> dict[int, Shift]:
        """What was entered."""
        entered = ((number, self.cleaned_data[f"day_{number}"]) for number in range(1, self.cycle_length + 1))
        return {number: shift for number, shift in entered if shift}


def days_form(cycle: WorkCycle) -> type[DaysForm]:
    """A form with the fields of this cycle's days, as they are."""
    fields: dict[str, Any] = {"cycle_length": cycle.length}
    for number in range(1, cycle.length + 1):
        fields[f"day_{number}"] = ShiftField(label=_day_label(cycle, number), initial=cycle.shifts.get(number))
    return type("PatternDaysForm", (DaysForm,), fields)


@admin.register(WorkPattern, site=company_admin)
class WorkPatternAdmin(CompanyModelAdmin):
    """When people work who do not keep the company's hours."""

    view_capability = Capability.VIEW_PEOPLE
    manage_capability = Capability.MANAGE_PEOPLE
    refusals: ClassVar[Any] = {actions.CalendarRefusal: None}
    kept_message = _("People work or worked by “%(object)s”, so it cannot be deleted. It stays for what was so.")
    list_display: ClassVar[tuple[str, ...]] = ("name", "repeats", "weekly_hours", "days_of_cycle")
    search_fields: ClassVar[tuple[str, ...]] = ("name",)
    search_help_text = _("Name of the pattern")
    ordering: ClassVar[tuple[str, ...]] = ("name",)
    add_form_description = _("The hours of each day come on the next page.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[WorkPattern]:
        """With their days."""
        rows: QuerySet[WorkPattern] = super().get_queryset(request)
        return rows.prefetch_related("days")

    def get_form(self, request: HttpRequest, obj: WorkPattern | None = None, **kwargs: Any) -> type[CompanyModelForm]:  # type: ignore[override]
        """With the days of one that is there."""
        if obj is not None and self.has_change_permission(request, obj):
            kwargs["form"] = days_form(obj.cycle)
        return super().get_form(request, obj, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: WorkPattern | None = None) -> Any:
        """One line for each day."""
        fieldsets: list[Any] = [(None, {"fields": ("name", ("cycle_days", "anchor_date"))})]
        if obj is not None and self.has_change_permission(request, obj):
            days = [f"day_{number}" for number in range(1, obj.cycle_days + 1)]
            about = _(
                "From, to, and minutes of unpaid break. A day without hours is free; hours that end at or before their start end "
                "on the next day."
            )
            fieldsets.append((_("Hours"), {"fields": days, "description": about}))
        return fieldsets

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A cycle begins on a Monday, unless somebody says otherwise."""
        today = timezone.localdate()
        return {"anchor_date": week_of(today, 1).start, **super().get_changeform_initial_data(request)}

    @column(_("Repeats after"), ordering="cycle_days")
    def repeats(self, pattern: WorkPattern) -> str:
        """Weeks where it is whole ones, or else days."""
        weeks, days = divmod(pattern.cycle_days, _WEEK)
        if days:
            return ngettext("%(count)s day", "%(count)s days", pattern.cycle_days) % {"count": pattern.cycle_days}
        return ngettext("%(count)s week", "%(count)s weeks", weeks) % {"count": weeks}

    @column(_("Hours a week, on average"))
    def weekly_hours(self, pattern: WorkPattern) -> str:
        """Of work, breaks aside."""
        return str(number_format(round(pattern.cycle.weekly_minutes / 60, 2).normalize(), use_l10n=True))

    @column(_("Working days of the cycle"))
    def days_of_cycle(self, pattern: WorkPattern) -> int:
        """How many of its days have hours."""
        return len(pattern.cycle.shifts)

    def save_model(self, request: CompanyRequest, obj: WorkPattern, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Add, or change with its days."""
        values = {name: form.cleaned_data[name] for name in ("name", "cycle_days", "anchor_date")}
        if isinstance(form, DaysForm):
            saved = actions.change_pattern(pattern=obj, **values, shifts=form.shifts(), acting_user=request.user)
        else:
            saved = actions.add_pattern(**values, acting_user=request.user)
        obj.__dict__.update(saved.__dict__)

    def response_add(self, request: HttpRequest, obj: WorkPattern, post_url_continue: str | None = None) -> HttpResponse:
        """On to the hours."""
        return redirect(self.parent_of(obj)["url"])
