"""Punches."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttendanceConfig(AppConfig):
    """Tables in each company's schema."""

    name = "hr.attendance"
    label = "attendance"
    verbose_name = _("Attendance")
