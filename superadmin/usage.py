"""How much a company is used. The platform sees these figures only, never the rows behind them."""

from datetime import datetime

from django.db.models import Max
from django_tenants.utils import tenant_context

from core.dates import local_date
from core.tenancy import in_public
from hr.attendance.models import Punch
from hr.people.queries import everybody_on
from tenants.accounts.actions import tell_platform_of_owner
from tenants.accounts.models import User
from tenants.companies.actions import record_use
from tenants.companies.models import Company


def count_use(*, company: Company, now: datetime) -> None:
    """Count a company's people and find when somebody last signed in or clocked, and keep both for the console.

    Whom the console names as the owner follows each change by itself; here it is put right should it have stayed behind.
    """
    with tenant_context(company):
        people_count = everybody_on(local_date(now, company.time_zone)).count()
        # Keys follow time, so the latest punch is found without reading them all.
        latest_punch = Punch.objects.order_by("-id").values_list("received_at", flat=True).first()
        latest_sign_in = User.objects.aggregate(latest=Max("last_login"))["latest"]
        tell_platform_of_owner(acting_user=None)
    moments = [moment for moment in (latest_punch, latest_sign_in) if moment is not None]
    with in_public():
        record_use(company=company, people_count=people_count, last_used_at=max(moments, default=None))
