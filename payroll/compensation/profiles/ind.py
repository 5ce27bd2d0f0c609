"""India: regime of income tax, provident fund, state insurance. The figures of this pack are not verified."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from payroll.compensation.profiles.countries import CountryForm
from payroll.compensation.profiles.questions import Question
from payroll.statutory.ind.pack import Profile

_TAX, _FUND, _INSURANCE = _("Income tax (TDS)"), _("Employees’ Provident Fund (EPF)"), _("Employees’ State Insurance (ESI)")


def _check(_profile: Profile, _on: date) -> None:
    """What the types allow, the pack takes."""


FORM = CountryForm(
    profile=Profile,
    check=_check,
    intro=_("Not verified: there is no official proof of the figures that pay in India is calculated with."),
    questions=(
        Question("payer.regime", _TAX, _("Tax regime"), choices=(("new", _("New regime")), ("old", _("Old regime")))),
        Question(
            "payer.age_band",
            _TAX,
            _("Age in this financial year"),
            choices=(("under_60", _("Under 60")), ("from_60", _("60 to 79")), ("from_80", _("80 or older"))),
        ),
        Question("payer.resident", _TAX, _("Resident for tax purposes")),
        Question(
            "payer.other_deductions",
            _TAX,
            _("Deductions declared for the year"),
            _("As the chosen regime allows, in rupees: 80C, 80D, house rent and so on in the old one."),
        ),
        Question(
            "regular_pay",
            _TAX,
            _("Taxable pay expected in each month to come"),
            _("Leave empty if each month pays as much as the one that is calculated."),
        ),
        Question("fund_member", _FUND, _("Member of the provident fund")),
        Question("fund_member.on_full_wages", _FUND, _("Contributes on full wages"), only_if=("fund_member", True)),
        Question(
            "fund_member.in_pension_scheme", _FUND, _("In the pension scheme (EPS); not from 58 on"), only_if=("fund_member", True)
        ),
        Question("is_insured", _INSURANCE, _("Insured person")),
        Question(
            "covered_before",
            _INSURANCE,
            _("Was covered when the contribution period began"),
            _("Then contributions go on to the end of the period, even above the wage limit."),
        ),
    ),
)
