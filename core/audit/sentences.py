"""Audit rows in words that a customer understands.

Such as: Alice Archer changed Carol Chen’s job title from “Tester” to “Lead”.
Each slice registers the phrases of its own actions, in its admin.py; an action without a phrase still reads as a sentence.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from core.audit.models import AuditEvent
from core.formatting import current_date_style
from core.moments import day_text, moment_text

Words = Promise | str

# `sentence_of` makes a sentence of these by itself.
_PLAIN_VERBS = {"added", "changed", "created", "deleted", "removed"}
_phrases: dict[str, Words] = {}
_values: dict[str, Callable[[Any], str]] = {}
_columns: dict[str, str] = {}
_labels: dict[str, Words] = {}


@dataclass(frozen=True, slots=True)
class Change:
    """One field's old and new value, as people read them; empty where there was none."""

    name: str
    label: str
    before: str
    after: str

    def __str__(self) -> str:
        words = {"field": self.label, "before": self.before, "after": self.after}
        if self.before and self.after:
            return _("%(field)s from “%(before)s” to “%(after)s”") % words
        if self.after:
            return _("%(field)s to “%(after)s”") % words
        return _("%(field)s from “%(before)s” to nothing") % words


def register_phrases(
    phrases: Mapping[str, Words],
    values: Mapping[str, Callable[[Any], str]] | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    labels: Mapping[str, Words] | None = None,
) -> None:
    """Say how actions read.

    A phrase may name %(actor)s, %(object)s, %(changes)s, %(value)s, which is the first change's value, and the value of any
    change by its field, such as %(name)s, which is left out of %(changes)s then.

    `values` maps "app.model.field" to the function that puts such a field's stored value into words; `columns` maps it to the
    column that it is, where an event tells of a record what stands in another table; `labels` maps it to its name, where an
    event tells what is no column at all.
    """
    _labels.update(labels or {})
    _columns.update(columns or {})
    _phrases.update(phrases)
    _values.update(values or {})


def is_worded(action: str) -> bool:
    """Whether somebody has said how this action reads, or its last word alone does."""
    return action in _phrases or action.rpartition(":")[2] in _PLAIN_VERBS


@cache
def _load_phrases() -> None:
    """Load the modules that register phrases: a worker, which answers no pages, may have none of them."""
    autodiscover_modules("admin")


def kind_name(object_type: str) -> str:
    """What a customer calls a kind of record, given as "app.model"."""
    try:
        return str(apps.get_model(object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return object_type.rpartition(".")[2]


def sentence_of(event: AuditEvent) -> str:
    """One whole sentence: who did what to whom."""
    _load_phrases()
    phrase, all_changes = str(_phrases.get(event.action, "")), changes_of(event)
    changes = get_text_list([str(change) for change in all_changes if f"%({change.name})s" not in phrase], _("and"))
    told = {change.name: change.after or change.before for change in all_changes}
    words = told | {
        "actor": event.actor_label,
        "object": event.object_label,
        "changes": changes,
        "value": next(iter(told.values()), ""),
    }
    if phrase:
        return phrase % words
    kind = kind_name(event.object_type)
    match event.action.rpartition(":")[2]:
        case "changed" if changes:
            return _("%(actor)s changed %(object)s’s %(changes)s.") % words
        case "added" | "created":
            return _("%(actor)s added the %(kind)s %(object)s.") % {**words, "kind": kind}
        case "deleted" | "removed":
            return _("%(actor)s deleted the %(kind)s %(object)s.") % {**words, "kind": kind}
        case verb:
            return _("%(actor)s: %(verb)s, %(object)s.") % {**words, "verb": verb.replace("_", " ")}


def changes_of(event: AuditEvent) -> list[Change]:
    """Every field that the event tells of, with its name and values in words."""
    _load_phrases()
    return list(_changes(event))


def _changes(event: AuditEvent) -> Iterator[Change]:
    before, after = event.before or {}, event.after or {}
    for name in dict.fromkeys([*before, *after]):
        field = _field(event.object_type, name)
        label = str(_labels.get(f"{event.object_type}.{name}") or getattr(field, "verbose_name", name.replace("_", " ")))
        say = _values.get(f"{event.object_type}.{name}", lambda value, field=field: _in_words(field, value))
        old, new = (say(values[name]) if values.get(name) is not None else "" for values in (before, after))
        if old or new:
            yield Change(name, label, old, new)


def _field(object_type: str, name: str) -> Any:
    object_type, _dot, name = _columns.get(f"{object_type}.{name}", f"{object_type}.{name}").rpartition(".")
    try:
        return apps.get_model(object_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def _in_words(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return get_text_list([str(item) for item in value], _("and"))
    choices = dict(getattr(field, "flatchoices", None) or [])
    if value in choices:
        return str(choices[value])
    if isinstance(value, str):
        return _figure_in_words(value) if isinstance(field, models.DecimalField) else _moment_in_words(field, value)
    return str(value)


def _figure_in_words(value: str) -> str:
    try:
        return number_format(f"{Decimal(value).normalize():f}", force_grouping=True)
    except InvalidOperation:
        return value


def _moment_in_words(field: Any, value: str) -> str:
    try:
        match field:
            case models.DateTimeField():
                return moment_text(datetime.fromisoformat(value))
            case models.DateField():
                return day_text(date.fromisoformat(value))
            case models.TimeField():
                return current_date_style().time_text(time.fromisoformat(value))
    except ValueError:
        # A trail outlives the form of its fields; what is stored is still worth reading.
        return value
    return value
