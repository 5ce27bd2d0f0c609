"""Filters for the pages of the company administration."""

from datetime import date, datetime

from django import template

from core.audit.models import AuditEvent
from core.audit.sentences import Change, changes_of, sentence_of
from core.moments import day_text, moment_text

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """A date in the company's format; nothing for None."""
    return "" if value is None else day_text(value)


@register.filter
def moment(value: datetime | None) -> str:
    """An instant as date and time in the company's format and zone; nothing for None."""
    return "" if value is None else moment_text(value)


@register.filter
def sentence(event: AuditEvent) -> str:
    """An audit event in words."""
    return sentence_of(event)


@register.filter
def changes(event: AuditEvent) -> list[Change]:
    """The fields that an audit event tells of."""
    return changes_of(event)
