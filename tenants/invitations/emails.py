"""The mail with the link."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from core.formatting import use_date_style
from core.mail import queue_message
from core.mail_content import mail_content
from core.moments import moment_text
from core.tenancy import in_public
from tenants.companies.models import Company
from tenants.company_settings.models import CompanySettings
from tenants.company_settings.queries import get_settings
from tenants.invitations.models import Invitation


def send_invitation(*, invitation: Invitation, code: str, company: Company) -> None:
    """Send the link after commit. It is good for whoever knows the address that it went to."""
    with in_public():
        # A company's role may not read the platform's domains.
        company_url = company.url
    settings_of_company = get_settings()
    path = reverse("invitation", args=[code], urlconf=settings.ROOT_URLCONF)
    context = {
        "invitation": invitation,
        "company_name": settings_of_company.display_name,
        "company_url": company_url,
        "url": f"{company_url.rstrip('/')}{path}",
        "expires": _moment(invitation.expires_at, settings_of_company),
    }
    content = mail_content(
        "tenants/invitations/email/invitation",
        context,
        sender_name=settings_of_company.display_name,
        color=settings_of_company.primary_color,
    )
    queue_message(to=invitation.email, **content)


def _moment(instant: datetime, settings_of_company: CompanySettings) -> str:
    # By the company's clock and in its way, also where the platform or a job invites.
    with timezone.override(ZoneInfo(settings_of_company.time_zone)), use_date_style(settings_of_company.date_style):
        return moment_text(instant)
