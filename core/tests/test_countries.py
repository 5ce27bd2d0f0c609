import subprocess
import sys
from datetime import date
from zoneinfo import available_timezones

import pytest

from core.countries import UnknownCountry, country, country_names
from core.dates import DateFormat

TODAY = date(2026, 11, 21)
CODES = [code for code, _name in country_names("en")]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("US", ("America/New_York", "USD", 7, DateFormat.MONTH_DAY_YEAR_SLASH, False)),
        ("GB", ("Europe/London", "GBP", 1, DateFormat.DAY_MONTH_YEAR_SLASH, True)),
        ("DE", ("Europe/Berlin", "EUR", 1, DateFormat.DAY_MONTH_YEAR_DOT, True)),
        ("NL", ("Europe/Amsterdam", "EUR", 1, DateFormat.DAY_MONTH_YEAR_DASH, True)),
        ("SE", ("Europe/Stockholm", "SEK", 1, DateFormat.YEAR_MONTH_DAY_DASH, True)),
        ("IN", ("Asia/Kolkata", "INR", 7, DateFormat.DAY_MONTH_YEAR_SLASH, False)),
        ("JP", ("Asia/Tokyo", "JPY", 7, DateFormat.YEAR_MONTH_DAY_SLASH, True)),
        ("AU", ("Australia/Sydney", "AUD", 1, DateFormat.DAY_MONTH_YEAR_SLASH, False)),
    ],
)
def test_what_follows_from_a_country(code: str, expected: tuple[str, str, int, DateFormat, bool]) -> None:
    here = country(code)

    assert (here.time_zone, here.currency(TODAY), here.first_weekday, here.date_format, here.uses_24_hours) == expected


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("CA", "America/Toronto"),
        ("RU", "Europe/Moscow"),
        ("BR", "America/Sao_Paulo"),
        ("MX", "America/Mexico_City"),
        ("ID", "Asia/Jakarta"),
        ("ES", "Europe/Madrid"),
        ("PT", "Europe/Lisbon"),
        ("KZ", "Asia/Almaty"),
        ("CN", "Asia/Shanghai"),
        ("UA", "Europe/Kyiv"),
        ("CL", "America/Santiago"),
        ("EC", "America/Guayaquil"),
        ("NZ", "Pacific/Auckland"),
        ("AR", "America/Argentina/Buenos_Aires"),
        ("UZ", "Asia/Tashkent"),
    ],
)
def test_the_first_zone_is_the_one_most_people_live_in(code: str, zone: str) -> None:
    assert country(code).time_zone == zone


@pytest.mark.parametrize("code", CODES)
def test_every_country_has_everything_a_company_needs_to_start(code: str) -> None:
    here = country(code)

    assert set(here.time_zones) <= available_timezones()
    assert len(set(here.time_zones)) == len(here.time_zones)
    assert here.name("en") != code
    assert here.first_weekday in range(1, 8)
    assert here.date_format in DateFormat
    assert isinstance(here.uses_24_hours, bool)
    assert len(here.currency(TODAY)) == 3


def test_a_currency_is_that_of_the_date() -> None:
    assert country("HR").currency(date(2022, 12, 31)) == "HRK"
    assert country("HR").currency(date(2023, 2, 1)) == "EUR"
    assert country("BG").currency(date(2025, 12, 31)) == "BGN"
    assert country("BG").currency(date(2026, 1, 1)) == "EUR"


@pytest.mark.parametrize(("code", "currency"), [("NA", "NAD"), ("LS", "LSL"), ("BT", "BTN"), ("PA", "PAB"), ("SV", "USD")])
def test_the_own_currency_comes_before_a_neighbour_s(code: str, currency: str) -> None:
    assert country(code).currency(TODAY) == currency


def test_names_are_in_the_reader_s_language_and_alphabet() -> None:
    assert country("DE").name("pt_BR") == "Alemanha"
    german = [name for _code, name in country_names("de")]
    assert german.index("Ägypten") < german.index("Albanien") < german.index("Österreich") < german.index("Zypern")


@pytest.mark.parametrize("code", ["AQ", "ZZ", "EU", "us", "", "XYZ"])
def test_other_codes_are_refused(code: str) -> None:
    with pytest.raises(UnknownCountry, match="not the code of a country"):
        country(code)


def test_importing_reads_no_data() -> None:
    code = (
        "import core.countries as c; assert c._countries.cache_info().currsize == 0 and c._main_locale.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
