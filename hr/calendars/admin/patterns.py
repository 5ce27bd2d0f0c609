"""The screen of work patterns: one row of fields for each day of the cycle."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.validators import MaxValueValidator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _g, gettext_lazy as _, ngettext
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from core.company_admin import ClockInput, CompanyModelAdmin, CompanyModelForm, column, company_admin
from core.http import CompanyRequest
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


class DaysForm(CompanyModelForm):
    """The hours of each day; `days_form` adds the fields."""

    cycle_length: ClassVar[int]

    def clean(self) -> dict[str, Any] | None:
        """Both hours or none."""
        cleaned = super().clean() or {}
        for number in range(1, self.cycle_length + 1):
            start, end = cleaned.get(f"start_{number}"), cleaned.get(f"end_{number}")
            if (start is None) != (end is None) and f"start_{number}" not in self.errors and f"end_{number}" not in self.errors:
                missing = "start" if start is None else "end"
                self.add_error(f"{missing}_{number}", _("Give both hours, or leave both empty for a free day."))
        return cleaned

    def shifts(self) -> dict[int, Shift]:
        """What was entered."""
        clean = self.cleaned_data
        return {
            number: Shift(clean[f"start_{number}"], clean[f"end_{number}"], clean[f"break_{number}"] or 0)
            for number in range(1, self.cycle_length + 1)
            if clean.get(f"start_{number}") is not None
        }


def days_form(cycle: WorkCycle) -> type[DaysForm]:
    """A form with the fields of this cycle's days, as they are."""
    fields: dict[str, Any] = {"cycle_length": cycle.length}
    for number in range(1, cycle.length + 1):
        shift, label = cycle.shifts.get(number), _day_label(cycle, number)
        fields[f"start_{number}"] = forms.TimeField(
            label=_g("%(day)s: from") % {"day": label}, required=False, widget=ClockInput, initial=shift and shift.start
        )
        fields[f"end_{number}"] = forms.TimeField(label=_g("to"), required=False, widget=ClockInput, initial=shift and shift.end)
        fields[f"break_{number}"] = forms.IntegerField(
            label=_g("unpaid break, minutes"),
            required=False,
            min_value=0,
            validators=[MaxValueValidator(MINUTES_OF_A_DAY - 1)],
            widget=UnfoldAdminIntegerFieldWidget,
            initial=shift.break_minutes if shift else None,
        )
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
            days = [(f"start_{number}", f"end_{number}", f"break_{number}") for number in range(1, obj.cycle_days + 1)]
            about = _("A day without hours is free. Hours that end at or before their start end on the next day.")
            fieldsets.append((_("Hours"), {"fields": days, "description": about}))
        return fieldsets

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
