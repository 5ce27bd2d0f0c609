"""Rows are what the ORM finds, for each value and each company, though it is asked to put the statement together only once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import DateField, Exists, Func, Q, QuerySet
from django_tenants.utils import tenant_context

from core.audit.models import AuditEvent
from core.ids import new_id
from core.prepared import CannotPrepare, prepared
from tenants.companies.models import Company

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def event(label: str, *, at: datetime = NOON, actor: UUID | None = None) -> AuditEvent:
    return AuditEvent.objects.create(occurred_at=at, action="a:b", actor_label=label, actor_id=actor, object_type="c")


def counted(build: Callable[..., QuerySet[Any, Any]]) -> tuple[Callable[..., Any], list[dict[str, object]]]:
    """The same, and how it was called."""
    calls: list[dict[str, object]] = []

    def counting(**arguments: object) -> QuerySet[Any, Any]:
        calls.append(arguments)
        return build(**arguments)

    return prepared(counting), calls


def test_values_change_and_the_statement_does_not(acme: Company, globex: Company) -> None:
    one, other = new_id(), new_id()
    event("first", actor=one)
    event("second", actor=other, at=NOON - timedelta(days=1))
    found, calls = counted(
        lambda *, actor, since: AuditEvent.objects.filter(actor_id=actor, occurred_at__gte=since).values_list("actor_label")
    )

    assert found(actor=one, since=NOON) == [("first",)]
    assert found(actor=other, since=NOON) == []
    assert found(actor=other, since=NOON - timedelta(days=2)) == [("second",)]
    with tenant_context(globex):
        assert found(actor=one, since=NOON) == []
    assert len(calls) == 2, "with two sets of stand-ins"


def test_rows_are_whatever_the_query_set_yields(acme: Company, globex: Company) -> None:
    actor = new_id()
    event("first", actor=actor)

    def build(*, actor: UUID, on: date) -> QuerySet[AuditEvent]:
        days = AuditEvent.objects.annotate(day=Func("occurred_at", function="date", output_field=DateField()))
        earlier = days.filter(actor_id=actor, day__lt=on)
        return AuditEvent.objects.filter(actor_id=actor).annotate(was_there=Exists(earlier)).defer("before")

    found, calls = counted(build)
    [row] = found(actor=actor, on=date(2026, 11, 21))
    assert (row.actor_label, row.occurred_at, vars(row)["was_there"]) == ("first", NOON, False)
    [row] = found(actor=actor, on=date(2026, 11, 22))
    assert vars(row)["was_there"]
    assert row.get_deferred_fields() == {"before"}
    assert row.before is None, "read from where the row is"
    with tenant_context(globex):
        assert found(actor=actor, on=date(2026, 11, 22)) == []
    assert len(calls) == 2, "with two sets of stand-ins"

    labels, calls = counted(lambda *, actor: AuditEvent.objects.filter(actor_id=actor).values_list("actor_label", flat=True))
    assert [labels(actor=actor), labels(actor=new_id())] == [["first"], []]


def test_another_shape_is_another_statement(acme: Company) -> None:
    actor = new_id()
    event("first", actor=actor)
    event("second", actor=actor)

    def build(*, actor: UUID, on: date | None, only: str | None) -> QuerySet[Any, Any]:
        events = AuditEvent.objects.filter(actor_id=actor).order_by("actor_label")
        if on:
            events = events.annotate(day=Func("occurred_at", function="date", output_field=DateField())).filter(day__lte=on)
        return events.filter(Q(actor_label=only) if only else Q()).values_list("actor_label", "occurred_at")

    found, calls = counted(build)
    assert found(actor=actor, on=None, only=None) == [("first", NOON), ("second", NOON)]
    assert found(actor=actor, on=date(2026, 11, 20), only=None) == []
    assert found(actor=actor, on=None, only="second") == [("second", NOON)]
    assert found(actor=actor, on=None, only="first") == [("first", NOON)]
    assert len(calls) == 6


def test_nothing_is_asked_that_nothing_can_answer(acme: Company, django_assert_num_queries: Any) -> None:
    nobody = prepared(lambda *, actor: AuditEvent.objects.filter(actor_id=actor, pk__in=[]).values_list("pk"))
    with django_assert_num_queries(0):
        assert nobody(actor=new_id()) == []


EVENTS = AuditEvent.objects


@pytest.mark.parametrize(
    ("build", "values"),
    [
        (lambda *, since: EVENTS.filter(occurred_at__gte=since - timedelta(hours=1)), {"since": NOON}),
        (lambda *, since: EVENTS.filter(occurred_at__gte=since, actor_label=str(since.year)), {"since": NOON}),
        (lambda *, a, b: EVENTS.filter(occurred_at__range=(a + timedelta(days=400), b)), {"a": NOON, "b": NOON}),
        (lambda *, words: EVENTS.filter(actor_label__contains=words), {"words": "a"}),
        (lambda *, words: EVENTS.filter(actor_label=words, action__contains=words), {"words": "a"}),
        (lambda *, actor: EVENTS.filter(actor_id=actor, object_id=str(actor)), {"actor": new_id()}),
        # Its zone would be that of whoever asks first, for all companies.
        (lambda *, on: EVENTS.filter(occurred_at__date=on), {"on": date(2026, 11, 21)}),
        (lambda *, actor: EVENTS.filter(actor_id=actor).extra(where=[f"'{actor}' <> ''"]), {"actor": new_id()}),
    ],
)
def test_a_value_that_is_used_for_more_is_refused(acme: Company, build: Any, values: dict[str, Any]) -> None:
    with pytest.raises(CannotPrepare):
        prepared(build)(**values)


def test_equal_values_keep_their_places(acme: Company) -> None:
    event("first")
    between = prepared(
        lambda *, first, last: AuditEvent.objects.filter(occurred_at__gte=first, occurred_at__lt=last).values_list("actor_label")
    )
    assert between(first=NOON, last=NOON) == []
    assert between(first=NOON, last=NOON + timedelta(seconds=1)) == [("first",)]


def test_it_is_called_by_name(acme: Company) -> None:
    found, _calls = counted(lambda actor: AuditEvent.objects.filter(actor_id=actor))
    with pytest.raises(TypeError, match="by name"):
        found(new_id())
