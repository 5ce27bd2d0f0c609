"""The public holidays of countries, as the library `holidays` knows them. A country's module is loaded when it is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import holidays
from holidays.registry import COUNTRIES

from core.countries import country_names
from hr.calendars.rules import DayPart

_HALF_DAY = "half_day"
# Half-days there are for women, for the young or for soldiers alone.
_HALF_DAYS_NOT_OF_ALL = {"CN"}
_ENGLISH = ("en_GB", "en_US")


@dataclass(frozen=True, slots=True)
class PublicHoliday:
    """A date as the law or custom of a place has it."""

    day: date
    name: str
    part: DayPart


def country_choices(locale: str) -> list[tuple[str, str]]:
    """The countries whose holidays are known, by name."""
    known = {codes[1] for codes in COUNTRIES.values()}
    return [(code, name) for code, name in country_names(locale) if code in known]


def subdivision_choices(country: str) -> list[tuple[str, str]]:
    """The parts of a country that have holidays of their own, by name; none for a country that is not known."""
    if country not in {codes[1] for codes in COUNTRIES.values()}:
        return []
    entity: Any = holidays.country_holidays(country)
    names = {code: name for name, code in entity.subdivisions_aliases.items()}
    return sorted(((code, names.get(code, code)) for code in entity.subdivisions), key=lambda pair: pair[1])


def public_holidays(country: str, subdivision: str, year: int) -> Iterator[PublicHoliday]:
    """Each of a year with its English name where it has one; half-days, which are afternoons by custom, where a country has them.

    Raises NotImplementedError for a country or part of one that is not known.
    """
    known: Any = holidays.country_holidays(country)
    language = next((each for each in _ENGLISH if each in known.supported_languages), None)
    options: dict[str, Any] = {"subdiv": subdivision or None, "years": year, "language": language}
    whole = holidays.country_holidays(country, **options)
    has_halves = _HALF_DAY in known.supported_categories and country not in _HALF_DAYS_NOT_OF_ALL
    halves = holidays.country_holidays(country, **options, categories=(_HALF_DAY,)) if has_halves else {}
    for part, days in ((DayPart.WHOLE, whole), (DayPart.AFTERNOON, halves)):
        for day, name in sorted(days.items()):
            # Where a date is observed in another year, the library tells that one too.
            if day.year == year and (part == DayPart.WHOLE or day not in whole):
                yield PublicHoliday(day, name[:200], part)
