"""United Kingdom: what HMRC's notices and the starter checklist tell an employer."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from payroll.compensation.profiles.countries import CountryForm
from payroll.compensation.profiles.questions import Question
from payroll.statutory.uk.national_insurance import CategoryNotKnown
from payroll.statutory.uk.pack import Profile
from payroll.statutory.uk.pension_enrolment import require_enough
from payroll.statutory.uk.student_loans import PlanNotCollected
from payroll.statutory.uk.tables import tables_of
from payroll.statutory.uk.tax_codes import read_tax_code

_TAX, _NI, _LOANS = _("PAYE"), _("National Insurance"), _("Student and postgraduate loans")
_PENSION, _IS_MEMBER = _("Workplace pension"), ("pension", True)
_CATEGORIES = (
    ("A", _("A: everybody else")),
    ("B", _("B: married women and widows with a reduced rate")),
    ("C", _("C: over State Pension age")),
    ("D", _("D: investment zone, deferred")),
    ("E", _("E: investment zone, reduced rate")),
    ("F", _("F: freeport")),
    ("H", _("H: apprentice under 25")),
    ("I", _("I: freeport, reduced rate")),
    ("J", _("J: deferred, paid in another job")),
    ("K", _("K: investment zone, over State Pension age")),
    ("L", _("L: freeport, deferred")),
    ("M", _("M: under 21")),
    ("N", _("N: investment zone")),
    ("S", _("S: freeport, over State Pension age")),
    ("V", _("V: veteran in the first civilian job")),
    ("X", _("X: no contributions, such as under 16")),
    ("Z", _("Z: under 21, deferred")),
)


def _check(profile: Profile, on: date) -> None:
    read_tax_code(profile.tax_code)
    tables = tables_of(on)
    if profile.ni_category not in tables.national_insurance.employee_rates:
        raise CategoryNotKnown(profile.ni_category, ", ".join(tables.national_insurance.employee_rates))
    for plan in profile.student_loans:
        if plan not in tables.student_loans.thresholds:
            raise PlanNotCollected(plan, tables.student_loans.thresholds)
    if profile.pension is not None:
        require_enough(profile.pension, tables)


FORM = CountryForm(
    profile=Profile,
    check=_check,
    questions=(
        Question(
            "tax_code",
            _TAX,
            _("Tax code"),
            _("From the P45, the starter checklist or HMRC’s latest notice: 1257L, S1257L, K475, BR. With M1 or X if it says so."),
            check=read_tax_code,
        ),
        Question("ni_category", _NI, _("National Insurance category letter"), choices=_CATEGORIES),
        Question(
            "director",
            _NI,
            _("Director"),
            choices=(("no", _("No")), ("annual", _("Yes, annual earnings period")), ("alternative", _("Yes, alternative method"))),
        ),
        Question(
            "director_weeks",
            _NI,
            _("Weeks of the tax year as a director"),
            _("52, or those left from the week of the appointment on. Only for directors."),
        ),
        Question(
            "student_loans",
            _LOANS,
            _("Loans to collect"),
            _("From the start notice SL1 or PGL1, or the starter checklist."),
            choices=(
                ("plan1", _("Plan 1")),
                ("plan2", _("Plan 2")),
                ("plan4", _("Plan 4")),
                ("plan5", _("Plan 5")),
                ("pgl", _("Postgraduate loan")),
            ),
        ),
        Question("pension", _PENSION, _("Active member"), _("Enrolled automatically, opted in or joined.")),
        Question(
            "pension.treatment",
            _PENSION,
            _("Tax relief"),
            choices=(
                ("relief_at_source", _("Relief at source: taken after tax, the provider claims the basic rate")),
                ("net_pay", _("Net pay arrangement: taken before tax")),
                ("salary_sacrifice", _("Salary sacrifice: pay is given up and the employer pays it all")),
            ),
            only_if=_IS_MEMBER,
        ),
        Question(
            "pension.basis",
            _PENSION,
            _("Pay that counts"),
            choices=(
                ("qualifying_earnings", _("Qualifying earnings")),
                ("basic_pay", _("All basic pay (certificate, set 1)")),
                ("mostly_basic_pay", _("Basic pay that is at least 85 % of all pay (certificate, set 2)")),
                ("all_pay", _("All pay (certificate, set 3)")),
            ),
            only_if=_IS_MEMBER,
        ),
        Question(
            "pension.employee_share",
            _PENSION,
            _("The employee’s share"),
            _("Tax relief included: 0.05 is 5 %."),
            only_if=_IS_MEMBER,
            places=4,
        ),
        Question("pension.employer_share", _PENSION, _("The employer’s share"), _("0.03 is 3 %."), only_if=_IS_MEMBER, places=4),
    ),
)
