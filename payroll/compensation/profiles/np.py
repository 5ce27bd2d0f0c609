"""Nepal: how somebody is assessed, and what they contribute. The figures of this pack are not verified."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from payroll.compensation.profiles.countries import CountryForm
from payroll.compensation.profiles.questions import Question
from payroll.statutory.np.pack import Profile

_TAX, _FUND, _RELIEFS = _("Income tax"), _("Social Security Fund (SSF)"), _("Reliefs of the year")


def _check(_profile: Profile, _on: date) -> None:
    """What the types allow, the pack takes."""


FORM = CountryForm(
    profile=Profile,
    check=_check,
    intro=_("Not verified: there is no official proof of the figures that pay in Nepal is calculated with."),
    questions=(
        Question("payer.assessment", _TAX, _("Assessed as"), choices=(("single", _("Individual")), ("couple", _("Couple")))),
        Question("payer.is_woman_with_employment_income_only", _TAX, _("Woman whose only income is from employment")),
        Question(
            "regular_pay",
            _TAX,
            _("Taxable pay expected in each month to come"),
            _("Leave empty if each month pays as much as the one that is calculated."),
        ),
        Question("payer.in_social_security_fund", _FUND, _("Contributes to the Social Security Fund")),
        Question("payer.retirement_contributions", _RELIEFS, _("Contributions to retirement funds, a year")),
        Question("payer.life_insurance", _RELIEFS, _("Premiums of life insurance, a year")),
        Question("payer.health_insurance", _RELIEFS, _("Premiums of health insurance, a year")),
    ),
)
