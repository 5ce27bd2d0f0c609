"""The home page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.dates import as_wall_clock
from core.http import CompanyRequest
from hr.attendance.access import has_team, nearest_team
from hr.attendance.queries import read_own_time, read_team, zone_of
from hr.attendance.rules import total_of
from hr.attendance.screens import clock_card, long_day, presence_counts, team_rows, week_chart
from hr.home.greeting import greeting_at
from hr.home.team import most_noticeable
from hr.home.waiting import what_waits
from hr.people.queries import employee_of_user


@require_safe
def show_home(request: CompanyRequest) -> HttpResponse:
    """One's clock, day and week, and the team of those who have one."""
    now, settings = timezone.now(), request.company_settings
    employee = employee_of_user(request.user, on=timezone.localdate())
    clock = as_wall_clock(now, zone_of(employee, settings) if employee else settings.time_zone).wall_time
    name = employee.first_name if employee else request.user.full_name
    context: dict[str, object] = {"greeting": greeting_at(clock.time(), name), "date": long_day(clock.date()), "employee": employee}
    if employee is not None:
        own = read_own_time(employee=employee, settings=settings, now=now)
        context |= {"clock": clock_card(own), "week": week_chart(own), "totals": total_of(own.month)}
    context["waiting"] = what_waits(request.user, employee, on=timezone.localdate())
    if has_team(request.user, on=timezone.localdate()):
        team = read_team(employees=nearest_team(request.user, clock.date()), settings=settings, now=now)
        others = [member for member in team if member.user_id != request.user.pk]
        context |= {"counts": presence_counts(others), "team": team_rows(most_noticeable(others))}
    return render(request, "hr/home/home.html", context)
