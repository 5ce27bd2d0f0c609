"""India's law as the engine asks for it."""

from decimal import Decimal

import msgspec

from payroll.engine.pack import Assessment, Levy
from payroll.engine.trace import Trace
from payroll.statutory.ind.income_tax import TaxPayer, monthly_tax
from payroll.statutory.ind.provident_fund import Member, provident_fund
from payroll.statutory.ind.state_insurance import state_insurance
from payroll.statutory.ind.tables import tables_of
from payroll.statutory.profiles import profile_of
from payroll.statutory.projection import months_left, require_monthly, year_of
from payroll.statutory.proof import note_figures

TAXABLE, FUND_WAGES, INSURED_WAGES = "taxable", "fund_wages", "insured_wages"
_APRIL = 4


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What the employee declared. `regular_pay` is what each month to come is expected to pay; None: as much as this one.

    No `fund_member`: not in the provident fund. `is_insured`: under the state insurance act; see there for `covered_before`.
    """

    payer: TaxPayer = TaxPayer()
    regular_pay: Decimal | None = None
    fund_member: Member | None = None
    is_insured: bool = False
    covered_before: bool = False


class India:
    """Income tax deducted at source, provident fund with pension, state insurance. Nothing of it is verified."""

    country = "ind"
    currency = "INR"
    deduction_bases: frozenset[str] = frozenset()
    bases = frozenset({TAXABLE, FUND_WAGES, INSURED_WAGES})
    levies = frozenset(
        {
            "income_tax",
            "provident_fund",
            "employer_provident_fund",
            "employer_pension",
            "employer_deposit_insurance",
            "employer_administration",
            "state_insurance",
            "employer_state_insurance",
        }
    )

    def assess(self, assessment: Assessment, trace: Trace) -> tuple[Levy, ...]:
        """What the law makes of this payment. Raises ProfileMissing, NoTables, NotPaidMonthly."""
        profile = profile_of(assessment, Profile)
        require_monthly(assessment.period)
        tables = tables_of(assessment.period.pay_date)
        note_figures(self.country, tables.edition, trace)
        year = year_of(assessment, TAXABLE, profile.regular_pay, months_left(assessment.period.pay_date.month, _APRIL))
        levies = [Levy("income_tax", "deduction", monthly_tax(year, profile.payer, tables, trace))]
        if profile.fund_member is not None:
            fund = provident_fund(assessment.base(FUND_WAGES), profile.fund_member, tables, trace)
            levies += [
                Levy("provident_fund", "deduction", fund.employee),
                Levy("employer_provident_fund", "employer", fund.employer_fund),
                Levy("employer_pension", "employer", fund.employer_pension),
                Levy("employer_deposit_insurance", "employer", fund.employer_insurance),
                Levy("employer_administration", "employer", fund.employer_administration),
            ]
        if profile.is_insured:
            wages = assessment.base(INSURED_WAGES)
            insured = state_insurance(wages, covered_before=profile.covered_before, tables=tables, trace=trace)
            levies += [
                Levy("state_insurance", "deduction", insured.employee),
                Levy("employer_state_insurance", "employer", insured.employer),
            ]
        return tuple(levies)
