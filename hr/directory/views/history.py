"""The history of a person."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.audit.actions import record_read
from core.audit.models import AuditEvent
from core.dates import local_date
from core.http import CompanyRequest
from hr.directory.forms import HistoryForm
from hr.directory.history import Kinds, changes_of_person, readable_kinds
from hr.directory.screens import history_days
from hr.people.models import Employee
from hr.people.tabs import profile_tabs
from tenants.accounts.capabilities import SENSITIVE_GROUPS, Capability, DataGroup
from tenants.accounts.models import User

PAGE_SIZE = 50


@require_safe
def show_person_history(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """What was changed in a person's records, by whom and when; of each group of data only for whoever may see it."""
    today = local_date(timezone.now(), request.company_settings.time_zone)
    employee = get_object_or_404(Employee.objects.as_of(today).select_related("personal_record"), pk=employee_id)
    kinds = readable_kinds(request.user, employee, on=today)
    if not kinds:
        raise Http404
    is_own = employee.user_id == request.user.pk
    with_account = is_own or request.user.has_perm(Capability.MANAGE_PEOPLE)
    changes = changes_of_person(employee, kinds, with_account=with_account)
    form = HistoryForm(request.GET, groups=kinds.values(), actors=_actors(changes))
    # An address with nonsense in one part still shows what the other parts ask for.
    form.is_valid()
    page = Paginator(_narrowed(changes, kinds, form.cleaned_data), PAGE_SIZE).get_page(request.GET.get("page"))
    if not is_own:
        _note_look(request.user, employee, kinds, page)
    context: dict[str, Any] = {
        "employee": employee,
        "form": form,
        "page": page,
        "days": history_days(page),
        "is_own": is_own,
        "is_filtered": any(form.cleaned_data.values()),
        "tabs": profile_tabs(viewer=request.user, employee=employee, current="person_history", on=today),
    }
    return render(request, "hr/directory/person_history.html", context)


def _actors(changes: QuerySet[AuditEvent]) -> list[str]:
    return list(changes.order_by("actor_label").values_list("actor_label", flat=True).distinct())


def _narrowed(changes: QuerySet[AuditEvent], kinds: Kinds, asked: dict[str, Any]) -> QuerySet[AuditEvent]:
    if group := asked.get("group"):
        changes = changes.filter(object_type__in=[kind for kind, of in kinds.items() if of == group])
    if actor := asked.get("by"):
        changes = changes.filter(actor_label=actor)
    if first := asked.get("from"):
        changes = changes.filter(occurred_at__gte=_moment(first, time.min))
    if last := asked.get("until"):
        changes = changes.filter(occurred_at__lte=_moment(last, time.max))
    return changes


def _moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def _note_look(viewer: User, employee: Employee, kinds: Kinds, shown: Iterable[AuditEvent]) -> None:
    """What was changed in somebody's pay is their pay."""
    groups = {kinds[event.object_type] for event in shown if event.object_type in kinds}
    for group in sorted(groups.intersection(SENSITIVE_GROUPS), key=list(DataGroup).index):
        record_read(acting_user=viewer, subjects=[employee], data_group=group)
