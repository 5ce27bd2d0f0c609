"""Invitations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvitationsConfig(AppConfig):
    """A table of each company."""

    name = "tenants.invitations"
    label = "invitations"
    verbose_name = _("Invitations")
