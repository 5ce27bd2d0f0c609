"""A company drops its spreadsheet: 500 people are looked at, brought in, and taken back."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.cast import PASSWORD
from tests.databases import PREFIX, owner_connection
from tests.journeys.product import Product
from tests.journeys.visitor import visiting

pytestmark = pytest.mark.journey

PEOPLE = 500
TEAMS = ("Engineering", "Enginering", "Sales")


def _staff_list(folder: Path) -> Path:
    """As people keep them: a title, German decimals, dates that may be either, a typing error in a department."""
    rows = [
        f'P{n:03};Person{n} Example;person{n}@acme.example;0{1 + n % 9}/04/2026;Engineer;{TEAMS[n % 3]};Bob Brown;"37,5"'
        for n in range(PEOPLE)
    ]
    head = ["Our people", "", "Personnel no;Full name;E-mail;Start date;Position;Team;Reports to;Hours per week"]
    file = folder / "staff-list.csv"
    file.write_text("\n".join([*head, *rows, "P500;Nora Nilsson;nora@;soon;;;;"]), encoding="cp1252")
    return file


def _give_seats(count: int) -> None:
    """As the platform does for a company that grows; no plan of the list has so many."""
    with owner_connection(f"{PREFIX}_j{os.getpid()}") as owner:
        owner.execute("UPDATE features_entitlement SET employee_limit = %s", [count])


def test_an_import_of_500_people(browser: Browser, product: Product, tmp_path: Path) -> None:
    _give_seats(2 * PEOPLE)
    with visiting(browser, product) as alice:
        alice.signs_in("acme", "alice@acme.example", PASSWORD)
        alice.follows("Imports")
        alice.follows("Upload a file")
        alice.page.get_by_label("File").set_input_files(_staff_list(tmp_path))
        alice.presses("Upload and go on")

        alice.sees("501 rows")
        alice.presses("Check the rows")
        alice.sees("Say which day this is")
        alice.page.get_by_label("“01/04/2026” is").select_option("day_first")
        alice.presses("Check the rows")

        alice.sees("Some names need your word")
        alice.looks("names to choose")
        alice.page.get_by_label(re.compile("^Enginering")).select_option(label="Engineering")
        alice.page.get_by_label(re.compile("^Sales")).select_option(label="Add it as a new department")
        alice.presses("Use these and check again")
        alice.sees("One row with errors is left out.")
        alice.looks("checked")

        alice.presses("Bring 500 people in")
        alice.sees("brought in on")
        alice.looks("brought in")
        alice.goes_to("acme", "/people/?q=Person499")
        alice.sees("Person499 Example")

        alice.goes_to("acme", "/imports/")
        alice.follows("staff-list.csv")
        alice.follows("Take it back")
        alice.presses("Take the import back")
        alice.sees(re.compile("^Taken back$"))
        alice.goes_to("acme", "/people/?q=Person499")
        alice.sees("Nobody matches")
