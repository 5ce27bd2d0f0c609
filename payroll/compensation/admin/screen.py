"""What the screens of pay have in common: whose rows one sees, and that it is written down."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy as _, to_locale
from unfold.widgets import UnfoldAdminSelectWidget

from core.audit.actions import record_read
from core.company_admin import ChoiceFilter, CompanyModelAdmin, CompanyModelForm, column
from core.http import CompanyRequest
from payroll.compensation.access import payable_employees, rows_in_reach
from payroll.compensation.queries import others_who_may_change_pay
from payroll.compensation.rules.amounts import CompensationRefusal
from payroll.compensation.wording import days_text, plain_amount
from tenants.accounts.capabilities import Capability, DataGroup
from tenants.accounts.models import User
from tenants.company_settings.choices import currency_choices


def _viewer(request: HttpRequest) -> User:
    # Nobody else comes in: the site asks for `admin.enter`.
    return cast("User", request.user)


class ValidityFilter(ChoiceFilter):
    """What holds today, unless something else is asked for."""

    title = _("days")
    parameter_name = "days"
    all_option = ("", _("Now or later"))

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """From the past to all."""
        return [("past", _("Ended")), ("all", _("All"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By the last day and the company's date today."""
        today = timezone.localdate()
        match self.value():
            case "past":
                return queryset.filter(end_date__lt=today)
            case "all":
                return queryset
        return queryset.exclude(end_date__lt=today)


class DatedForm(CompanyModelForm):
    """A form of rows that hold from one day to another."""

    def validate_constraints(self) -> None:
        """Left to the action, which names what is wrong; new rows may end others, too."""


class AmountForm(DatedForm):
    """A form with amounts."""

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """Amounts without the zeros that their columns put behind them."""
        value = super().get_initial_for_field(field, field_name)
        return plain_amount(value) if isinstance(value, Decimal) else value


class PayForm(AmountForm):
    """A form with a currency, which is the company's unless another is chosen."""

    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=lambda: currency_choices(to_locale(get_language() or "en"), timezone.localdate()),
        widget=UnfoldAdminSelectWidget,
    )


class PayScreen(CompanyModelAdmin):
    """A screen of rows that belong to an employee and tell what they are paid. Where they decide it, one's own can only be read."""

    view_capability = Capability.VIEW_SALARY
    manage_capability = Capability.MANAGE_SALARY
    refusals: ClassVar[dict[type[Exception], str | None]] = {CompensationRefusal: None}
    form: type[DatedForm] = PayForm
    list_select_related: ClassVar[tuple[str, ...]] = ("employee",)
    search_fields: ClassVar[tuple[str, ...]] = ("employee__first_name", "employee__last_name", "employee__work_email")
    search_help_text = _("Name or e-mail of the person")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("employee",)
    decides_pay = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows of those whose pay this person may see."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows_in_reach(rows, _viewer(request), Capability.VIEW_SALARY, on=timezone.localdate())

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only people whose pay this person may change can be chosen."""
        if db_field.name == "employee":
            kwargs["queryset"] = payable_employees(_viewer(request), on=timezone.localdate())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """A row stays with its person."""
        return [*super().get_readonly_fields(request, obj), *([] if obj is None else ["employee"])]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For the rows of those whose pay this person may change."""
        return super().has_change_permission(request, obj) and (obj is None or self._reaches(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For the rows of those whose pay this person may change."""
        return super().has_delete_permission(request, obj) and (obj is None or self._reaches(request, obj))

    def _reaches(self, request: HttpRequest, obj: Any) -> bool:
        viewer, today = _viewer(request), timezone.localdate()
        if self.decides_pay and obj.employee.user_id == viewer.pk and others_who_may_change_pay(obj.employee):
            return False
        mine = rows_in_reach(self.model.objects.filter(pk=obj.pk), viewer, Capability.MANAGE_SALARY, on=today)
        return bool(mine.exists())

    def get_changeform_initial_data(self, request: CompanyRequest) -> dict[str, Any]:
        """From today, in the company's currency."""
        today = timezone.localdate()
        return {
            "start_date": today,
            "currency": request.company_settings.currency,
            **super().get_changeform_initial_data(request),
        }

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row; that its person's pay was looked at is written down."""
        obj = super().get_object(request, object_id, from_field)
        if obj is not None:
            self.note_read(request, [obj])
        return obj

    def note_read(self, request: HttpRequest, records: Iterable[Any]) -> None:
        """Written down for everybody whose pay is shown."""
        people = {row.employee_id: row.employee for row in records if row.employee.user_id != request.user.pk}
        if people:
            record_read(acting_user=_viewer(request), subjects=people.values(), data_group=DataGroup.SALARY)

    @column(_("Employee"), ordering="employee__last_name")
    def person(self, row: Any) -> str:
        """Whose it is."""
        return str(row.employee)

    @column(_("Days"), ordering="start_date")
    def days(self, row: Any) -> str:
        """From when to when."""
        return days_text(row.start_date, row.end_date)
