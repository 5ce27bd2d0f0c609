"""What the org chart and a person's history show, row by row."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from core.audit.models import AuditEvent
from core.audit.sentences import Change, changes_of, sentence_of
from core.formatting import current_date_style
from hr.directory.rules import Node, walk
from hr.personal.portraits import photo_url


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One person of the chart as nested lists; what follows them is told by `is_open` and `ends`."""

    node: Node
    photo_url: str
    is_open: bool
    """A list of their reports follows."""
    ends: range
    """So many lists end after them."""


def chart_rows(roots: Iterable[Node], *, is_open: Container[UUID]) -> list[ChartRow]:
    """Those in sight, each before their reports."""
    roots = list(roots)
    # Of each list that has begun, how many of it are still to come.
    to_come = [len(roots)]
    rows: list[ChartRow] = []
    ahead = roots[::-1]
    while ahead:
        node = ahead.pop()
        opens = bool(node.reports) and node.person.id in is_open
        to_come[-1] -= 1
        ends = 0
        if opens:
            to_come.append(len(node.reports))
            ahead.extend(reversed(node.reports))
        else:
            while len(to_come) > 1 and not to_come[-1]:
                to_come.pop()
                ends += 1
        rows.append(ChartRow(node, photo_url(node.person.id, node.person.photo), opens, range(ends)))
    return rows


def everybody_below(roots: Iterable[Node]) -> set[UUID]:
    """The keys of all of them, to open everything."""
    return {node.person.id for node in walk(roots)}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change in a history."""

    actor_id: UUID | None
    actor: str
    sentence: str
    time: str
    changes: list[Change]


def history_days(events: Iterable[AuditEvent]) -> list[tuple[str, list[ChangeRow]]]:
    """The changes of a page by day, in words."""
    days: dict[str, list[ChangeRow]] = {}
    style = current_date_style()
    for event in events:
        moment = timezone.localtime(event.occurred_at)
        row = ChangeRow(event.actor_id, event.actor_label, sentence_of(event), style.time_text(moment), changes_of(event))
        days.setdefault(style.date_text(moment.date()), []).append(row)
    return list(days.items())
