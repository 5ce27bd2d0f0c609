"""Checklists, and the verbs that touch several slices."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LifecycleConfig(AppConfig):
    """Tables in each company's schema."""

    name = "hr.lifecycle"
    label = "lifecycle"
    verbose_name = _("Joining and leaving")
