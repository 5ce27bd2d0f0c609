"""Canada's law, outside Quebec, as the engine asks for it."""

from decimal import Decimal

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.pack import Assessment, Levy
from payroll.engine.problems import CannotCalculate
from payroll.engine.trace import Trace
from payroll.statutory.ca.contributions import (
    NO_CONTRIBUTIONS,
    Contributions,
    YearSoFar,
    employers_premium,
    insurance_premium,
    pension_contributions,
)
from payroll.statutory.ca.income_tax import Pay, Payee, additional_shares, income_tax
from payroll.statutory.ca.tables import Tables, tables_of
from payroll.statutory.ca.td1 import Td1
from payroll.statutory.profiles import profile_of
from payroll.statutory.proof import note_figures

# Pay of the period, and what is paid besides; pensionable and insurable earnings have both.
TAXABLE, BONUSES, RETROACTIVE, PENSIONABLE, INSURABLE = (
    "taxable",
    "bonuses",
    "retroactive_pay",
    "pensionable_earnings",
    "insurable_earnings",
)
# Deductions before tax, by the factor of T4127 that they are: F, F3, U1, F2 and the shares that earn LCF.
REGISTERED, BONUS_REGISTERED, UNION, SUPPORT, FUNDS = (
    "registered_plans",
    "bonus_registered_plans",
    "union_dues",
    "support_payments",
    "labour_fund_shares",
)
FREQUENCIES = {
    "weekly": 52,
    "fortnightly": 26,
    "fourweekly": 13,
    "halfmonthly": 24,
    "monthly": 12,
    "quarterly": 4,
    "annually": 1,
}
_ALL_MONTHS = 12
_NOTHING = Decimal(0)
_ON_BONUSES = "cpp_additional_on_bonuses"


