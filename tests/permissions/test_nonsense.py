"""Whatever is put into the fields of a page or into its address, the answer is one of ours and not a failure."""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from urllib.parse import urlencode

from conftest import HostClient
from tests.permissions import admin_rows, test_company_pages, test_console, test_public_site
from tests.permissions.conftest import Browsers
from tests.permissions.tables import Row, ask

VALUES = ["🐓'%<b>\x01", "9999-12-31"]
# Read from addresses by pages that do not offer them as a field.
ALWAYS = {"q", "page", "next", "status", "sort", "month", "email", "pass", "secret"}


def failures(rows: list[Row], browser: HostClient, keys: Mapping[str, object]) -> list[str]:
    urls = dict.fromkeys(row.url(keys) for row in rows if row.method == "GET")
    return [failure for url in urls for failure in failures_at(url, browser)]


def failures_at(url: str, browser: HostClient) -> Iterator[str]:
    page = ask(browser, "GET", url)
    offered = set() if page.streaming else set(re.findall(r'name="(\w+)"', page.content.decode(errors="replace")))
    for value in VALUES:
        data = dict.fromkeys((ALWAYS | offered) - {"csrfmiddlewaretoken"}, value)
        for method, address in (("GET", f"{url}?{urlencode(data)}"), ("POST", url)):
            status = ask(browser, method, address, data).status_code
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                yield f"{method} {url} with {value!r}: {status}"


def test_on_a_companys_pages(company_browsers: Browsers, company_keys: dict[str, object]) -> None:
    rows = [*test_company_pages.ROWS, *admin_rows.ROWS]

    assert failures(rows, company_browsers["owner"], company_keys) == []


def test_on_the_console(console_browsers: Browsers, console_keys: dict[str, object]) -> None:
    assert failures(test_console.ROWS, console_browsers["staff"], console_keys) == []


def test_on_the_public_site(public_client: HostClient) -> None:
    assert failures(test_public_site.ROWS, public_client, {}) == []
