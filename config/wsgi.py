"""The WSGI entry point of the web process."""

import os

from django.core.wsgi import get_wsgi_application

# Assigned, not defaulted: what kind of process this is follows from its entry point alone.
os.environ["ROOSTER_PROCESS"] = "web"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()

from tenants.schemas.fitness import refuse_unfit_database  # noqa: E402 - Django first.

refuse_unfit_database()
