"""Django as it comes, on the same tables, with the same pool: the floor."""

import os

from bench.fleet.one_query.ours import *  # noqa: F403 -- settings extend settings in this way.

ONLY_MIDDLEWARE = []
INSTALLED_APPS = [app for app in INSTALLED_APPS if app not in {"django_tenants", "tenants.fleet"}]  # noqa: F405
DATABASE_ROUTERS = []
_path = {"options": f"-c search_path={os.environ['BENCH_SCHEMA']}"}
DATABASES = {
    "default": {
        **OWNER_DATABASE,  # noqa: F405
        "ENGINE": "django.db.backends.postgresql",
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": PLAIN_OPTIONS | _path,  # noqa: F405
    }
}
