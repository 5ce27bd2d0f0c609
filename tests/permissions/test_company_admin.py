"""The company administration: whose role allows it, and there each screen to whose role allows that.

Facts and the audit trail are read here by everybody who may, and changed by nobody.
"""

from tests.permissions.admin_rows import ROWS
from tests.permissions.conftest import Browsers
from tests.permissions.tables import check_table, check_unlisted_posts


def test_each_role_gets_what_the_table_says(company_browsers: Browsers, company_keys: dict[str, object]) -> None:
    check_table(ROWS, company_browsers, company_keys)


def test_no_form_is_missing_from_the_table(company_browsers: Browsers, company_keys: dict[str, object]) -> None:
    check_unlisted_posts(ROWS, company_browsers["owner"], company_keys)
