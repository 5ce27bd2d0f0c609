"""What a company's plan allows."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeaturesConfig(AppConfig):
    """Tables in public; a company reads its own row."""

    name = "tenants.features"
    label = "features"
    verbose_name = _("Plans and limits")
