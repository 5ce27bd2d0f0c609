"""Figures without an official proof are told apart from the others by their trace, whatever the country."""

import importlib
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from payroll.engine.calculate import Line, Result, calculate
from payroll.engine.components import ComponentKind
from payroll.engine.tests.stage import a_case, a_component, a_plan
from payroll.statutory.au.pack import Australia, Profile as AustralianProfile
from payroll.statutory.ca.pack import Canada, Profile as CanadianProfile
from payroll.statutory.generic.pack import OwnCountry
from payroll.statutory.generic.tests.test_tables import a_levy, tables
from payroll.statutory.ind.pack import India, Profile as IndianProfile
from payroll.statutory.np.pack import Nepal, Profile as NepaleseProfile
from payroll.statutory.packs import COUNTRIES, explained, line_name, pack_of, sentences_of, tax_year_start
from payroll.statutory.proof import is_verified
from payroll.statutory.uk.pack import Profile as BritishProfile, UnitedKingdom
from payroll.statutory.us.pack import Profile as AmericanProfile, UnitedStates
from payroll.statutory.us.states import StateClaim, StateTable

PAYMENTS = [
    (UnitedStates(), AmericanProfile(), date(2026, 8, 31), True),
    (Canada(), CanadianProfile(province="ON"), date(2026, 8, 31), True),
    (UnitedKingdom(), BritishProfile(tax_code="1257L"), date(2026, 8, 31), True),
    (Australia(), AustralianProfile(), date(2026, 8, 31), True),
    (Australia(), AustralianProfile(), date(2026, 6, 30), False),
    (India(), IndianProfile(), date(2026, 8, 31), False),
    (Nepal(), NepaleseProfile(), date(2026, 8, 31), False),
    (OwnCountry("FR", [tables(a_levy())]), None, date(2026, 8, 31), False),
]

# What is paid besides the pay of the period.
BESIDES = {"bonuses", "retroactive_pay", "supplemental"}


def paid(pack: Any, profile: Any, pay_date: date, pay: str) -> Result:
    plan = a_plan([a_component("salary", "base_pay", bases=pack.bases - pack.deduction_bases - BESIDES)], pack=pack)
    return calculate(
        a_case(profile=profile, currency=pack.currency or "EUR", pay_date=pay_date, values={"base_pay": Decimal(pay)}), plan, pack
    )


@pytest.mark.parametrize(("pack", "profile", "pay_date", "verified"), PAYMENTS)
@pytest.mark.parametrize("pay", ["0", "3000.00"])
def test_a_payment_knows_whether_its_figures_are_verified(
    pack: Any, profile: Any, pay_date: date, verified: bool, pay: str
) -> None:
    assert is_verified(paid(pack, profile, pay_date, pay).steps) is verified


@pytest.mark.parametrize(("pack", "profile", "pay_date", "_verified"), PAYMENTS)
def test_a_payment_of_any_size_leaves_something(pack: Any, profile: Any, pay_date: date, _verified: bool) -> None:
    pay = "999999999999999.99"

    assert 0 < paid(pack, profile, pay_date, pay).net < Decimal(pay)


FOLDERS = {"IN": "ind", "NP": "np"}


@pytest.mark.parametrize("country", FOLDERS)
def test_every_sentence_of_a_country_without_proof_says_so(country: str) -> None:
    own = {
        rule: str(text) for rule, text in sentences_of(country).items() if rule.startswith((f"{FOLDERS[country]}.", "statutory."))
    }
    del own["statutory.figures"]

    assert len(own) > 8
    assert all(text.startswith("Not verified:") for text in own.values())


@pytest.mark.parametrize(("code", "name"), [("FR", "France"), ("XX", "XX")])
def test_a_country_without_a_pack_is_called_by_its_name(code: str, name: str) -> None:
    steps = paid(OwnCountry(code, [msgspec.structs.replace(tables(a_levy()), country=code)]), None, date(2026, 8, 31), "3000").steps

    assert explained(code, steps)[1].startswith(f"The law is that of {name} for payments from ")


def test_every_sentence_about_an_american_state_says_so() -> None:
    told = [str(text) for rule, text in sentences_of("US").items() if rule.startswith("us.state.")]

    assert told
    assert all(text.startswith("Not verified:") for text in told)


def test_the_tax_of_a_state_is_not_verified_though_that_of_the_country_is() -> None:
    law = UnitedStates([StateTable("TX", "none")])
    federal, both = (AmericanProfile(), AmericanProfile(state=StateClaim("TX")))

    assert is_verified(paid(law, federal, date(2026, 8, 31), "3000").steps)
    assert not is_verified(paid(law, both, date(2026, 8, 31), "3000").steps)


@pytest.mark.parametrize(
    ("country", "pay_date", "starts"),
    [
        ("GB", date(2026, 4, 5), date(2025, 4, 6)),
        ("GB", date(2026, 4, 6), date(2026, 4, 6)),
        ("AU", date(2026, 6, 30), date(2025, 7, 1)),
        ("US", date(2026, 12, 31), date(2026, 1, 1)),
        ("IN", date(2027, 1, 31), date(2026, 4, 1)),
        ("DE", date(2026, 1, 1), date(2026, 1, 1)),
    ],
)
def test_tax_years(country: str, pay_date: date, starts: date) -> None:
    assert tax_year_start(country, pay_date) == starts


@pytest.mark.parametrize("country", COUNTRIES)
def test_lines_of_the_law_have_names(country: str) -> None:
    pack = pack_of(country)
    names = {line_name(country, Line(code, "", ComponentKind.DEDUCTION, Decimal(0), Decimal(0))) for code in pack.levies}
    unverified = {name for name in names if "not verified" in name}

    assert len(names) == len(pack.levies)
    assert "Another levy" not in names
    assert unverified == {name for name in names if country in {"IN", "NP"} or name.startswith(("State", "Local"))}


@pytest.mark.parametrize("country", ["uk", "au", "us", "ca", "ind", "np"])
def test_figures_are_read_without_a_database(country: str) -> None:
    all_tables = importlib.import_module(f"payroll.statutory.{country}.tables").all_tables

    assert len(all_tables()) >= 2
    assert all(each.edition.source for each in all_tables())
