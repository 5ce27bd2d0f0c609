"""The screen of a company's own levies: the law of a country that Rooster has no pack of."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.company_admin import FieldChoiceFilter, column, company_admin
from core.http import CompanyRequest
from core.moments import day_text
from payroll.structures import actions
from payroll.structures.admin.screen import PayScreen
from payroll.structures.forms import OwnLevyForm
from payroll.structures.forms.own_law import rows_text
from payroll.structures.models import OwnLevy


@admin.register(OwnLevy, site=company_admin)
class OwnLevyAdmin(PayScreen):
    """What a country takes from pay or asks of the employer, by the days for which it holds."""

    form = OwnLevyForm
    refusals: ClassVar[dict[type[Exception], str | None]] = {
        actions.FiguresDaysTaken: "start_date",
        actions.FiguresRefused: "rows",
        actions.CountryHasPack: "country",
        **PayScreen.refusals,
    }
    list_display: ClassVar[tuple[str, ...]] = ("name", "code", "country", "paid_by", "figures_text", "days")
    list_filter: ClassVar[tuple[Any, ...]] = (("paid_by", FieldChoiceFilter),)
    search_fields: ClassVar[tuple[str, ...]] = ("code", "name")
    search_help_text = _("Code or name")
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": ("name", "code", "country", "paid_by"),
                "description": _(
                    "For countries whose law Rooster does not know. Nobody has checked these figures: whatever comes of them is "
                    "marked as not verified. Components say under “Counts towards” which pay counts for a levy."
                ),
            },
        ),
        (_("How much"), {"fields": ("method", "rows", "counted_over", ("ceiling", "most"), ("rounding", "unit"))}),
        (_("Days of payment"), {"fields": (("start_date", "end_date"),)}),
    )

    def get_changeform_initial_data(self, request: CompanyRequest) -> dict[str, Any]:
        """For a year of the company's country."""
        today = timezone.localdate()
        year = {"start_date": today.replace(month=1, day=1), "end_date": today.replace(month=12, day=31)}
        return {"country": request.company_settings.country, **year, **super().get_changeform_initial_data(request)}

    @column(_("Figures"))
    def figures_text(self, levy: OwnLevy) -> str:
        """On one line."""
        return rows_text(levy).replace("\n", ", ")

    @column(_("Days of payment"), ordering="start_date")
    def days(self, levy: OwnLevy) -> str:
        """From when to when."""
        return f"{day_text(levy.start_date)} – {day_text(levy.end_date)}"

    def save_model(self, request: CompanyRequest, obj: OwnLevy, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Through the action."""
        actions.save_own_levy(levy=obj, acting_user=request.user, now=timezone.now())

    def delete_model(self, request: CompanyRequest, obj: OwnLevy) -> None:  # type: ignore[override]  # One kind of row.
        """Unless formulas or components need it."""
        actions.delete_own_levy(levy=obj, acting_user=request.user, now=timezone.now())
