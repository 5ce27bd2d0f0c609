"""Nepal's law as the engine asks for it."""

from datetime import timedelta
from decimal import Decimal

import msgspec

from payroll.engine.pack import Assessment, Levy
from payroll.engine.trace import Trace
from payroll.statutory.np.income_tax import TaxPayer, tax_of_payment
from payroll.statutory.np.social_security_fund import social_security_fund
from payroll.statutory.np.tables import tables_of
from payroll.statutory.profiles import profile_of
from payroll.statutory.projection import months_left, require_monthly, year_of
from payroll.statutory.proof import note_figures

TAXABLE, BASIC = "taxable", "basic_pay"
_JULY = 7
# Months of the Bikram calendar begin around the 17th; Shrawan, the first of the fiscal year, in July.
_DAYS_BEFORE_THE_MONTH = timedelta(days=16)


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What the employee declared. `regular_pay` is what each month to come is expected to pay; None: as much as this one."""

    payer: TaxPayer = TaxPayer()
    regular_pay: Decimal | None = None


class Nepal:
    """Income tax with social security tax, and the Social Security Fund of those in it. Nothing of it is verified."""

    country = "np"
    currency = "NPR"
    deduction_bases: frozenset[str] = frozenset()
    bases = frozenset({TAXABLE, BASIC})
    levies = frozenset({"income_tax", "social_security_fund", "employer_social_security_fund"})

    def assess(self, assessment: Assessment, trace: Trace) -> tuple[Levy, ...]:
        """What the law makes of this payment. Raises ProfileMissing, NoTables, NotPaidMonthly, ReliefsNotKnown."""
        profile = profile_of(assessment, Profile)
        require_monthly(assessment.period)
        tables = tables_of(assessment.period.pay_date)
        note_figures(self.country, tables.edition, trace)
        year = year_of(
            assessment,
            TAXABLE,
            profile.regular_pay,
            months_left((assessment.period.pay_date - _DAYS_BEFORE_THE_MONTH).month, _JULY),
        )
        levies = [Levy("income_tax", "deduction", tax_of_payment(year, profile.payer, tables, trace))]
        if profile.payer.in_social_security_fund:
            fund = social_security_fund(assessment.base(BASIC), tables, trace)
            levies += [
                Levy("social_security_fund", "deduction", fund.employee),
                Levy("employer_social_security_fund", "employer", fund.employer),
            ]
        return tuple(levies)
