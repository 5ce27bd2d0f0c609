"""The entry point of workers and of beat: `celery --app config.worker worker`."""

import os

# Assigned, not defaulted: what kind of process this is follows from its entry point alone.
os.environ["ROOSTER_PROCESS"] = "worker"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
# Django's checks look at every page, which takes a fifth of a worker's memory; `manage.py check --deploy` makes them.
os.environ["CELERY_SKIP_CHECKS"] = "true"

import django

django.setup()

from config.celery import app  # noqa: E402 - Django first.
from tenants.schemas.fitness import refuse_unfit_database  # noqa: E402

refuse_unfit_database()

__all__ = ["app"]
