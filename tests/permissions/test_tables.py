"""The tables' own machinery: a table that says something else than the product fails."""

import pytest

from conftest import HostClient
from tests.permissions.conftest import Browsers
from tests.permissions.tables import check_table, check_unlisted_posts, missing_routes, parse, route_of

TABLE = """
                     anonymous employee
GET   /time/         login     200
GET   /time/{carol}/ login     404
"""


def test_a_row_is_read() -> None:
    _, row = parse(TABLE)
    assert (str(row), row.objects, row.outcomes) == ("GET /time/{carol}/", ["carol"], {"anonymous": "login", "employee": "404"})
    assert row.url({"carol": 7}) == "/time/7/"
    assert route_of(row, "config.urls_tenant") == "time/<uuid:employee_id>/"


def test_an_address_without_a_row_is_missed() -> None:
    missing = missing_routes(parse(TABLE), "config.urls_tenant")
    assert {"", "people/", "admin/"} <= missing
    assert "time/" not in missing


def test_a_row_without_an_address_fails(company_browsers: Browsers) -> None:
    with pytest.raises(AssertionError, match="GET /gone/ as employee: 404 instead of 200"):
        check_table(parse("employee\nGET /gone/ 200"), company_browsers, {})


def test_a_wrong_cell_fails(company_browsers: Browsers) -> None:
    with pytest.raises(AssertionError, match="GET /time/ as anonymous: login instead of 200"):
        check_table(parse("anonymous\nGET /time/ 200"), company_browsers, {})


def test_a_form_without_a_row_fails(public_client: HostClient) -> None:
    with pytest.raises(AssertionError, match="POST /find/: 200"):
        check_unlisted_posts(parse("anybody\nGET /find/ 200"), public_client, {})
