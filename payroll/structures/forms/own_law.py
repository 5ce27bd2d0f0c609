"""What the screens of a company's own figures of the law ask for."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from core.company_admin import CompanyModelForm
from core.countries import country_names
from payroll.statutory.packs import COUNTRIES
from payroll.structures.book import bracket_table
from payroll.structures.models import LevyMethod, OwnLevy, StateTableKind, StateTaxTable
from payroll.structures.texts import TextNotValid, as_number, read_brackets, read_values, write_brackets

_UNITS = ("0.001", "0.01", "0.05", "0.1", "1", "10", "100", "1000")


class StateTableForm(CompanyModelForm):
    """One rate, or brackets, one a line."""

    rate = forms.DecimalField(
        label=gettext_lazy("Rate in percent"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=7,
        decimal_places=4,
        widget=UnfoldAdminDecimalFieldWidget,
        help_text=gettext_lazy("4.95 is 4.95 %."),
    )
    brackets = forms.CharField(
        label=gettext_lazy("Brackets of a year"),
        required=False,
        max_length=4000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6, "class": "is-code"}),
        help_text=gettext_lazy("One a line: above what, = and the rate, such as 8500 = 4.5 %. The first begins at 0."),
    )

    class Meta:
        model = StateTaxTable
        fields = ("code", "name", "kind", "deduction", "allowance", "credit", "whole_dollars", "start_date", "end_date")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.kind == StateTableKind.FLAT and self.instance.rates:
            self.fields["rate"].initial = f"{(self.instance.rates[0] * 100).normalize():f}"
        elif self.instance.rates:
            self.fields["brackets"].initial = write_brackets(bracket_table(self.instance))

    def clean(self) -> dict[str, Any] | None:
        """What the kind needs is there, and is read into the row."""
        cleaned = super().clean() or {}
        self.instance.above, self.instance.rates = [], []
        match cleaned.get("kind"):
            case StateTableKind.FLAT if "rate" in cleaned:
                if cleaned["rate"] is None:
                    self.add_error("rate", _("It is needed for a flat tax."))
                else:
                    self.instance.above, self.instance.rates = [Decimal(0)], [cleaned["rate"] / 100]
            case StateTableKind.BRACKETS if "brackets" in cleaned:
                self._read(cleaned["brackets"])
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", _("The last day cannot come before the first day. Check both dates."))
        return cleaned

    def validate_constraints(self) -> None:
        """Left to the form and the action, which name what is wrong."""

    def _read(self, text: str) -> None:
        try:
            table = read_brackets(text)
        except TextNotValid as error:
            self.add_error("brackets", error.message)
        else:
            self.instance.above = [each.above for each in table.brackets]
            self.instance.rates = [each.rate for each in table.brackets]


class OwnLevyForm(CompanyModelForm):
    """One rate, brackets or fixed amounts, one row a line."""

    country = forms.ChoiceField(label=gettext_lazy("Country"), widget=UnfoldAdminSelectWidget)
    rows = forms.CharField(
        label=gettext_lazy("Figures"),
        max_length=4000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5, "class": "is-code"}),
        help_text=gettext_lazy(
            "One rate: 0 = 9.3 %. Brackets, one a line: above what, = and the rate. Fixed amounts: above what, = and the amount. "
            "The first begins at 0."
        ),
    )
    unit = forms.TypedChoiceField(
        label=gettext_lazy("Rounded to"), coerce=Decimal, choices=[(unit, unit) for unit in _UNITS], widget=UnfoldAdminSelectWidget
    )

    class Meta:
        model = OwnLevy
        fields = (
            "name",
            "code",
            "country",
            "paid_by",
            "method",
            "counted_over",
            "ceiling",
            "most",
            "rounding",
            "unit",
            "start_date",
            "end_date",
        )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [(code, name) for code, name in country_names("en") if code not in COUNTRIES]
        if self.instance.above:
            self.fields["rows"].initial = rows_text(self.instance)
            self.initial["unit"] = f"{self.instance.unit.normalize():f}"
        else:
            self.fields["unit"].initial = "0.01"

    def clean(self) -> dict[str, Any] | None:
        """The rows are read as the method has them."""
        cleaned = super().clean() or {}
        if "rows" in cleaned and "method" in cleaned:
            self._read(cleaned["rows"], cleaned["method"])
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", _("The last day cannot come before the first day. Check both dates."))
        return cleaned

    def validate_constraints(self) -> None:
        """Left to the form and the action, which name what is wrong."""

    def _read(self, text: str, method: str) -> None:
        try:
            if method == LevyMethod.AMOUNTS:
                rows = [(as_number(_("Above"), above), as_number(above, amount)) for above, amount in read_values(text).items()]
            else:
                rows = [(each.above, each.rate) for each in read_brackets(text).brackets]
        except TextNotValid as error:
            self.add_error("rows", error.message)
        else:
            self.instance.above, self.instance.figures = [above for above, _figure in rows], [figure for _above, figure in rows]


def rows_text(levy: OwnLevy) -> str:
    """The rows of a levy as they are written."""
    if levy.method == LevyMethod.AMOUNTS:
        rows = zip(levy.above, levy.figures, strict=True)
        return "\n".join(f"{above.normalize():f} = {amount.normalize():f}" for above, amount in rows)
    return write_brackets(bracket_table(levy))
