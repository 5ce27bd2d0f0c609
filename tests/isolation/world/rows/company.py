"""The company itself: settings, addresses, files."""

from tenants.accounts.models import User
from tenants.addresses.actions.custom_domains import request_custom_domain
from tenants.company_settings.models import CompanySettings
from tests.cast import CREATED
from tests.isolation.world.files import LOGO, OWN_LOGO, OWN_PHOTO
from tests.isolation.world.rows.newcomer import Newcomer

KEPT = {
    "company_settings_companysettings.primary_color": "a colour",
    "company_settings_companysettings.secondary_color": "a colour",
    "company_settings_companysettings.logo": "names a file",
    "company_settings_companysettings.country": "a country's code",
    "company_settings_companysettings.currency": "a currency's code",
    "company_settings_companysettings.time_zone": "a time zone",
    "companies_company.schema_name": "names the schema",
    "companies_company.role_name": "names the role",
    "companies_company.country": "a country's code",
    "companies_company.currency": "a currency's code",
    "companies_company.time_zone": "a time zone",
}


def fill(_alice: User) -> None:
    """A logo."""
    CompanySettings.objects.update(logo=f"logo/{LOGO.hex}.webp", logo_width=300, logo_height=100)


def own(newcomer: Newcomer) -> dict[str, object]:
    """By table, the key of the company's own row; of files the name."""
    domain = request_custom_domain(
        company=newcomer.company, domain=f"canary-{newcomer.word}-companies-domain.com", acting_user=None, now=CREATED
    )
    return {"companies_domain": domain.pk, "logo": OWN_LOGO[newcomer.word], "photo": OWN_PHOTO[newcomer.word]}
