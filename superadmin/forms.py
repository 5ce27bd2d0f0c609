"""The forms of the console."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy as _

from billing.models import Plan
from core.countries import country as find_country, country_names
from core.form_fields import OneLineField
from tenants.companies.models import Company, CompanyStatus
from tenants.companies.queries import address_status
from tenants.companies.rules import bare_subdomain
from tenants.company_settings.choices import currency_choices, time_zone_choices

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

NEEDS_A_LOOK = "look"

type Option = "tuple[str, StrPromise | str]"
_AS_USUAL: Option = ("", _("As usual in the country"))


class CompanyFilterForm(forms.Form):
    """What the list's address may ask for."""

    q = forms.CharField(label=_("Find a company"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("All companies")), *CompanyStatus.choices, (NEEDS_A_LOOK, _("Needs a look"))],
        widget=forms.Select(attrs={"class": "form-select"}),
    )


def _country_options() -> list[Option]:
    return [("", _("Choose a country")), *country_names(_language())]


def _time_zone_options() -> list[Option | tuple[str, list[tuple[str, str]]]]:
    return [_AS_USUAL, *time_zone_choices()]


def _currency_options() -> list[Option]:
    return [_AS_USUAL, *currency_choices(_language(), timezone.localdate())]


def _language() -> str:
    return get_language() or "en"


class AddressForm(forms.Form):
    """A subdomain, for a new company or for one instead of what it has."""

    subdomain = forms.CharField(
        label=_("Address"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, base_domain: str, company: Company | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company
        self.fields["subdomain"].help_text = _("The part before .%(domain)s") % {"domain": base_domain}

    def clean_subdomain(self) -> str:
        """An address that may be had, or why not."""
        subdomain = bare_subdomain(str(self.cleaned_data["subdomain"]))
        status = address_status(subdomain, company=self.company)
        if not status.is_free:
            raise forms.ValidationError(str(status.message))
        return subdomain


class CompanyForm(AddressForm):
    """A company created on somebody's behalf. What follows from the country may be left to it."""

    name = OneLineField(label=_("Company"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    owner_name = OneLineField(label=_("Owner’s name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    owner_email = forms.EmailField(
        label=_("Owner’s e-mail"), help_text=_("The owner gets a mail here with the way to choose a password.")
    )
    country = forms.ChoiceField(
        label=_("Country"),
        choices=_country_options,
        help_text=_("Its customs for dates, times and weeks become the company’s."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_time_zone_options, required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=_currency_options, required=False)

    def clean(self) -> dict[str, Any]:
        """Fill in what follows from the country."""
        cleaned = super().clean() or self.cleaned_data
        if code := cleaned.get("country"):
            customs = find_country(code)
            cleaned["time_zone"] = cleaned.get("time_zone") or customs.time_zone
            cleaned["currency"] = cleaned.get("currency") or customs.currency(timezone.localdate())
        return cleaned


class _PlanChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # Generic to mypy only.
    def label_from_instance(self, obj: Plan) -> str:
        words = {"plan": obj.name, "employees": obj.employee_limit, "storage": obj.storage_gb, "places": obj.location_limit}
        if obj.location_limit is None:
            return _("%(plan)s: %(employees)s employees, %(storage)s GB, any number of locations") % words
        return _("%(plan)s: %(employees)s employees, %(storage)s GB, up to %(places)s locations") % words


class PlanForm(forms.Form):
    """A plan for a company, also one that is not on the public site."""

    plan = _PlanChoice(
        label=_("Plan"),
        queryset=Plan.objects.order_by("position"),
        empty_label=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class RemovalForm(forms.Form):
    """Typing a company's subdomain, so that nobody deletes one by a slip."""

    subdomain = forms.CharField(
        max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"})
    )

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company
        self.fields["subdomain"].label = _("Type %(subdomain)s to confirm") % {"subdomain": company.subdomain}

    def clean_subdomain(self) -> str:
        """The company's own."""
        subdomain = str(self.cleaned_data["subdomain"]).strip().lower()
        if subdomain != self.company.subdomain:
            raise forms.ValidationError(_("That is not this company’s subdomain. Nothing was deleted."))
        return subdomain
