"""A company's own levies as the engine asks for them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from payroll.engine.pack import Assessment, Levy
from payroll.engine.problems import CannotCalculate
from payroll.engine.trace import Trace
from payroll.statutory.generic.levies import OwnCase, own_levy
from payroll.statutory.generic.tables import OwnLevy, OwnTables, own_tables_on
from payroll.statutory.proof import note_figures

# Payments that a year has.
FREQUENCIES = {"weekly": 52, "fortnightly": 26, "fourweekly": 13, "halfmonthly": 24, "monthly": 12, "quarterly": 4, "annually": 1}


class FrequencyNotKnown(CannotCalculate):
    """It is not known how many such payments a year has."""

    def __init__(self, frequency: str) -> None:
        super().__init__(
            _("Pay cannot be calculated %(frequency)s.") % {"frequency": frequency},
            _("It is not known how many such payments a year has."),
            _("Choose one of %(known)s.") % {"known": ", ".join(FREQUENCIES)},
        )


def base_of(levy: OwnLevy) -> str:
    """What components count towards for a levy; not its code, which names what was taken."""
    return base_of_code(levy.code)


def base_of_code(code: str) -> str:
    """The same of a levy that is known by its code only."""
    return f"{code}_base"


class OwnCountry:
    """A country by the tables that a company entered. Nothing of it is verified."""

    currency = ""
    deduction_bases: frozenset[str] = frozenset()

    def __init__(self, country: str, tables: Sequence[OwnTables]) -> None:
        self.country = country
        self._tables = tuple(each for each in tables if each.country == country)
        self.bases = frozenset(base_of(levy) for each in self._tables for levy in each.levies)
        self.levies = frozenset(levy.code for each in self._tables for levy in each.levies)

    def assess(self, assessment: Assessment, trace: Trace) -> tuple[Levy, ...]:
        """What the company's levies make of this payment. Raises NoTables, FrequencyNotKnown."""
        tables = own_tables_on(self._tables, self.country, assessment.period.pay_date)
        note_figures(self.country, tables.edition, trace)
        if assessment.period.frequency not in FREQUENCIES:
            raise FrequencyNotKnown(assessment.period.frequency)
        levies = []
        for levy in tables.levies:
            case = OwnCase(
                base=assessment.base(base_of(levy)),
                payments_a_year=FREQUENCIES[assessment.period.frequency],
                base_before=assessment.so_far(base_of(levy)),
                taken_before=assessment.so_far(levy.code),
            )
            amount = own_levy(case, levy, tables, trace)
            levies.append(Levy(levy.code, "deduction" if levy.paid_by == "employee" else "employer", amount, name=levy.name))
        return tuple(levies)
