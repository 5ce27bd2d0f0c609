"""What every layout needs, whichever host it is on."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from config.navigation import build_navigation
from core.product import PRODUCT_NAME
from tenants.company_settings.queries import logo_url
from tenants.company_settings.rules import CONSOLE_COLOR, Brand
from tenants.sign_in.models import SecondFactorRule
from tenants.sign_in.queries import policy_of
from tenants.single_sign_on.queries import provider_of


def layout(request: HttpRequest) -> dict[str, Any]:
    """The company, its brand and its navigation; on the platform's hosts the product's own."""
    company_settings = getattr(request, "company_settings", None)
    if company_settings is not None:
        brand = Brand(
            display_name=company_settings.display_name,
            tagline=company_settings.tagline,
            primary_color=company_settings.primary_color,
            secondary_color=company_settings.secondary_color,
            logo_url=logo_url(company_settings),
            logo_width=company_settings.logo_width,
            logo_height=company_settings.logo_height,
        )
    elif getattr(request, "urlconf", None) == settings.CONSOLE_URLCONF:
        brand = Brand(display_name=f"{PRODUCT_NAME} console", primary_color=CONSOLE_COLOR)
    else:
        brand = Brand(display_name=PRODUCT_NAME)
    return {
        "company": getattr(request, "company", None),
        "brand": brand,
        # Asked for only by pages: mails and messages are rendered with the same context.
        "nav": SimpleLazyObject(lambda: build_navigation(request)),
        "product_name": PRODUCT_NAME,
        "public_url": settings.SITE_ADDRESS.host_url(settings.BASE_DOMAIN),
        "offers_second_factors": policy_of(request).second_factor != SecondFactorRule.OFF,
        "identity_provider": provider_of(request),
        "is_local": bool(settings.LOCAL_MAILBOX_DIR),
    }
