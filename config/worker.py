"""The entry point of workers and of beat: `celery --app config.worker worker`."""

import os

# Assigned, not defaulted: what kind of process this is follows from its entry point alone.
os.environ["ROOSTER_PROCESS"] = "worker"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

from config.celery import app

__all__ = ["app"]
