"""Canada outside Quebec: forms TD1, federal and of the province or territory of employment."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from payroll.compensation.profiles.countries import CountryForm
from payroll.compensation.profiles.questions import Question
from payroll.statutory.ca.pack import Profile
from payroll.statutory.ca.tables import tables_of
from payroll.statutory.ca.td1 import WORDS

_PLACE, _FEDERAL, _PROVINCIAL = _("Province of employment"), _("Form TD1, federal"), _("Form TD1 of the province or territory")
_CONTRIBUTIONS = _("Canada Pension Plan and Employment Insurance")
_PROVINCES = (
    ("AB", _("Alberta")),
    ("BC", _("British Columbia")),
    ("MB", _("Manitoba")),
    ("NB", _("New Brunswick")),
    ("NL", _("Newfoundland and Labrador")),
    ("NS", _("Nova Scotia")),
    ("NT", _("Northwest Territories")),
    ("NU", _("Nunavut")),
    ("ON", _("Ontario")),
    ("PE", _("Prince Edward Island")),
    ("SK", _("Saskatchewan")),
    ("YT", _("Yukon")),
)


def _check(profile: Profile, on: date) -> None:
    tables_of(on).province(profile.province, on)


FORM = CountryForm(
    profile=Profile,
    check=_check,
    questions=(
        Question("province", _PLACE, _("Province or territory of employment"), choices=_PROVINCES),
        *(
            Question(f"federal.{name}", _FEDERAL, WORDS[name])
            for name in ("total_claim", "claim_code", "additional_tax", "prescribed_zone", "exempt")
        ),
        *(Question(f"provincial.{name}", _PROVINCIAL, WORDS[name]) for name in ("total_claim", "claim_code", "dependants")),
        Question("is_pensionable", _CONTRIBUTIONS, _("Contributes to the Canada Pension Plan")),
        Question("pensionable_months", _CONTRIBUTIONS, _("Months of the year with pensionable employment")),
        Question("is_insurable", _CONTRIBUTIONS, _("Pays Employment Insurance premiums")),
        Question(
            "annual_deductions",
            _("Letters of the tax office"),
            _("Annual deductions that the tax office has authorised"),
            _("Such as child care expenses or support payments, by letter of authority."),
        ),
        Question("other_federal_credits", _("Letters of the tax office"), _("Other federal tax credits it has authorised")),
        Question("other_provincial_credits", _("Letters of the tax office"), _("Other provincial tax credits it has authorised")),
    ),
)
