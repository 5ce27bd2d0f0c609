"""A company reads its own limits, and nobody else's."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django_tenants.utils import tenant_context

from billing.actions import give_first_plan, give_plan
from billing.models import Plan
from core.audit.models import AuditEvent
from core.tenancy import in_public
from tenants.companies.models import Company
from tenants.features.models import Entitlement
from tenants.features.queries import Limits, current_limits

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def give(company: Company, code: str) -> None:
    with in_public():
        give_plan(company=company, plan=Plan.objects.get(code=code), acting_user=None, now=NOW)


@pytest.mark.usefixtures("db")
class TestCurrentLimits:
    def test_are_those_of_the_companys_own_plan(self, acme: Company, globex: Company) -> None:
        give(acme, "basic")
        give(globex, "enterprise")

        with tenant_context(acme):
            assert current_limits() == Limits(plan_name="Basic", employees=25, storage_gb=5, locations=1)
            with connection.cursor() as cursor:
                cursor.execute("SELECT plan_name FROM public.features_entitlement")
                assert cursor.fetchall() == [("Basic",)]
        with tenant_context(globex):
            assert current_limits() == Limits(plan_name="Enterprise", employees=500, storage_gb=100)

    def test_stay_as_they_were_given(self, acme: Company) -> None:
        give(acme, "basic")
        with in_public():
            Plan.objects.filter(code="basic").update(employee_limit=1)

        with tenant_context(acme):
            assert current_limits() == Limits(plan_name="Basic", employees=25, storage_gb=5, locations=1)

    def test_are_none_without_a_plan(self, acme: Company) -> None:
        with in_public():
            Entitlement.objects.filter(company=acme).delete()

        with tenant_context(acme):
            assert current_limits() is None


@pytest.mark.usefixtures("db")
class TestGivingAPlan:
    def test_is_told_in_the_trail_once(self, acme: Company) -> None:
        give(acme, "basic")
        give(acme, "enterprise")
        give(acme, "enterprise")

        with in_public():
            events = AuditEvent.objects.filter(action="company:plan_given", object_id=str(acme.pk)).order_by("occurred_at", "id")
            latest = events.last()
        assert latest is not None
        assert latest.before == {"plan_name": "Basic", "employee_limit": 25, "storage_gb": 5, "location_limit": 1}
        assert latest.after == {"plan_name": "Enterprise", "employee_limit": 500, "storage_gb": 100, "location_limit": None}

    @pytest.mark.parametrize(("chosen", "given"), [("basic", "Basic"), ("", "Professional"), ("no-such-plan", "Professional")])
    def test_begins_with_the_one_that_was_chosen_or_recommended(self, acme: Company, chosen: str, given: str) -> None:
        with in_public():
            give_first_plan(company=acme, plan_code=chosen, acting_user=None, now=NOW)

            assert Entitlement.objects.get(company=acme).plan_name == given

    def test_does_without_when_nothing_is_on_sale(self, acme: Company) -> None:
        with in_public():
            Entitlement.objects.filter(company=acme).delete()
            Plan.objects.update(is_public=False)

            give_first_plan(company=acme, acting_user=None, now=NOW)

            assert not Entitlement.objects.filter(company=acme).exists()
