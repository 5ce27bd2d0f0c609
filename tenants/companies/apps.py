"""Companies and their domains."""

from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class CompaniesConfig(AppConfig):
    """Tables in public."""

    name = "tenants.companies"
    label = "companies"
    verbose_name = _("Companies")

    def ready(self) -> None:
        """Stop django-tenants from looking at every deleted row of every table, in case it is a company whose schema may go.

        Here a schema goes by `tenants.removal` alone; and while somebody listens, Django reads rows before it deletes them.
        """
        from django_tenants.signals import tenant_delete_callback  # noqa: PLC0415 - it may be loaded only now.

        post_delete.disconnect(tenant_delete_callback)
