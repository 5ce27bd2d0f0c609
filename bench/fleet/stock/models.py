"""A tenant and its domains as django-tenants' guide has them."""

from django.db import models
from django_tenants.models import DomainMixin, TenantMixin

from core.ids import new_id


class Client(TenantMixin):  # type: ignore[misc]  # django-tenants ships no types.
    """Its schema is made by saving it."""

    # As that of our companies, since tables of theirs are there too.
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    def __str__(self) -> str:
        return str(self.schema_name)


class Domain(DomainMixin):  # type: ignore[misc]  # django-tenants ships no types.
    """A host of a tenant."""

    def __str__(self) -> str:
        return str(self.domain)
