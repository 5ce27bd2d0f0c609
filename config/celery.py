"""The Celery application. Tasks live in each slice's tasks.py; their two kinds in `tenants.companies.tasks`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
os.environ.setdefault("ROOSTER_PROCESS", "worker")

app = Celery("rooster")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
