"""Complete files."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubjectAccessConfig(AppConfig):
    """Tables in each company's schema."""

    name = "hr.subject_access"
    label = "subject_access"
    verbose_name = _("Complete files")
