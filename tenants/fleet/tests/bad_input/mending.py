"""A run in which one company fails, and the one that goes on."""

import pytest
from django.core.management import CommandError

from tenants.companies.models import Company
from tenants.fleet.tests.operator import fingerprint_of, fleet, status
from tenants.schemas.template import load_template


def migrate_with_one_failure(*arguments: str) -> None:
    with pytest.raises(CommandError, match=r"1 companies migrated\. 1 failed: acme"):
        fleet("migrate", *arguments)


def assert_mended(*companies: Company) -> None:
    """Once the cause is gone, going on brings everybody to the release."""
    fleet("resume")
    assert {fingerprint_of(company) for company in companies} == {load_template().fingerprint}
    assert status()[1] == ""
