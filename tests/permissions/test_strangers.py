"""The same tables seen from outside: by another company's owner, with a carried cookie, and on the wrong host."""

from urllib.parse import urlsplit

import pytest

from conftest import HostClient
from core.tenancy import enter_public
from tenants.accounts.models import User
from tenants.companies.models import Company
from tests.permissions import admin_rows, test_company_pages, test_console, test_public_site
from tests.permissions.conftest import GLOBEX_HOST, PUBLIC_HOST, Browsers, carried
from tests.permissions.tables import Row, ask, outcome_of

COMPANY_ROWS = [*test_company_pages.ROWS, *admin_rows.ROWS]
# Every company has one row of settings, with the same key, so this key says nothing about another company.
KEYS_OF_EVERY_COMPANY = {"settings"}


def test_another_companys_owner_finds_none_of_our_objects(globex_browser: HostClient, company_keys: dict[str, object]) -> None:
    enter_public()
    wrong = []
    for row in COMPANY_ROWS:
        if not set(row.objects) - KEYS_OF_EVERY_COMPANY:
            continue
        response = ask(globex_browser, row.method, row.url(company_keys))
        if outcome_of(response, company_keys) == "→change":
            # The admin's short address: it names no object, and leads to the page that does.
            response = ask(globex_browser, "GET", urlsplit(response.headers["Location"]).path)
        # Pages that nobody may open, such as adding a fact, are refused before anything is looked for.
        expected = {"404"} | {row.outcomes["owner"]} & {"403", "405"}
        if (outcome := outcome_of(response, company_keys)) not in expected:
            wrong.append(f"{row}: {outcome} instead of {expected}")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("role", ["owner", "employee"])
def test_our_cookie_is_worth_nothing_on_their_host(
    role: str, company_browsers: Browsers, company_keys: dict[str, object], globex: Company
) -> None:
    browser = carried(company_browsers[role], GLOBEX_HOST)
    outcomes = {row: outcome_of(ask(browser, row.method, row.url(company_keys)), company_keys) for row in COMPANY_ROWS}
    # Our logo is there for strangers, but on our host alone.
    expected = {row: "404" if "logo" in row.objects else row.outcomes["anonymous"] for row in COMPANY_ROWS}
    assert {row: (outcome, expected[row]) for row, outcome in outcomes.items() if outcome != expected[row]} == {}


def _found_on(browser: HostClient, rows: list[Row], keys: dict[str, object], shared: tuple[str, ...] = ()) -> list[str]:
    """Rows that the browser's host answers with anything but 404."""
    return [
        str(row)
        for row in rows
        if row.path != "/" and not row.path.startswith(shared or "-")
        if ask(browser, row.method, row.url(keys)).status_code != 404
    ]


class TestOnTheWrongHost:
    @pytest.fixture
    def keys(self, company_keys: dict[str, object], console_keys: dict[str, object]) -> dict[str, object]:
        return {**company_keys, **console_keys}

    def test_the_public_site_has_no_page_of_a_company(self, keys: dict[str, object]) -> None:
        assert _found_on(HostClient(PUBLIC_HOST), COMPANY_ROWS, keys) == []

    def test_the_public_site_has_no_page_of_the_console(self, keys: dict[str, object]) -> None:
        assert _found_on(HostClient(PUBLIC_HOST), test_console.ROWS, keys) == []

    def test_the_console_has_no_page_of_a_company(self, console_browsers: Browsers, keys: dict[str, object]) -> None:
        assert _found_on(console_browsers["staff"], COMPANY_ROWS, keys, shared=("/accounts/",)) == []

    def test_a_company_has_no_page_of_the_console(self, company_browsers: Browsers, keys: dict[str, object]) -> None:
        assert _found_on(company_browsers["owner"], test_console.ROWS, keys, shared=("/accounts/",)) == []

    @pytest.mark.parametrize("role", ["owner", "anonymous"])
    def test_a_company_has_no_page_of_the_public_site(self, role: str, company_browsers: Browsers) -> None:
        assert _found_on(company_browsers[role], test_public_site.ROWS, {}) == []

    def test_the_console_has_no_page_of_the_public_site(self, console_browsers: Browsers) -> None:
        assert _found_on(console_browsers["staff"], test_public_site.ROWS, {}) == []


def test_the_staff_have_no_key_to_a_company(console_browsers: Browsers, alice: User, globex: Company) -> None:
    browser = carried(console_browsers["staff"], GLOBEX_HOST)
    assert outcome_of(ask(browser, "GET", "/"), {}) == "login"