class FrequencyNotKnown(CannotCalculate):
    """It is not known how many such payments a year has."""

    def __init__(self, frequency: str) -> None:
        super().__init__(
            _("Canadian pay cannot be calculated %(frequency)s.") % {"frequency": frequency},
            _("Tax is worked out on a year of pay periods, and it is not known how many these are."),
            _("Choose one of %(known)s, or enter the pay periods of the year.") % {"known": ", ".join(FREQUENCIES)},
        )


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What the forms TD1 say, where the person works, and what the tax office has authorised.

    `pay_periods` is for years with another number than usual (27, 53). `usual_pay` is the latest pay of a period (I), taken when
    a payment has nothing but a bonus; `retroactive_periods` are those that retroactive pay is for.
    """

    province: str
    federal: Td1 = Td1()
    provincial: Td1 = Td1()
    pensionable_months: int = _ALL_MONTHS
    is_pensionable: bool = True
    is_insurable: bool = True
    pay_periods: int | None = None
    annual_deductions: Decimal = _NOTHING
    other_federal_credits: Decimal = _NOTHING
    other_provincial_credits: Decimal = _NOTHING
    usual_pay: Decimal = _NOTHING
    retroactive_periods: int = 1


class Canada:
    """Income tax by option 1 of T4127, Canada Pension Plan, Employment Insurance."""

    country = "ca"
    currency = "CAD"
    deduction_bases = frozenset({REGISTERED, BONUS_REGISTERED, UNION, SUPPORT, FUNDS})
    bases = frozenset({TAXABLE, BONUSES, RETROACTIVE, PENSIONABLE, INSURABLE}) | deduction_bases
    levies = frozenset(
        {"federal_tax", "provincial_tax", "cpp", "cpp2", "ei", "employer_cpp", "employer_cpp2", "employer_ei", _ON_BONUSES}
    )

    def assess(self, assessment: Assessment, trace: Trace) -> tuple[Levy, ...]:
        """What the law makes of this payment.

        Raises ProfileMissing, NoTables, ProvinceNotCovered, Td1NotValid, FrequencyNotKnown.
        """
        profile = profile_of(assessment, Profile)
        tables = tables_of(assessment.period.pay_date)
        note_figures(self.country, tables.edition, trace)
        province = tables.province(profile.province, assessment.period.pay_date)
        pay, year = _pay(assessment, profile), _year_so_far(assessment, profile)
        contributions, premium = _contributions(assessment, pay, year, tables, trace)
        payee = Payee(profile.federal, profile.provincial, province, year)
        tax = income_tax(pay, payee, contributions, premium, tables, trace)
        levies = [
            Levy("federal_tax", "deduction", tax.federal + tax.bonus_federal + tax.additional),
            Levy("provincial_tax", "deduction", tax.provincial + tax.bonus_provincial),
            Levy("cpp", "deduction", contributions.first),
            Levy("cpp2", "deduction", contributions.second),
            Levy("ei", "deduction", premium),
            Levy("employer_cpp", "employer", contributions.first),
            Levy("employer_cpp2", "employer", contributions.second),
            Levy("employer_ei", "employer", employers_premium(premium, tables.employment_insurance, trace)),
        ]
        if pay.bonus:
            levies.append(Levy(_ON_BONUSES, "statistical", additional_shares(pay, contributions)[1]))
        return tuple(levies)


def _pay(assessment: Assessment, profile: Profile) -> Pay:
    income, bonus = assessment.base(TAXABLE), assessment.base(BONUSES) + assessment.base(RETROACTIVE)
    earlier = assessment.so_far(BONUSES) + assessment.so_far(RETROACTIVE)
    is_bonus_alone = bonus > 0 and income <= 0
    return Pay(
        periods=_periods(assessment.period.frequency, profile),
        income=profile.usual_pay if is_bonus_alone else income,
        is_income_paid=not is_bonus_alone,
        bonus=bonus,
        retroactive_periods=profile.retroactive_periods if assessment.base(RETROACTIVE) else 1,
        not_pensionable=_NOTHING if is_bonus_alone else income + bonus - assessment.base(PENSIONABLE),
        not_insurable=_NOTHING if is_bonus_alone else income + bonus - assessment.base(INSURABLE),
        registered_plans=assessment.taken(REGISTERED),
        union_dues=assessment.taken(UNION),
        support_payments=assessment.taken(SUPPORT),
        fund_shares=assessment.taken(FUNDS),
        bonus_registered_plans=assessment.taken(BONUS_REGISTERED),
        earlier_bonuses=earlier,
        earlier_registered_plans=-assessment.so_far(BONUS_REGISTERED),
        earlier_additional=assessment.so_far(_ON_BONUSES),
        annual_deductions=profile.annual_deductions,
        other_federal_credits=profile.other_federal_credits,
        other_provincial_credits=profile.other_provincial_credits,
        pensionable=profile.is_pensionable,
        insurable=profile.is_insurable,
    )


def _periods(frequency: str, profile: Profile) -> int:
    if profile.pay_periods is not None:
        return profile.pay_periods
    if frequency not in FREQUENCIES:
        raise FrequencyNotKnown(frequency)
    return FREQUENCIES[frequency]


def _year_so_far(assessment: Assessment, profile: Profile) -> YearSoFar:
    return YearSoFar(
        pensionable=assessment.so_far(PENSIONABLE),
        contributions=assessment.so_far("cpp"),
        second_contributions=assessment.so_far("cpp2"),
        premiums=assessment.so_far("ei"),
        months=profile.pensionable_months,
    )


def _contributions(
    assessment: Assessment, pay: Pay, year: YearSoFar, tables: Tables, trace: Trace
) -> tuple[Contributions, Decimal]:
    """CPP and EI of this payment. A bonus paid by itself has no basic exemption: that of its period went to the pay."""
    contributions, premium = NO_CONTRIBUTIONS, _NOTHING
    if pay.pensionable:
        earnings = assessment.base(PENSIONABLE)
        contributions = pension_contributions(
            earnings, pay.periods, year, tables.pension_plan, trace, with_exemption=pay.is_income_paid
        )
    if pay.insurable:
        premium = insurance_premium(assessment.base(INSURABLE), year.premiums, tables.employment_insurance, trace)
    return contributions, premium
