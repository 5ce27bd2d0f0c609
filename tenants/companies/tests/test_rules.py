"""Names and statuses of companies."""

import pytest
from hypothesis import given, strategies as st

from tenants.companies.models import CompanyStatus
from tenants.companies.rules import (
    ALLOWED_STATUS_CHANGES,
    RESERVED_SUBDOMAINS,
    StatusChangeNotAllowed,
    SubdomainNotAllowed,
    check_status_change,
    check_subdomain,
    suggest_subdomain,
)


class TestSubdomains:
    @pytest.mark.parametrize("subdomain", ["acme", "acme-robotics", "a1b", "x" * 40, "administrate", "123"])
    def test_may_be(self, subdomain: str) -> None:
        check_subdomain(subdomain)

    @pytest.mark.parametrize(
        "subdomain",
        ["", "ab", "x" * 41, "-acme", "acme-", "ac--me", "Acme", "ac.me", "ac me", "äcme", "xn--acme", "acme\n", "admin", "www"],
    )
    def test_may_not_be(self, subdomain: str) -> None:
        with pytest.raises(SubdomainNotAllowed):
            check_subdomain(subdomain)

    @given(st.text())
    def test_suggestions_are_allowed_but_for_length_and_reserved_words(self, name: str) -> None:
        suggestion = suggest_subdomain(name)
        if len(suggestion) >= 3 and suggestion not in RESERVED_SUBDOMAINS:
            check_subdomain(suggestion)


class TestStatuses:
    def test_all_are_known(self) -> None:
        assert set(ALLOWED_STATUS_CHANGES) == set(CompanyStatus.values)

    @given(st.sampled_from(CompanyStatus.values), st.sampled_from(CompanyStatus.values))
    def test_change_only_as_allowed(self, current: str, wished: str) -> None:
        if wished in ALLOWED_STATUS_CHANGES[current]:
            check_status_change(current, wished)
        else:
            with pytest.raises(StatusChangeNotAllowed):
                check_status_change(current, wished)
