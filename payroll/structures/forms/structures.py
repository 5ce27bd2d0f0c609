"""What the screens of components, tables, structures, assignments and golden cases ask for."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext as _, gettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from core.company_admin import CompanyModelForm, DayInput
from core.countries import country_names
from payroll.engine.formula import FormulaNotValid, Kind, compile_formula
from payroll.engine.inputs import kinds
from payroll.structures.book import Book, bracket_table
from payroll.structures.cases import AMOUNT
from payroll.structures.law import base_choices
from payroll.structures.models import (
    AmountRule,
    GoldenCase,
    PayComponent,
    PayStructure,
    PayTable,
)
from payroll.structures.texts import TextNotValid, as_number, read_brackets, read_values, write_brackets, write_values
from tenants.company_settings.choices import currency_choices
from tenants.company_settings.queries import get_settings

# The field in which an edit that breaks golden cases is saved all the same.
ACCEPTS_BROKEN = "accepts_broken"
_NEEDED: dict[str, tuple[str, ...]] = {
    AmountRule.FIXED: ("amount",),
    AmountRule.SHARE: ("percent", "of"),
    AmountRule.TABLE: ("table", "of"),
    AmountRule.FORMULA: ("formula",),
    AmountRule.ENTERED: (),
}
_OF_ONE_RULE = {name for names in _NEEDED.values() for name in names}


class FormulaInput(UnfoldAdminTextareaWidget):  # type: ignore[misc]  # Unfold ships no types.
    """Where a formula is written: with a list of names while typing, and what is wrong with it marked below."""

    template_name = "admin/structures/formula_input.html"
    mark: tuple[int, int] | None = None

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        plain = {"data-formula": "", "rows": 3, "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}
        super().__init__({**plain, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the text in three parts, if something in it is marked."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        if self.mark and isinstance(value, str):
            start, end = self.mark
            context["marked"] = {"before": value[:start], "wrong": value[start:end] or " ", "after": value[end:]}
        return context


class FormulaField(forms.CharField):
    """The text as it was typed: the position of a mistake counts from its beginning."""

    widget = FormulaInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, strip=False, max_length=1000, **options)

    def to_python(self, value: Any) -> str:
        """Browsers send line ends as two characters; formulas count one."""
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class EditForm(CompanyModelForm):
    """An edit that may break golden cases, and the switch to save it all the same, which appears once it does."""

    accepts_broken = forms.BooleanField(
        label=gettext_lazy("Save although golden cases no longer hold"), required=False, widget=UnfoldBooleanSwitchWidget
    )


class ComponentForm(EditForm):
    """A component, its formulas checked against all names that there are."""

    formula = FormulaField(label=gettext_lazy("Formula"))
    condition = FormulaField(
        label=gettext_lazy("Condition"), help_text=gettext_lazy("It applies where this says yes. Leave it empty for always.")
    )
    counts_towards = forms.MultipleChoiceField(
        label=gettext_lazy("Counts towards"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=gettext_lazy("An earning adds to it, a deduction takes from it: one before tax lowers what is taxed."),
    )
    table = forms.ChoiceField(label=gettext_lazy("Table"), required=False, widget=UnfoldAdminSelectWidget)
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy("Only if the amount is agreed in another one; it is converted at the rate of the day."),
    )

    class Meta:
        widgets: ClassVar = {"of": UnfoldAdminTextInputWidget(attrs={"list": "number-names", "autocomplete": "off"})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.book = Book()
        rows = [rows[0] for rows in self.book.tables.values()]
        self._choices("table").choices = [("", "–"), *((row.code, f"{row.name} ({row.code})") for row in rows)]
        settings = get_settings()
        self._choices("currency").choices = [("", "–"), *currency_choices("en", date(2026, 1, 1))]
        chosen = {each.partition(".")[0] for each in self.instance.counts_towards}
        countries = {settings.country, *chosen, *(each.country for each in self.book.structures.values())}
        self._choices("counts_towards").choices = base_choices(countries, self.book.own_levies)

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def clean(self) -> dict[str, Any] | None:
        """What the rule needs is there, and the formulas can be understood."""
        cleaned = super().clean() or {}
        needed = _NEEDED.get(cleaned.get("rule", ""), ())
        for name in _OF_ONE_RULE - set(needed):
            cleaned[name] = None if name in {"amount", "percent"} else ""
        for name in needed:
            if name not in self.errors and cleaned.get(name) in (None, ""):
                self.add_error(name, _("It is needed for this kind of amount."))
        code = cleaned.get("code", "")
        names = {**self.book.vocabulary.kinds, **kinds([code])}
        names.pop(code, None)
        for name, kind in (("formula", Kind.NUMBER), ("condition", Kind.YES_NO)):
            if cleaned.get(name):
                self._check_formula(name, cleaned[name], names, kind)
        if cleaned.get("of") and names.get(cleaned["of"]) is not Kind.NUMBER:
            self.add_error("of", _("%(name)s is not known here, or no number.") % {"name": cleaned["of"]})
        return cleaned

    def _check_formula(self, name: str, text: str, names: dict[str, Kind], kind: Kind) -> None:
        try:
            compile_formula(text, names, kind=kind)
        except FormulaNotValid as error:
            field = self.fields[name]
            assert isinstance(field.widget, FormulaInput)
            field.widget.mark = (error.start, error.end)
            place = _("%(message)s It is at character %(place)s.") % {"message": error.message, "place": error.start + 1}
            self.add_error(name, place)


class TableForm(EditForm):
    """Brackets, one a line."""

    brackets = forms.CharField(
        label=gettext_lazy("Brackets"),
        max_length=4000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6, "class": "is-code"}),
        help_text=gettext_lazy("One a line: above what, = and the rate, such as 1000 = 7.5 %. The first begins at 0."),
    )

    class Meta:
        model = PayTable
        fields = ("code", "name", "valid_from")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.above:
            self.fields["brackets"].initial = write_brackets(bracket_table(self.instance))

    def clean_brackets(self) -> str:
        """Read into the row, whose columns say how large numbers may be."""
        text: str = self.cleaned_data["brackets"]
        try:
            table = read_brackets(text)
        except TextNotValid as error:
            raise forms.ValidationError(error.message) from error
        self.instance.above = [each.above for each in table.brackets]
        self.instance.rates = [each.rate for each in table.brackets]
        for name in ("above", "rates"):
            column = PayTable._meta.get_field(name)
            assert isinstance(column, ArrayField)
            for number in getattr(self.instance, name):
                column.base_field.clean(number, None)
        return text


class StructureForm(EditForm):
    """A structure with its own components."""

    country = forms.ChoiceField(
        label=gettext_lazy("Country"), widget=UnfoldAdminSelectWidget, help_text=gettext_lazy("Whose law it is paid by.")
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), widget=UnfoldAdminSelectWidget)
    components = forms.ModelMultipleChoiceField(
        PayComponent.objects.none(),
        label=gettext_lazy("Own components"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        settings = get_settings()
        country, currency, components = (self.fields[name] for name in ("country", "currency", "components"))
        assert isinstance(country, forms.ChoiceField)
        assert isinstance(currency, forms.ChoiceField)
        assert isinstance(components, forms.ModelMultipleChoiceField)
        country.choices, country.initial = country_names("en"), settings.country
        currency.choices, currency.initial = currency_choices("en", date(2026, 1, 1)), settings.currency
        components.queryset = PayComponent.objects.all()
        parent = self.fields.get("parent")
        if isinstance(parent, forms.ModelChoiceField):
            parent.queryset = PayStructure.objects.exclude(pk=self.instance.pk)

    def clean_components(self) -> Any:
        """At most one of each code."""
        chosen = self.cleaned_data["components"]
        codes = [component.code for component in chosen]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise forms.ValidationError(_("Choose one variant of %(codes)s.") % {"codes": ", ".join(twice)})
        return chosen


class AssignmentForm(CompanyModelForm):
    """Who is paid by what, from which day to which."""

    first_day = forms.DateField(label=gettext_lazy("First day"), widget=DayInput)
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("Leave it empty if it goes on. The next assignment of the same people ends it by itself."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.valid:
            self.fields["first_day"].initial, self.fields["last_day"].initial = self.instance.first_day, self.instance.last_day

    def clean(self) -> dict[str, Any] | None:
        """One person, one department, or nobody by name."""
        cleaned = super().clean() or {}
        if cleaned.get("employee") and cleaned.get("department"):
            self.add_error("department", _("Choose a person or a department, or neither for everybody else."))
        return cleaned


class CaseForm(CompanyModelForm):
    """Values and what must come of them, one a line."""

    values = forms.CharField(
        label=gettext_lazy("Values"),
        required=False,
        max_length=4000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5, "class": "is-code"}),
        help_text=gettext_lazy(
            "One a line, such as annual_salary = 36000. A parameter has its latest value unless it stands here."
        ),
    )
    expected = forms.CharField(
        label=gettext_lazy("Expected"),
        max_length=4000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3, "class": "is-code"}),
        help_text=gettext_lazy("The amount; for a structure one line for each component, such as salary = 3000.00."),
    )

    class Meta:
        model = GoldenCase
        fields = ("name", "component", "structure")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.expected:
            self.fields["values"].initial = write_values(self.instance.values)
            self.fields["expected"].initial = write_expected(self.instance.expected)

    def clean_values(self) -> dict[str, str]:
        """Names and values."""
        return _read(self.cleaned_data["values"])

    def clean_expected(self) -> dict[str, str]:
        """Amounts by component; without a name the amount of the component that the case is of."""
        text: str = self.cleaned_data["expected"].strip()
        expected = _read(text if "=" in text else f"{AMOUNT} = {text}")
        try:
            for name, value in expected.items():
                as_number(name, value)
        except TextNotValid as error:
            raise forms.ValidationError(error.message) from error
        return expected

    def clean(self) -> dict[str, Any] | None:
        """Of one component or of one structure."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("component")) == bool(cleaned.get("structure")):
            self.add_error("component", _("Choose a component or a structure, one of the two."))
        elif "expected" in cleaned and cleaned.get("component") and set(cleaned["expected"]) != {AMOUNT}:
            self.add_error("expected", _("A component has one amount. Write it alone, without a name."))
        elif "expected" in cleaned and cleaned.get("structure") and AMOUNT in cleaned["expected"]:
            self.add_error("expected", _("Say of which component: its code, = and the amount."))
        self.instance.values, self.instance.expected = cleaned.get("values", {}), cleaned.get("expected", {})
        return cleaned


def write_expected(expected: dict[str, Any]) -> str:
    """The lines of what is expected."""
    return str(expected[AMOUNT]) if set(expected) == {AMOUNT} else write_values(expected)


def _read(text: str) -> dict[str, str]:
    try:
        return read_values(text)
    except TextNotValid as error:
        raise forms.ValidationError(error.message) from error
