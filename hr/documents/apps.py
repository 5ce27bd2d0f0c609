"""Documents."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Tables in each company's schema."""

    name = "hr.documents"
    label = "documents"
    verbose_name = _("Documents")
