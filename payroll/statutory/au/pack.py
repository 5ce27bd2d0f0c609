"""Australia's law as the engine asks for it."""

from decimal import Decimal

import msgspec

from payroll.engine.pack import Assessment, Levy
from payroll.engine.trace import Trace
from payroll.statutory.au.declaration import Declaration
from payroll.statutory.au.super_guarantee import super_guarantee
from payroll.statutory.au.tables import tables_of
from payroll.statutory.au.withholding import WorkingHolidayYear, withhold
from payroll.statutory.profiles import profile_of
from payroll.statutory.proof import note_figures

TAXABLE, SUPER = "taxable", "super_earnings"


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What the employee declared, whether the employer registered for working holiday makers, and super before July 2026.

    Until then the maximum contribution base was a quarter's, which the year to date does not show.
    """

    declaration: Declaration = Declaration()
    employer_is_registered: bool = True
    super_earnings_of_quarter: Decimal = Decimal(0)


class Australia:
    """PAYG withholding, study and training support loans, super guarantee."""

    country = "au"
    currency = "AUD"
    deduction_bases: frozenset[str] = frozenset()
    bases = frozenset({TAXABLE, SUPER})
    levies = frozenset({"withholding", "study_loan", "super_guarantee"})

    def assess(self, assessment: Assessment, trace: Trace) -> tuple[Levy, ...]:
        """What the law makes of this payment.

        Raises ProfileMissing, NoTables, DeclarationNotConsistent, FrequencyNotPublished, StudyLoanNotKnown.
        """
        profile = profile_of(assessment, Profile)
        tables = tables_of(assessment.period.pay_date)
        note_figures(self.country, tables.edition, trace)
        year = WorkingHolidayYear(assessment.so_far(TAXABLE), profile.employer_is_registered)
        earnings, frequency = assessment.base(TAXABLE), assessment.period.frequency
        taken = withhold(earnings, frequency, profile.declaration, tables, trace, working_holiday=year)
        is_yearly = tables.super_guarantee.base_period == "year"
        before = assessment.so_far(SUPER) if is_yearly else profile.super_earnings_of_quarter
        levies = [
            Levy("withholding", "deduction", taken.tax),
            Levy("super_guarantee", "employer", super_guarantee(assessment.base(SUPER), before, tables, trace)),
        ]
        if taken.study_loan:
            levies.append(Levy("study_loan", "deduction", taken.study_loan))
        return tuple(levies)
