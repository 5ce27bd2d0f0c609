"""Bank details: one form an account, and how the pay is split between them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.form_fields import OneLineField
from hr.personal.actions.bank import NewAccount
from hr.personal.forms.entries import country_choices
from hr.personal.models import BankAccount, ShareKind
from hr.personal.rules.accounts import LONGEST_NUMBER, AccountNotValid, check_account
from hr.personal.rules.shares import Share, SharesNotPossible, check_shares

MOST_ACCOUNTS = 5


class BankAccountForm(forms.Form):
    """One account."""

    holder_name = OneLineField(label=_("Account holder"), max_length=120)
    country = forms.ChoiceField(label=_("Country of the bank"), choices=country_choices)
    number = forms.CharField(
        label=_("IBAN or account number"),
        # People write it in groups.
        max_length=2 * LONGEST_NUMBER,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    bank_code = forms.CharField(
        label=_("Bank code"),
        required=False,
        max_length=40,
        help_text=_("Sort code, routing number, IFSC or BSB. Only for accounts without IBAN."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    bic = forms.CharField(label=_("BIC"), required=False, max_length=20, widget=forms.TextInput({"autocomplete": "off"}))
    bank_name = OneLineField(label=_("Name of the bank"), required=False, max_length=120)
    share_kind = forms.ChoiceField(label=_("This account gets"), choices=ShareKind, initial=ShareKind.REMAINDER)
    share_value = forms.DecimalField(
        label=_("How much"),
        required=False,
        min_value=Decimal("0.01"),
        max_digits=12,
        decimal_places=2,
        help_text=_("Percent, or an amount in the currency of the pay."),
    )

    def clean(self) -> dict[str, Any] | None:
        """An account that can exist."""
        cleaned = super().clean() or {}
        if {"country", "number", "bank_code", "bic"} <= set(cleaned):
            try:
                cleaned["account"] = check_account(**{name: cleaned[name] for name in ("country", "number", "bank_code", "bic")})
            except AccountNotValid as error:
                self.add_error(error.field, forms.ValidationError(str(error.message)))
        if cleaned.get("share_kind") == ShareKind.REMAINDER:
            cleaned["share_value"] = None
        elif "share_value" in cleaned and cleaned["share_value"] is None:
            self.add_error("share_value", _("Say how much."))
        return cleaned


class _Accounts(forms.BaseFormSet):  # type: ignore[type-arg]  # Generic to mypy only.
    """All accounts together."""

    def clean(self) -> None:
        """Shares that make up one pay."""
        if any(self.errors):
            return
        kept = [form.cleaned_data for form in self.forms if not self._should_delete_form(form)]  # type: ignore[attr-defined]
        try:
            check_shares([Share(each["share_kind"], each["share_value"]) for each in kept])
        except SharesNotPossible as error:
            raise forms.ValidationError(str(error.message)) from error

    def new_accounts(self) -> list[NewAccount]:
        """What was entered; call it once valid."""
        return [
            NewAccount(
                account=clean["account"],
                country=clean["country"],
                holder_name=clean["holder_name"],
                bank_name=clean["bank_name"],
                share_kind=clean["share_kind"],
                share_value=clean["share_value"],
            )
            for clean in self.cleaned_data
            if not clean.get("DELETE")
        ]

    def with_one_more(self) -> "_Accounts":
        """The same entries, unchecked, and an empty account behind them."""
        names = list(BankAccountForm.base_fields)
        entered = [{name: form[name].value() for name in names} for form in self.forms]
        return BankAccountFormSet(initial=[*entered, {"share_kind": ShareKind.PERCENT}][:MOST_ACCOUNTS])


BankAccountFormSet: type[_Accounts] = forms.formset_factory(  # type: ignore[assignment]
    BankAccountForm,
    formset=_Accounts,
    extra=0,
    can_delete=True,
    min_num=1,
    max_num=MOST_ACCOUNTS,
    absolute_max=MOST_ACCOUNTS,
    validate_max=True,
    validate_min=True,
)


def initial_of(accounts: list[BankAccount]) -> list[dict[str, Any]]:
    """What holds now, to be changed."""
    return [{name: getattr(account, name) for name in BankAccountForm.base_fields} for account in accounts]
