"""Every country's pack by name, loaded when it is first asked for, with its profile and its words."""

from collections.abc import Mapping, Sequence
from datetime import date
from importlib import import_module
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext as _, to_locale

from core.countries import UnknownCountry, country as country_of
from payroll.engine.calculate import Line
from payroll.engine.pack import Pack
from payroll.engine.sentences import SENTENCES as ENGINE_SENTENCES
from payroll.engine.trace import Step, explain
from payroll.statutory.generic.pack import OwnCountry
from payroll.statutory.generic.tables import OwnTables
from payroll.statutory.us.states import StateTable

# Folder and class of each country, by ISO 3166 code.
_PACKS = {
    "AU": ("au", "Australia"),
    "CA": ("ca", "Canada"),
    "GB": ("uk", "UnitedKingdom"),
    "IN": ("ind", "India"),
    "NP": ("np", "Nepal"),
    "US": ("us", "UnitedStates"),
}
COUNTRIES = tuple(_PACKS)
# Month and day on which the tax year begins, where that is not 1 January.
_TAX_YEARS = {"AU": (7, 1), "GB": (4, 6), "IN": (4, 1), "NP": (7, 17)}


def pack_of(country: str, own_tables: Sequence[OwnTables] = (), state_tables: Sequence[StateTable] = ()) -> Pack:
    """The law of a country by its ISO 3166 code; for one without a pack the company's own tables.

    `state_tables` are the company's for American states.
    """
    if country not in _PACKS:
        return OwnCountry(country, own_tables)
    folder, name = _PACKS[country]
    law = getattr(import_module(f"payroll.statutory.{folder}.pack"), name)
    pack: Pack = law(state_tables) if country == "US" else law()
    return pack


def profile_type(country: str) -> Any:
    """What a country asks about a person: the type of a case's profile; NoneType without a pack."""
    if country not in _PACKS:
        return type(None)
    return import_module(f"payroll.statutory.{_PACKS[country][0]}.pack").Profile


def sentences_of(country: str) -> Mapping[str, str | Promise]:
    """Every rule that a payment of a country may be explained with, and the codes that may stand in it."""
    folder = _PACKS[country][0] if country in _PACKS else "generic"
    sentences = import_module(f"payroll.statutory.{folder}.sentences")
    words: dict[str, str | Promise] = {f"levy={code}": name for code, name in getattr(sentences, "LEVIES", {}).items()}
    if country not in _PACKS:
        words[f"country={country}"] = _country_name(country)
    return {**ENGINE_SENTENCES, **sentences.SENTENCES, **words}


def _country_name(code: str) -> str:
    try:
        return country_of(code).name(to_locale(get_language() or "en"))
    except UnknownCountry:
        return code


def explained(country: str, steps: Sequence[Step]) -> list[str]:
    """A payment's trace in sentences, in the language of the reader."""
    return explain(steps, sentences_of(country))


def counted_together(country: str, *, has_own_tax_code: bool = False) -> frozenset[str]:
    """Bases and levies that the law counts together for several jobs of a person in one company: see `engine.jobs.beside`.

    British jobs that are paid for the same period share National Insurance (Social Security (Contributions) Regulations 2001,
    regulation 14), and income tax unless the second one has a tax code of its own. Elsewhere everything is one payment.
    """
    pack = pack_of(country)
    if country != "GB":
        return pack.bases | pack.levies
    shared = frozenset({"niable", "employee_ni", "employer_ni", "student_loan"})
    return shared if has_own_tax_code else shared | {"taxable", "income_tax"}


def tax_year_start(country: str, pay_date: date) -> date:
    """The first day of the tax year of a payment, since when the year to date counts; in Nepal by its own calendar, about."""
    month, day = _TAX_YEARS.get(country, (1, 1))
    starts = date(pay_date.year, month, day)
    return starts if starts <= pay_date else starts.replace(year=pay_date.year - 1)


def line_name(country: str, line: Line) -> str:
    """What a line is called on the payslip, in the language of the reader; a component as the company named it."""
    if line.name or country not in _PACKS:
        return line.name
    names: Mapping[str, Promise] = import_module(f"payroll.statutory.{_PACKS[country][0]}.sentences").LEVIES
    return str(names[line.code]) if line.code in names else _("Another levy")
