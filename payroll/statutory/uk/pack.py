"""The United Kingdom's law as the engine asks for it."""

from datetime import date, timedelta
from typing import Literal

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.pack import Assessment, Levy
from payroll.engine.problems import CannotCalculate
from payroll.engine.trace import Trace
from payroll.statutory.profiles import profile_of
from payroll.statutory.proof import note_figures
from payroll.statutory.uk.income_tax import PayeCase, TaxPeriod, income_tax
from payroll.statutory.uk.national_insurance import Contributions, DirectorsYear, EarningsPeriod, class_1, directors_annual
from payroll.statutory.uk.pension_enrolment import Scheme, pension_contributions
from payroll.statutory.uk.student_loans import student_loan
from payroll.statutory.uk.tables import Tables, tables_of
from payroll.statutory.uk.tax_codes import read_tax_code

TAXABLE, NIABLE, PENSION_PAY = "taxable", "niable", "pension_pay"
_WEEKS, _MONTHS = 52, 12
# Weeks or months that a payment is for, and how many of them a year has.
FREQUENCIES = {"weekly": (1, _WEEKS), "fortnightly": (2, _WEEKS), "fourweekly": (4, _WEEKS), "monthly": (1, _MONTHS)}
_FIRST_DAY = 6


class FrequencyNotKnown(CannotCalculate):
    """PAYE has no such frequency here."""

    def __init__(self, frequency: str) -> None:
        super().__init__(
            _("British pay cannot be calculated %(frequency)s.") % {"frequency": frequency},
            _("PAYE counts a tax year in weeks and months."),
            _("Choose one of %(known)s.") % {"known": ", ".join(FREQUENCIES)},
        )


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What HMRC and the person have told the employer, in HMRC's words.

    A director's `weeks` are those of the tax year in which they are one; with the alternative method contributions are as
    everybody's until the last payment of the year: the one after which none falls into it, or, of who leaves, the one that
    `is_last_of_year`. `pension` is the scheme of an active member, automatically enrolled or not.
    """

    tax_code: str
    ni_category: str = "A"
    student_loans: tuple[str, ...] = ()
    director: Literal["no", "annual", "alternative"] = "no"
    director_weeks: int = _WEEKS
    is_last_of_year: bool = False
    pension: Scheme | None = None


class UnitedKingdom:
    """PAYE income tax, Class 1 National Insurance, student and postgraduate loans, workplace pension."""

    country = "uk"
    currency = "GBP"
    deduction_bases: frozenset[str] = frozenset()
    bases = frozenset({TAXABLE, NIABLE, PENSION_PAY})
    levies = frozenset(
        {
            "income_tax",
            "employee_ni",
            "student_loan",
            "employer_ni",
            "pension_sacrifice",
            "workplace_pension",
            "employer_workplace_pension",
            "pension_tax_relief",
        }
    )

    def assess(self, assessment: Assessment, trace: Trace) -> tuple[Levy, ...]:
        """What the law makes of this payment.

        The pension comes first: a net pay arrangement lowers what is taxed, and pay given up is neither taxed nor liable to
        National Insurance. Raises ProfileMissing, NoTables, TaxCodeNotValid, CategoryNotKnown, PlanNotCollected, FrequencyNotKnown.
        """
        profile = profile_of(assessment, Profile)
        tables = tables_of(assessment.period.pay_date)
        note_figures(self.country, tables.edition, trace)
        if assessment.period.frequency not in FREQUENCIES:
            raise FrequencyNotKnown(assessment.period.frequency)
        length, of_year = FREQUENCIES[assessment.period.frequency]
        pension = _pension(assessment, profile, tables, trace)
        assessment = _after(pension, assessment)
        tax = income_tax(_paye_case(assessment, profile, length, of_year), tables.income_tax, trace)
        contributions = _contributions(assessment, profile, length, of_year, tables, trace)
        levies = [
            *pension,
            Levy("income_tax", "deduction", tax),
            Levy("employee_ni", "deduction", contributions.employee),
            Levy("employer_ni", "employer", contributions.employer),
        ]
        if profile.student_loans:
            earnings = assessment.base(NIABLE)
            loan = student_loan(profile.student_loans, earnings, length, of_year, tables.student_loans, trace)
            levies.append(Levy("student_loan", "deduction", loan))
        return tuple(levies)


def tax_period(pay_date: date, length: int, of_year: int) -> TaxPeriod:
    """Where a payment lies in the tax year, which begins on 6 April: weeks of seven days, months from the 6th to the 5th.

    A payment for several weeks is in the last of the weeks that it is counted for, so that weeks 53, 54 and 56 arise.
    """
    begins = date(pay_date.year, 4, _FIRST_DAY)
    if pay_date < begins:
        begins = begins.replace(year=pay_date.year - 1)
    if of_year == _MONTHS:
        shifted = pay_date - timedelta(days=_FIRST_DAY - 1)
        number = (shifted.year - begins.year) * _MONTHS + shifted.month - begins.month + 1
    else:
        weeks = (pay_date - begins).days // 7 + 1
        number = -(-weeks // length) * length
    return TaxPeriod(number=number, length=length, of_year=of_year)


def ends_tax_year(pay_date: date, length: int, of_year: int) -> bool:
    """Whether the next regular payment falls into the next tax year."""
    if of_year == _MONTHS:
        return tax_period(pay_date, length, of_year).number == _MONTHS
    return tax_period(pay_date + timedelta(weeks=length), length, of_year).number < tax_period(pay_date, length, of_year).number


def _pension(assessment: Assessment, profile: Profile, tables: Tables, trace: Trace) -> tuple[Levy, ...]:
    """What is paid into the scheme, by whom; each with what it is taken off."""
    scheme = profile.pension
    if scheme is None:
        return ()
    paid = pension_contributions(assessment.base(PENSION_PAY), assessment.period.frequency, scheme, tables, trace)
    employer = Levy("employer_workplace_pension", "employer", paid.employer)
    match scheme.treatment:
        case "salary_sacrifice":
            given_up = Levy("pension_sacrifice", "earning", -paid.off_niable_pay, frozenset({TAXABLE, NIABLE}))
            return given_up, employer
        case "net_pay":
            return Levy("workplace_pension", "deduction", paid.off_taxable_pay, frozenset({TAXABLE})), employer
        case "relief_at_source":
            relief = Levy("pension_tax_relief", "statistical", paid.claimed_by_provider)
            return Levy("workplace_pension", "deduction", paid.from_net_pay), employer, relief


def _after(levies: tuple[Levy, ...], assessment: Assessment) -> Assessment:
    """The payment with the bases that `levies` leave."""
    bases = dict(assessment.bases)
    for levy in levies:
        for name in levy.bases:
            bases[name] = assessment.base(name) + (levy.amount if levy.kind == "earning" else -levy.amount)
    return msgspec.structs.replace(assessment, bases=bases)


def _paye_case(assessment: Assessment, profile: Profile, length: int, of_year: int) -> PayeCase:
    return PayeCase(
        code=read_tax_code(profile.tax_code),
        period=tax_period(assessment.period.pay_date, length, of_year),
        pay=assessment.base(TAXABLE),
        pay_to_date=assessment.so_far(TAXABLE),
        tax_to_date=assessment.so_far("income_tax"),
    )


def _contributions(
    assessment: Assessment, profile: Profile, length: int, of_year: int, tables: Tables, trace: Trace
) -> Contributions:
    earnings, rates = assessment.base(NIABLE), tables.national_insurance
    settles = profile.is_last_of_year or ends_tax_year(assessment.period.pay_date, length, of_year)
    is_annual = profile.director == "annual" or (profile.director == "alternative" and settles)
    if not is_annual:
        return class_1(earnings, profile.ni_category, EarningsPeriod(length, of_year), rates, trace)
    before = DirectorsYear(
        earnings=assessment.so_far(NIABLE),
        employee=assessment.so_far("employee_ni"),
        employer=assessment.so_far("employer_ni"),
        weeks=profile.director_weeks,
    )
    return directors_annual(earnings, profile.ni_category, before, rates, trace)
