"""As django-tenants' own guide sets a project up: its backend, middleware and commands, one login that owns everything."""

from bench.fleet.settings import *  # noqa: F403 -- settings extend settings in this way.

MIGRATION_MODULES = {"attendance": "stock_releases"}
DATABASES = {
    "default": {
        **OWNER_DATABASE,  # noqa: F405
        "ENGINE": "django_tenants.postgresql_backend",
        "NAME": f"{OWNER_DATABASE['NAME']}_stock",  # noqa: F405
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": PLAIN_OPTIONS,  # noqa: F405
    }
}
PG_EXTRA_SEARCH_PATHS = ["extensions"]
TENANT_MODEL = "stock.Client"
TENANT_DOMAIN_MODEL = "stock.Domain"
# The platform's apps stand on our own company model and commands.
_OURS = {"tenants.fleet", "tenants.removal", "tenants.signup", "superadmin"}
SHARED_APPS = [*(app for app in SHARED_APPS if app not in _OURS), "bench.fleet.stock"]  # noqa: F405
INSTALLED_APPS = [*SHARED_APPS, *(app for app in INSTALLED_APPS if app not in {*SHARED_APPS, *_OURS})]  # noqa: F405
# See bench.fleet.one_query.ours.
ONLY_MIDDLEWARE = ["django_tenants.middleware.main.TenantMainMiddleware"]
ROOT_URLCONF = PUBLIC_SCHEMA_URLCONF = "bench.fleet.one_query.urls"
