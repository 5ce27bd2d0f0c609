"""The clock's button, the months of one person, the team today. Everybody here is signed in: the middleware sees to it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.dates import local_date
from core.formatting import current_date_style
from core.http import CompanyRequest
from hr.attendance.access import visible_histories, visible_team
from hr.attendance.actions import record_punch
from hr.attendance.forms import MonthForm, PunchForm, TeamForm
from hr.attendance.models import PUNCH_KIND_LABELS, Punch, PunchSource
from hr.attendance.queries import filter_team, read_days, read_own_time, read_team, work_plan_of, zone_of
from hr.attendance.rules import PunchKind, PunchRefused, total_of
from hr.attendance.screens import clock_card, day_rows, long_day, month_calendar, presence_counts, team_rows, week_chart
from hr.people.models import Employee
from hr.people.queries import employee_of_user, nearest_period
from hr.people.tabs import profile_tabs

TEAM_PAGE_SIZE = 50


@require_POST
def punch(request: CompanyRequest) -> HttpResponse:
    """Clock in or out, start or end a break. Answers htmx with the new clock and figures, a plain form with the home page."""
    employee = employee_of_user(request.user, on=timezone.localdate())
    form = PunchForm(request.POST)
    if employee is None or not form.is_valid():
        raise BadRequest
    now, settings, problem = timezone.now(), request.company_settings, ""
    try:
        outcome = record_punch(
            employee=employee, **form.cleaned_data, source=PunchSource.WEB, now=now, acting_user=request.user, settings=settings
        )
    except PunchRefused as refusal:
        problem = refusal.explain(current_date_style())
    if request.htmx:
        own = read_own_time(employee=employee, settings=settings, now=now)
        context = {"clock": clock_card(own, problem=problem), "week": week_chart(own), "totals": total_of(own.month)}
        return render(request, "hr/attendance/_punched.html", context)
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, _what_happened(outcome.punch))
    return redirect("home")


def _what_happened(recorded: Punch) -> str:
    return _("%(what)s at %(time)s.") % {
        "what": PUNCH_KIND_LABELS[PunchKind(recorded.kind)],
        "time": current_date_style().time_text(recorded.wall_time),
    }


@require_safe
def show_own_history(request: CompanyRequest) -> HttpResponse:
    """One's own days, by month."""
    employee = employee_of_user(request.user, on=timezone.localdate())
    if employee is None:
        return render(request, "hr/attendance/no_employee.html")
    return _history(request, employee, is_own=True)


@require_safe
def show_history(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """Somebody else's days, for their manager and those who may see everybody's."""
    today = local_date(timezone.now(), request.company_settings.time_zone)
    return _history(request, get_object_or_404(visible_histories(request.user, on=today), pk=employee_id), is_own=False)


def _history(request: CompanyRequest, employee: Employee, *, is_own: bool) -> HttpResponse:
    now, settings = timezone.now(), request.company_settings
    today = local_date(now, zone_of(employee, settings))
    form = MonthForm(request.GET, today=today)
    if not form.is_valid():
        raise Http404
    month = form.cleaned_data["month"]
    days = read_days(employee=employee, settings=settings, period=month, now=now)
    calendar = month_calendar(
        days,
        plan=work_plan_of(settings),
        week_starts_on=settings.week_starts_on,
        today=today,
        employed=nearest_period(employee, month.end).days,
    )
    context = {"employee": employee, "is_own": is_own, "month": calendar, "totals": total_of(days)}
    if not is_own:
        context["tabs"] = profile_tabs(viewer=request.user, employee=employee, current="employee_history", on=today)
    return render(request, "hr/attendance/history.html", context | {"days": day_rows(days, today=today)})


@require_safe
def show_team(request: CompanyRequest) -> HttpResponse:
    """Who of the team is in, on a break or late, now."""
    now, settings = timezone.now(), request.company_settings
    form = TeamForm(request.GET)
    # An address with nonsense in one part still shows what the other parts ask for.
    form.is_valid()
    asked = form.cleaned_data
    today = local_date(now, settings.time_zone)
    team = read_team(employees=visible_team(request.user, today), settings=settings, now=now)
    found = filter_team(team, words=asked.get("q", ""), presence=asked.get("status"))
    page = Paginator(found, TEAM_PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": team_rows(page), "counts": presence_counts(team)}
    context |= {"size": len(team), "date": long_day(today)}
    return render(request, "hr/attendance/team_today.html", context)
