"""What people write on the pages of addresses."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from core.tenancy import in_public
from tenants.companies.models import Company
from tenants.companies.queries import address_status
from tenants.companies.rules import bare_subdomain

_NO_HELP_FROM_KEYBOARDS = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "inputmode": "url"}


class SubdomainForm(forms.Form):
    """Another subdomain."""

    subdomain = forms.CharField(
        label=_("New address"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget(
            attrs={
                **_NO_HELP_FROM_KEYBOARDS,
                "hx-get": reverse_lazy("addresses_subdomain_status"),
                "hx-trigger": "input changed delay:250ms",
                "hx-target": "#address-status",
                "hx-sync": "this:replace",
                "aria-describedby": "address-status",
            }
        ),
    )

    def __init__(self, *args: Any, company: Company, **options: Any) -> None:
        super().__init__(*args, **options)
        self.company = company

    def clean_subdomain(self) -> str:
        """A subdomain that this company can have now, or why not."""
        subdomain = bare_subdomain(self.cleaned_data["subdomain"])
        with in_public():
            status = address_status(subdomain, company=self.company)
        if not status.is_free:
            raise forms.ValidationError(str(status.message))
        return subdomain


class DomainForm(forms.Form):
    """A domain of the company's own."""

    domain = forms.CharField(
        label=_("Your domain"),
        max_length=300,
        widget=UnfoldAdminTextInputWidget(attrs={**_NO_HELP_FROM_KEYBOARDS, "placeholder": "hr.example.com"}),
    )
