"""The official figures: one JSON file a country and tax year, checked when read, chosen by the date of payment."""

from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from itertools import pairwise
from typing import Protocol

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.problems import CannotCalculate


class Edition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What each data file begins with. Both dates belong to the period; figures without an official proof are not `verified`."""

    version: str
    source: str
    effective_from: date
    effective_to: date
    verified: bool


class HasEdition(Protocol):
    """Tables of one country and period."""

    @property
    def edition(self) -> Edition:
        """Which figures these are, and of when."""


class TablesNotValid(ValueError):
    """A data file is not what the country's rules can work with."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"The statutory figures in {name} cannot be used: {reason}.")


class NoTables(CannotCalculate):
    """No figures cover the date of payment; those of another year would be a guess."""

    def __init__(self, country: str, pay_date: date) -> None:
        self.country = country
        self.pay_date = pay_date
        super().__init__(
            _("There are no statutory figures of %(country)s for a payment on %(day)s.")
            % {"country": country, "day": pay_date.isoformat()},
            _("Figures of another year would be a guess."),
            _("Update Rooster, or choose a payment date that its figures cover."),
        )


def read_tables[Tables: HasEdition](country: str, shape: type[Tables]) -> tuple[Tables, ...]:
    """All tables of `payroll/statutory/<country>/data`, oldest first. Raises TablesNotValid."""
    tables = []
    for file in (files("payroll.statutory") / country / "data").iterdir():
        if not file.name.endswith(".json"):
            continue
        try:
            tables.append(msgspec.json.decode(file.read_bytes(), type=shape))
        except msgspec.ValidationError as error:
            raise TablesNotValid(f"{country}/{file.name}", str(error)) from error
    tables.sort(key=lambda each: each.edition.effective_from)
    _require_no_overlap(country, tables)
    return tuple(tables)


def tables_on[Tables: HasEdition](country: str, tables: Sequence[Tables], pay_date: date) -> Tables:
    """Those of `tables` that cover `pay_date`. Raises NoTables."""
    for each in tables:
        if each.edition.effective_from <= pay_date <= each.edition.effective_to:
            return each
    raise NoTables(country, pay_date)


def _require_no_overlap(country: str, tables: Sequence[HasEdition]) -> None:
    for earlier, later in pairwise(tables):
        if later.edition.effective_from <= earlier.edition.effective_to:
            raise TablesNotValid(country, f"{earlier.edition.version} and {later.edition.version} cover the same day")
