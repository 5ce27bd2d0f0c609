"""One's own tasks, the checklists of others, and ticking."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.http import CompanyRequest
from core.moments import day_text
from hr.lifecycle import actions
from hr.lifecycle.access import get_task, sees_checklists, visible_checklists
from hr.lifecycle.forms import ChecklistsForm, StartForm, first_day_for_changes
from hr.lifecycle.models import ChecklistTask, ChecklistTemplate
from hr.lifecycle.queries import list_checklists, tasks_of
from hr.lifecycle.screens import checklist_rows, occasion_words, task_groups, task_row
from hr.lifecycle.views.employment import employee_or_404
from tenants.accounts.leaving import open_to_leavers, records_until

PAGE_SIZE = 50
_DONE_SHOWN = 10


@require_safe
def show_own_tasks(request: CompanyRequest) -> HttpResponse:
    """What waits for the person who looks, and what was done last."""
    today = timezone.localdate()
    tasks = tasks_of(request.user, on=today)
    done = tasks.exclude(done_at=None).order_by("-done_at")[:_DONE_SHOWN]
    context = {
        "groups": task_groups(tasks.filter(done_at=None)[:500], today=today),
        "done": [task_row(task, today=today) for task in done],
        "sees_checklists": sees_checklists(request.user, on=today),
    }
    return render(request, "hr/lifecycle/my_tasks.html", context)


@require_safe
def show_checklists(request: CompanyRequest) -> HttpResponse:
    """The checklists of everybody whose employment one may see."""
    today = timezone.localdate()
    if not sees_checklists(request.user, on=today):
        raise PermissionDenied
    form = ChecklistsForm(request.GET)
    # An address with nonsense in one part still shows what the other parts ask for.
    form.is_valid()
    asked: dict[str, Any] = form.cleaned_data
    found = list_checklists(
        visible_checklists(request.user, on=today),
        today=today,
        words=asked.get("q", ""),
        state=asked.get("state", ""),
        occasion=asked.get("occasion", ""),
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": checklist_rows(page, today=today),
        "is_filtered": any(asked.values()),
        "has_templates": ChecklistTemplate.objects.exists(),
    }
    return render(request, "hr/lifecycle/checklist_list.html", context)


@require_safe
def show_checklist(request: CompanyRequest, checklist_id: UUID) -> HttpResponse:
    """All tasks of one checklist."""
    today = timezone.localdate()
    checklists = visible_checklists(request.user, on=today).select_related("employee")
    checklist = get_object_or_404(checklists, pk=checklist_id)
    tasks = checklist.tasks.select_related("checklist__employee", "person", "done_by").order_by("due_date", "id")
    rows = [task_row(task, today=today) for task in tasks]
    context = {
        "checklist": checklist,
        "about": occasion_words(checklist.occasion, checklist.anchor_date, today),
        "rows": rows,
        "done_count": sum(row.is_done for row in rows),
    }
    return render(request, "hr/lifecycle/checklist_detail.html", context)


@require_POST
def finish(request: CompanyRequest, task_id: UUID) -> HttpResponse:
    """Tick a task."""
    task = _task_or_404(request, task_id)
    actions.finish_task(task=task, acting_user=request.user, now=timezone.now())
    messages.success(request, _("“%(task)s” is done.") % {"task": task.title})
    return _back(request)


@require_POST
def reopen(request: CompanyRequest, task_id: UUID) -> HttpResponse:
    """Take a tick back."""
    task = _task_or_404(request, task_id)
    actions.reopen_task(task=task, acting_user=request.user)
    messages.success(request, _("“%(task)s” is open again.") % {"task": task.title})
    return _back(request)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """Start a checklist by hand."""
    today = timezone.localdate()
    employee = employee_or_404(request, employee_id)
    form = StartForm(request.POST or None, initial={"anchor_date": first_day_for_changes(employee, today)})
    if form.is_valid():
        try:
            checklist = actions.start_checklist(**form.cleaned_data, employee=employee, today=today, acting_user=request.user)
        except actions.LifecycleRefusal as error:
            form.add_error("template", str(error.message))
        else:
            messages.success(request, _("The checklist is started."))
            return redirect("checklist", checklist.pk)
    return render(request, "hr/lifecycle/checklist_start.html", {"form": form, "employee": employee})


@require_safe
@open_to_leavers
def show_kept_records(request: CompanyRequest) -> HttpResponse:
    """Where somebody who has left finds what is theirs, and for how long."""
    ends = request.user.access_ends_at
    until = records_until(ends, request.company_settings.leaver_access_months) if ends else None
    return render(request, "hr/lifecycle/kept_records.html", {"until": day_text(timezone.localdate(until)) if until else ""})


def _task_or_404(request: CompanyRequest, task_id: UUID) -> ChecklistTask:
    try:
        return get_task(request.user, task_id, on=timezone.localdate())
    except ChecklistTask.DoesNotExist as error:
        raise Http404 from error


def _back(request: CompanyRequest) -> HttpResponse:
    """To the page on which somebody ticked."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(target if is_ours and target.startswith("/") else "my_tasks")
