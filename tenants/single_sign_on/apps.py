"""Single sign-on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SingleSignOnConfig(AppConfig):
    """A table of each company."""

    name = "tenants.single_sign_on"
    label = "single_sign_on"
    verbose_name = _("Single sign-on")
