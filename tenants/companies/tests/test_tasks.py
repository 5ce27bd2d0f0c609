"""What the platform does to companies by the clock."""

from datetime import timedelta

from django.utils import timezone

from core.tenancy import enter_public
from tenants.companies.models import Company, CompanyStatus
from tenants.companies.tasks import expire_trials


class TestTrials:
    def test_expire_when_they_end(self, acme: Company, globex: Company) -> None:
        enter_public()
        now = timezone.now()
        Company.objects.filter(pk=acme.pk).update(trial_ends_at=now - timedelta(minutes=1))
        Company.objects.filter(pk=globex.pk).update(trial_ends_at=now + timedelta(days=1))

        expire_trials()

        assert Company.objects.get(pk=acme.pk).status == CompanyStatus.EXPIRED
        assert Company.objects.get(pk=globex.pk).status == CompanyStatus.TRIAL
