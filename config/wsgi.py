"""The WSGI entry point of the web process."""

import os

from django.core.wsgi import get_wsgi_application

# Assigned, not defaulted: what kind of process this is follows from its entry point alone.
os.environ["ROOSTER_PROCESS"] = "web"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - Django first.
from django.urls import get_resolver  # noqa: E402

from tenants.schemas.fitness import refuse_unfit_database  # noqa: E402

refuse_unfit_database()
# Here, before workers are forked, so that they share what the pages need and nobody's first page waits for it.
for urlconf in (settings.ROOT_URLCONF, settings.PUBLIC_SCHEMA_URLCONF, settings.CONSOLE_URLCONF):
    get_resolver(urlconf).url_patterns  # noqa: B018 - Reading loads them.
