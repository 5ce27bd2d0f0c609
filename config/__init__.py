"""Wiring only: settings, tenancy lists, URL roots, Celery and the server's entry points."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
