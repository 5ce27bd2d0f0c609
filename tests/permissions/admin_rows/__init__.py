"""What each role gets in the company administration, by slice."""

from tests.permissions.admin_rows import accounts, company, documents, pay, people, time
from tests.permissions.tables import Row, parse

ROWS: list[Row] = [row for each in (accounts, company, documents, pay, people, time) for row in parse(each.TABLE)]
