"""What the pages show of a record, in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.countries import country_name
from core.fields import EncryptedTextField
from core.moments import day_text
from hr.people.models import Employee
from hr.personal.actions.changes import requested_values
from hr.personal.models import BankAccount, BankDetails, ChangeRequest, ChangeVerb, Identifier, ShareKind
from hr.personal.queries import accounts_of
from hr.personal.rules.accounts import LOCAL_FORMS, in_groups
from hr.personal.sections import SECTIONS, Section

_COUNTRY_FIELDS = {"country", "nationality", "second_nationality"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One value with its name. A secret is shown when it is asked for."""

    label: str
    value: str
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a section."""

    id: Any
    title: str
    facts: list[Fact]


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that waits for somebody's yes."""

    request: ChangeRequest
    what: str
    facts: list[Fact]


@dataclass(frozen=True, slots=True)
class Card:
    """A section on a page."""

    section: Section
    entries: list[Entry]
    may_change: bool
    is_asked: bool
    asked: list[Asked] = field(default_factory=list)


def shows_secret(cards: Iterable[Card]) -> bool:
    """Whether an identity number stands on one of these."""
    shown = [each.facts for card in cards for each in card.entries] + [each.facts for card in cards for each in card.asked]
    return any(fact.is_secret for facts in shown for fact in facts)


def section_cards(
    employee: Employee, sections: list[Section], *, requests: list[ChangeRequest], may_change: bool, asked_sections: list[str]
) -> list[Card]:
    """A card for each section; one statement a section, one for all that have a single entry."""
    rows: dict[type[models.Model], list[models.Model]] = {}
    for section in sections:
        if section.model not in rows:
            rows[section.model] = list(section.entries_of(employee.pk).order_by("pk"))
    return [
        Card(
            section,
            [_entry(row, section) for row in rows[section.model]],
            may_change=may_change,
            is_asked=section.code in asked_sections,
            asked=[asked_change(request) for request in requests if request.section == section.code],
        )
        for section in sections
    ]


def _entry(row: models.Model, section: Section) -> Entry:
    facts = [fact for name in section.fields if (fact := _fact(row, name)).value]
    if not section.is_list:
        return Entry(row.pk, "", facts)
    title, *rest = facts or [Fact("", "")]
    if isinstance(row, Identifier):
        # What it is comes first, then whose.
        title = Fact("", row.kind_name)
        rest = [fact for fact in facts if fact.value != title.value]
    return Entry(row.pk, title.value, rest)


def asked_change(request: ChangeRequest) -> Asked:
    """A request in words."""
    section = SECTIONS[request.section]
    entry = section.model()
    values = requested_values(request)
    for name, value in values.items():
        column = entry._meta.get_field(name)
        setattr(entry, name, column.to_python(value))  # type: ignore[union-attr]  # Sections name columns.
    verb = ChangeVerb(request.verb)
    what = {
        ChangeVerb.ADD: _("Asked to add: %(entry)s"),
        ChangeVerb.CHANGE: _("Asked to change: %(entry)s"),
        ChangeVerb.REMOVE: _("Asked to remove: %(entry)s"),
    }[verb]
    name = section.entry_name if section.is_list else str(section.title).lower()
    return Asked(request, what % {"entry": name}, [fact for key in values if (fact := _fact(entry, key)).value])


def _fact(row: models.Model, name: str) -> Fact:
    column = row._meta.get_field(name)
    label = capfirst(str(getattr(column, "verbose_name", name)))
    return Fact(label, _words(row, name, getattr(row, name)), is_secret=isinstance(column, EncryptedTextField))


def _words(row: models.Model, name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(row, Identifier) and name == "kind":
        return row.kind_name
    if name in _COUNTRY_FIELDS:
        return country_name(value)
    if hasattr(row, f"get_{name}_display"):
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return day_text(value) if isinstance(value, date) else str(value)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account of bank details."""

    bank: str
    holder_name: str
    masked: str
    number: str
    code_label: Promise | str
    bank_code: str
    bic: str
    share: str


def account_rows(details: BankDetails) -> list[AccountRow]:
    """The accounts of bank details as a page shows them."""
    return [
        AccountRow(
            bank=account.bank,
            holder_name=account.holder_name,
            masked=account.masked_number,
            number=in_groups(account.number) if account.is_iban else account.number,
            code_label=LOCAL_FORMS[account.country].code_name if account.country in LOCAL_FORMS else _("Bank code"),
            bank_code=account.bank_code,
            bic=account.bic,
            share=_share(account, is_only=len(details.accounts.all()) == 1),
        )
        for account in accounts_of(details)
    ]


def _share(account: BankAccount, *, is_only: bool) -> str:
    if is_only:
        return _("all of the pay")
    match account.share_kind:
        case ShareKind.PERCENT:
            return _("%(share)s %% of the pay") % {"share": f"{account.share_value:f}".rstrip("0").rstrip(".")}
        case ShareKind.FIXED:
            return _("%(amount)s of each pay") % {"amount": f"{account.share_value:.2f}"}
    return _("everything else")
