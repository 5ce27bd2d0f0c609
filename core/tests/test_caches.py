"""The cache speaks through one client a process, and keeps each company's values under its own keys."""

import pytest
from django.core.cache import caches
from django_tenants.utils import tenant_context

from core.caches import company_cache, count_up, forget_company, platform_cache
from core.tenancy import NoContext, enter_public, leave_schema
from tenants.companies.models import Company


def test_one_client_serves_every_command() -> None:
    cache = caches["platform"]
    cache.set("a", 1)
    first = cache._cache.get_client(write=False)  # type: ignore[attr-defined]
    assert cache.get("a") == 1
    assert cache._cache.get_client(write=False) is first  # type: ignore[attr-defined]


def test_the_same_key_in_two_companies_is_two_values(acme: Company, globex: Company) -> None:
    company_cache.set("a", "of Acme")
    with tenant_context(globex):
        assert company_cache.get("a") is None
        company_cache.set("a", "of Globex")
    assert company_cache.get("a") == "of Acme"
    enter_public()
    assert company_cache.get("a") is None


def test_counts_several_at_once_for_each_company(acme: Company, globex: Company) -> None:
    assert count_up({"a": 60, "b": 5}) == [1, 1]
    assert count_up({"b": 60, "c": 60}) == [2, 1]
    assert count_up({"b": 60}, by=-1) == [1]
    with tenant_context(globex):
        assert count_up({"b": 60}) == [1]
    client = caches["default"]._cache.get_client()  # type: ignore[attr-defined]
    assert 0 < client.ttl(caches["default"].make_key("b")) <= 5, "from its first, whatever came after"


def test_nowhere_has_no_keys(acme: Company) -> None:
    leave_schema()
    with pytest.raises(NoContext):
        company_cache.get("a")


def test_a_company_is_forgotten_and_nobody_else(acme: Company, globex: Company) -> None:
    # More than one batch.
    company_cache.set_many({str(number): number for number in range(1200)})
    with tenant_context(globex):
        company_cache.set("a", "of Globex")
    enter_public()
    company_cache.set("a", "of the site")
    platform_cache.set("a", "of the platform")
    assert forget_company(acme.schema_name) == 1200
    assert forget_company(acme.schema_name) == 0
    assert (company_cache.get("a"), platform_cache.get("a")) == ("of the site", "of the platform")
    with tenant_context(acme):
        assert company_cache.get("5") is None
    with tenant_context(globex):
        assert company_cache.get("a") == "of Globex"


@pytest.mark.parametrize("schema_name", ["", "*", "public", "t_*", "t_" + "?" * 32])
def test_only_a_company_can_be_forgotten(schema_name: str) -> None:
    with pytest.raises(ValueError, match="is not the schema of a company"):
        forget_company(schema_name)
