"""The forms of the public site."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.text import slugify
from django.utils.translation import get_language, gettext as _, gettext_lazy

from billing.queries import public_plans
from core.countries import UnknownCountry, country, country_names
from core.form_fields import OneLineField
from tenants.accounts.passwords import measure_strength
from tenants.companies.queries import address_status
from tenants.companies.rules import bare_subdomain, suggest_subdomain
from tenants.company_settings.choices import currency_choices, time_zone_choices
from tenants.signup.actions import Entries
from tenants.signup.queries import suggest_free_subdomain
from tenants.signup.rules import is_made_of

MAX_PASSWORD_LENGTH = 128


def known_words(company_name: str, full_name: str, email: str) -> list[str]:
    """What somebody who knows this person would try first."""
    names = f"{full_name} {company_name}"
    return [email, *email.split("@"), *names.split(), *slugify(names).split("-")]


def password_problems(password: str, words: list[str]) -> list[str]:
    """Why this password may not be used; nothing when it may."""
    try:
        validate_password(password)
    except ValidationError as error:
        return list(error.messages)
    if is_made_of(password, words) or not measure_strength(password, known_words=words).is_enough:
        return [_("This password is close to your name, your e-mail address or your company. Choose another one.")]
    return []


class SubdomainField(forms.CharField):
    """A company's address under the base domain. A whole host is taken for its first part, capitals for small letters."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(
            attrs={
                "class": "form-control",
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "inputmode": "url",
                "hx-get": reverse_lazy("signup_subdomain"),
                "hx-trigger": "input changed delay:250ms",
                "hx-target": "#address-status",
                "hx-sync": "this:replace",
            }
        )
        super().__init__(label=gettext_lazy("Web address"), max_length=200, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        """The bare subdomain."""
        return bare_subdomain(str(super().to_python(value) or ""))

    def validate(self, value: Any) -> None:
        """Raise ValidationError unless the address can be had now."""
        super().validate(value)
        status = address_status(value)
        if value and not status.is_free:
            raise ValidationError(str(status.message), code="not_free")


class SignUpForm(forms.Form):
    """A company's name and address, its first person, and where it is."""

    company_name = OneLineField(
        label=gettext_lazy("Company name"),
        error_messages={"required": gettext_lazy("Enter your company's name.")},
        max_length=120,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "organization",
                "hx-get": reverse_lazy("signup_suggestion"),
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "#address",
                "hx-swap": "outerHTML",
                "hx-include": "#id_subdomain, #id_suggested",
                "hx-sync": "this:replace",
            }
        ),
    )
    subdomain = SubdomainField(
        required=False, help_text=gettext_lazy("Your people open this to clock in. Left empty, it is made from the company's name.")
    )
    full_name = OneLineField(
        label=gettext_lazy("Your name"),
        error_messages={"required": gettext_lazy("Enter your own name.")},
        # Each of an employee's two names holds as much.
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Work e-mail"),
        error_messages={"required": gettext_lazy("Enter your e-mail address.")},
        help_text=gettext_lazy("We send a code of six digits there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        error_messages={"required": gettext_lazy("Choose a password.")},
        max_length=MAX_PASSWORD_LENGTH,
        strip=False,
        help_text=gettext_lazy("At least 10 characters. Four unrelated words make a good one."),
        widget=forms.PasswordInput(
            attrs={
                "autocomplete": "new-password",
                "hx-post": reverse_lazy("signup_password"),
                "hx-trigger": "input changed delay:250ms",
                "hx-target": "#strength",
                "hx-include": "#id_company_name, #id_full_name, #id_email, [name=csrfmiddlewaretoken]",
                "hx-sync": "this:replace",
            }
        ),
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        error_messages={"required": gettext_lazy("Choose the country your company is in.")},
        widget=forms.Select(
            attrs={
                "autocomplete": "country",
                "hx-get": reverse_lazy("signup_region"),
                "hx-trigger": "change",
                "hx-target": "#region",
                "hx-swap": "outerHTML",
                "hx-include": "#region select",
            }
        ),
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), required=False)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False)
    plan = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, today: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.today = today
        locale = get_language() or "en"
        code = str(self["country"].value() or "")
        self.follows = _what_follows(code, today)
        self._choices("country").choices = [("", _("Choose a country")), *country_names(locale)]
        self._choices("time_zone").choices = [
            ("", _follow_label(self.follows.get("time_zone", "").replace("_", " "))),
            *time_zone_choices(),
        ]
        self._choices("currency").choices = [
            ("", _follow_label(self.follows.get("currency", ""))),
            *currency_choices(locale, today),
        ]

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    @property
    def place_words(self) -> str:
        """The time zone and currency as they stand: "Europe/London · GBP"; "" before a country is chosen."""
        chosen = (str(self[name].value() or self.follows.get(name, "")) for name in ("time_zone", "currency"))
        return " · ".join(word.replace("_", " ") for word in chosen if word)

    @property
    def place_is_chosen(self) -> bool:
        """Whether the time zone or the currency was changed, or has to be put right."""
        return any(self[name].value() or self[name].errors for name in ("time_zone", "currency"))

    def clean(self) -> dict[str, Any]:
        """Fill in what follows from other fields, judge the password with them, and ask for it again if anything is wrong."""
        cleaned = super().clean() or {}
        self._fill_address(cleaned)
        for name, value in _what_follows(cleaned.get("country", ""), self.today).items():
            cleaned[name] = cleaned.get(name) or value
        password = cleaned.get("password")
        if password:
            names = (cleaned.get("company_name", ""), cleaned.get("full_name", ""), cleaned.get("email", ""))
            for problem in password_problems(password, known_words(*names)):
                self.add_error("password", problem)
        if self.errors and "password" not in self.errors:
            self.add_error("password", _("Type your password once more: it is not kept while something else has to be put right."))
        return cleaned

    def clean_email(self) -> str:
        """In small letters, as accounts keep it."""
        return str(self.cleaned_data["email"]).lower()

    def clean_plan(self) -> str:
        """The code of a plan on sale, else nothing: an old link must not stop anybody."""
        code = self.cleaned_data["plan"]
        return code if public_plans().filter(code=code).exists() else ""

    def _fill_address(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("subdomain") or "subdomain" in self.errors or not cleaned.get("company_name"):
            return
        cleaned["subdomain"] = suggest_free_subdomain(cleaned["company_name"])
        if not cleaned["subdomain"]:
            self.add_error("subdomain", _("We could not make an address from this name. Please choose one."))

    def entries(self, *, utm_source: str) -> Entries:
        """What is kept: everything but the password, of which only a hash stays."""
        cleaned = self.cleaned_data
        return Entries(
            company_name=cleaned["company_name"],
            subdomain=cleaned["subdomain"],
            full_name=cleaned["full_name"],
            email=cleaned["email"],
            password_hash=make_password(cleaned["password"]),
            country=cleaned["country"],
            time_zone=cleaned["time_zone"],
            currency=cleaned["currency"],
            plan_code=cleaned["plan"],
            utm_source=utm_source,
        )


def _what_follows(country_code: str, today: date) -> dict[str, str]:
    """The time zone and currency of a country; nothing for an unknown one."""
    try:
        chosen = country(country_code)
    except UnknownCountry:
        return {}
    return {"time_zone": chosen.time_zone, "currency": chosen.currency(today)}


def _follow_label(value: str) -> str:
    return _("As in the country: %(value)s") % {"value": value} if value else _("As in the country")


def suggested_address(*, company_name: str, current: str, last_suggestion: str) -> str:
    """What the address field shows after the name changed: a new suggestion, unless the person has typed one."""
    is_own = current and current != last_suggestion
    return current if is_own else suggest_free_subdomain(company_name) or suggest_subdomain(company_name)


class CodeForm(forms.Form):
    """The six digits of the mail; spaces that came along with copying do not matter."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        error_messages={"required": gettext_lazy("Enter the six digits from the mail.")},
        max_length=20,
        widget=forms.TextInput(
            attrs={"class": "code-input", "autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )

    def clean_code(self) -> str:
        """The digits alone."""
        code = "".join(str(self.cleaned_data["code"]).split()).replace("-", "")
        if len(code) != 6 or not (code.isascii() and code.isdigit()):  # noqa: PLR2004 - what the field's label says.
            raise ValidationError(_("Enter the six digits from the mail."), code="not_six_digits")
        return code


class AddressForm(forms.Form):
    """Another address, after somebody else took the first."""

    subdomain = SubdomainField(
        help_text=gettext_lazy("Your people open this to clock in."),
        error_messages={"required": gettext_lazy("Choose an address.")},
    )


class FindCompanyForm(forms.Form):
    """The address to which the list goes."""

    email = forms.EmailField(
        label=gettext_lazy("Work e-mail"),
        error_messages={"required": gettext_lazy("Enter your e-mail address.")},
        help_text=gettext_lazy("The one you sign in with."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "autofocus": True}),
    )

    def clean_email(self) -> str:
        """In small letters, as accounts keep it."""
        return str(self.cleaned_data["email"]).lower()
