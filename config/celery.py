"""The Celery application. Tasks live in each slice's tasks.py; their two kinds in `tenants.companies.tasks`."""

from celery import Celery

app = Celery("rooster")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
