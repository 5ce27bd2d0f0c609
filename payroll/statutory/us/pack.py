"""The federal law of the United States, with a company's own state tables, as the engine asks for it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.pack import Assessment, Levy
from payroll.engine.problems import CannotCalculate
from payroll.engine.trace import Trace
from payroll.statutory.profiles import profile_of
from payroll.statutory.proof import note_figures
from payroll.statutory.us.fica import fica, futa
from payroll.statutory.us.states import StateClaim, StateTable, state_tax, table_of
from payroll.statutory.us.tables import Withholding, tables_of
from payroll.statutory.us.w4 import NO_W4, W4, W4Before2020, W4NotValid
from payroll.statutory.us.withholding import income_tax, supplemental_flat

# What income tax is withheld from: regular and supplemental wages. The other taxes count both, each with its own exclusions.
TAXABLE, SUPPLEMENTAL, FICA, FUTA, STATE = (
    "taxable",
    "supplemental",
    "fica_wages",
    "futa_wages",
    "state_taxable",
)
# Publication 15-T, table 3.
FREQUENCIES = {
    "weekly": 52,
    "fortnightly": 26,
    "halfmonthly": 24,
    "monthly": 12,
    "quarterly": 4,
    "annually": 1,
    "daily": 260,
}
_REDESIGNED = 2020
_NOTHING = Decimal(0)


class FrequencyNotKnown(CannotCalculate):
    """Publication 15-T has no such payroll period."""

    def __init__(self, frequency: str) -> None:
        super().__init__(
            _("Pay in the United States cannot be calculated %(frequency)s.") % {"frequency": frequency},
            _("Publication 15-T has no payroll period of this length."),
            _("Choose one of %(known)s, or enter the pay periods of the year.") % {"known": ", ".join(FREQUENCIES)},
        )


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """The Form W-4 and when it was signed, when this employer first paid wages, and for which state and city tax is withheld.

    `pay_periods` is for years with another number than usual (27, 53). Not subject to FICA: students at their own university and
    others that Publication 15, section 15, lists.
    """

    w4: W4 | W4Before2020 = NO_W4
    w4_signed: date | None = None
    first_paid: date | None = None
    is_subject_to_fica: bool = True
    is_subject_to_futa: bool = True
    pay_periods: int | None = None
    state: StateClaim | None = None
    locality: StateClaim | None = None


class UnitedStates:
    """Federal income tax, Social Security, Medicare, federal unemployment tax; state tax by the company's own tables."""

    country = "us"
    currency = "USD"
    bases = frozenset({TAXABLE, SUPPLEMENTAL, FICA, FUTA, STATE})
    deduction_bases: frozenset[str] = frozenset()
    levies = frozenset(
        {
            "federal_income_tax",
            "social_security",
            "medicare",
            "additional_medicare",
            "employer_social_security",
            "employer_medicare",
            "employer_futa",
            "state_income_tax",
            "local_income_tax",
        }
    )

    def __init__(self, state_tables: Sequence[StateTable] = ()) -> None:
        self._state_tables = tuple(state_tables)

    def assess(self, assessment: Assessment, trace: Trace) -> tuple[Levy, ...]:
        """What the law makes of this payment.

        Raises ProfileMissing, NoTables, W4NotValid, FrequencyNotKnown, StateTableMissing.
        """
        profile = profile_of(assessment, Profile)
        pay_date = assessment.period.pay_date
        tables = tables_of(pay_date)
        note_figures(self.country, tables.edition, trace)
        require_current(profile, pay_date)
        periods = _periods(assessment.period.frequency, profile)
        levies = [Levy("federal_income_tax", "deduction", _income_tax(assessment, profile, periods, tables.withholding, trace))]
        if profile.is_subject_to_fica:
            before = assessment.so_far(FICA)
            taxes = fica(assessment.base(FICA), before, before, tables.fica, trace)
            levies += [
                Levy("social_security", "deduction", taxes.social_security),
                Levy("medicare", "deduction", taxes.medicare),
                Levy("additional_medicare", "deduction", taxes.additional_medicare),
                Levy("employer_social_security", "employer", taxes.employer_social_security),
                Levy("employer_medicare", "employer", taxes.employer_medicare),
            ]
        if profile.is_subject_to_futa:
            unemployment = futa(assessment.base(FUTA), assessment.so_far(FUTA), tables.futa, trace)
            levies.append(Levy("employer_futa", "employer", unemployment))
        return (*levies, *self._states(assessment, profile, periods, trace))

    def _states(self, assessment: Assessment, profile: Profile, periods: int, trace: Trace) -> tuple[Levy, ...]:
        if profile.state is None:
            trace.note("us.no_state", _NOTHING)
        levies = []
        for code, claim in (("state_income_tax", profile.state), ("local_income_tax", profile.locality)):
            if claim is not None:
                table = table_of(claim, self._state_tables, assessment.period.pay_date)
                tax = state_tax(assessment.base(STATE), periods, claim.allowances, table, trace)
                levies.append(Levy(code, "deduction", tax))
        return tuple(levies)


def require_current(profile: Profile, pay_date: date) -> None:
    """Raises W4NotValid for a certificate that may not be used any more (Publication 15, section 9; Publication 15-T)."""
    signed, certificate = profile.w4_signed, profile.w4
    if isinstance(certificate, W4Before2020):
        if profile.first_paid is not None and profile.first_paid.year >= _REDESIGNED:
            raise W4NotValid(
                _("It is from 2019 or before, but this employer first paid wages on %(day)s.") % {"day": profile.first_paid},
                _("Ask for a current Form W-4; until it comes, record none, which withholds as single without entries."),
            )
        if signed is not None and signed.year >= _REDESIGNED:
            raise W4NotValid(
                _("It was signed on %(day)s, and since 2020 the form has no allowances.") % {"day": signed},
                _("Record it by the steps of the current form, or ask for one."),
            )
    elif signed is not None and signed.year < _REDESIGNED:
        raise W4NotValid(
            _("It was signed on %(day)s, when the form asked for allowances and had no steps.") % {"day": signed},
            _("Record it by the lines of the form from 2019 or before."),
        )
    if certificate.exempt and _exemption_has_ended(certificate, signed, pay_date):
        raise W4NotValid(
            _("The exemption from withholding that it claims has ended; it holds to 15 February of the next year."),
            _("Ask for a new Form W-4; until it comes, record none, which withholds as single without entries."),
        )


def _exemption_has_ended(certificate: W4 | W4Before2020, signed: date | None, pay_date: date) -> bool:
    if isinstance(certificate, W4Before2020):
        return True
    return signed is not None and pay_date > date(signed.year + 1, 2, 15)


def _periods(frequency: str, profile: Profile) -> int:
    if profile.pay_periods is not None:
        return profile.pay_periods
    if frequency not in FREQUENCIES:
        raise FrequencyNotKnown(frequency)
    return FREQUENCIES[frequency]


def _income_tax(assessment: Assessment, profile: Profile, periods: int, tables: Withholding, trace: Trace) -> Decimal:
    """On regular wages by the certificate, on supplemental wages at the flat rate. No tax is below zero."""
    wages, supplemental = assessment.base(TAXABLE), max(assessment.base(SUPPLEMENTAL), _NOTHING)
    tax = income_tax(wages, periods, profile.w4, tables, trace) if wages or not supplemental else _NOTHING
    if not supplemental:
        return tax
    before = assessment.so_far(SUPPLEMENTAL)
    return tax + supplemental_flat(supplemental, before, tables, trace, exempt=profile.w4.exempt)
