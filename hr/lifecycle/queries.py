"""Reads of checklists and their tasks."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from hr.lifecycle.models import Checklist, ChecklistTask, Occasion, Owner
from hr.people.access import reporting_to
from hr.people.models import Employee
from hr.people.queries import employee_of_user, terms_on_many
from tenants.accounts.capabilities import BuiltInRole, Capability, Scope
from tenants.accounts.models import User

# Whom a mail goes to: address and name.
Doer = tuple[str, str]


def tasks_of(user: User, *, on: date) -> QuerySet[ChecklistTask]:
    """The tasks that are somebody's to do, open and done, by when they are due.

    A manager's are those of whoever reports to them now, or did when they left. What nobody is there to do is HR's.
    """
    employee = employee_of_user(user, on=on)
    is_hr = user.has_perm(Capability.MANAGE_JOB)
    tasks = _tasks_of(user_id=user.pk, employee_id=employee.pk if employee else None, is_hr=is_hr, on=on)
    return tasks.select_related("checklist__employee", "person", "done_by").order_by("due_date", "id")


def _tasks_of(*, user_id: UUID, employee_id: UUID | None, is_hr: bool, on: date) -> QuerySet[ChecklistTask]:
    is_theirs = Q(pk__in=[])
    if employee_id:
        is_theirs |= Q(owner=Owner.EMPLOYEE, checklist__employee=employee_id) | Q(owner=Owner.NAMED, person=employee_id)
        is_theirs |= Q(owner=Owner.MANAGER, checklist__employee__in=reporting_to(user_id, on=on))
    if is_hr:
        people, here = Employee.objects.as_of(on), Employee.objects.all().employed_on(on)
        without_manager = people.filter(Q(terms__manager=None) | ~Q(terms__manager__in=here)).values("pk")
        have_left = people.filter(Q(period__end_date__lt=on)).values("pk")
        is_theirs |= Q(owner=Owner.HR) | Q(owner=Owner.MANAGER, checklist__employee__in=without_manager)
        is_theirs |= Q(owner=Owner.EMPLOYEE, checklist__employee__in=have_left)
    return ChecklistTask.objects.filter(is_theirs)


def open_tasks(*, user_id: UUID, employee_id: UUID, is_hr: bool, on: date) -> QuerySet[ChecklistTask]:
    """The tasks of `tasks_of` that wait for an employee, for a statement that is put together once."""
    return _tasks_of(user_id=user_id, employee_id=employee_id, is_hr=is_hr, on=on).filter(done_at=None)


def list_checklists(
    checklists: QuerySet[Checklist], *, today: date, words: str = "", state: str = "", occasion: str = ""
) -> QuerySet[Checklist]:
    """Those of `checklists` that are open, late or done (`state`), with how far each is; what is due first comes first."""
    is_open = Q(tasks__done_at=None)
    found = checklists.select_related("employee").annotate(
        task_count=Count("tasks"),
        open_count=Count("tasks", filter=is_open),
        late_count=Count("tasks", filter=is_open & Q(tasks__due_date__lt=today)),
        next_due=Min("tasks__due_date", filter=is_open),
    )
    for word in words.split():
        found = found.filter(Q(employee__first_name__icontains=word) | Q(employee__last_name__icontains=word))
    if occasion in Occasion.values:
        found = found.filter(occasion=occasion)
    match state:
        case "late":
            found = found.filter(late_count__gt=0)
        case "done":
            return found.filter(open_count=0).order_by("-anchor_date", "id")
        case _:
            found = found.filter(open_count__gt=0)
    return found.order_by("next_due", "id")


def doers_of(tasks: Iterable[ChecklistTask], *, on: date) -> Iterator[tuple[ChecklistTask, list[Doer]]]:
    """Whom to write to about each task, with their work address; HR where nobody else is there to do it."""
    tasks = list(tasks)
    people = {employee.pk: employee for employee in Employee.objects.as_of(on).filter(checklists__tasks__in=tasks)}
    named = [task.person for task in tasks if task.person]
    here = set(terms_on_many([*named, *(each.terms.manager for each in people.values() if each.terms.manager)], on))
    hr = _hr_people()
    for task in tasks:
        employee = people[task.checklist.employee_id]
        doer: Employee | None = None
        match task.owner:
            case Owner.EMPLOYEE if employee.period.end_date is None or employee.period.end_date >= on:
                doer = employee
            case Owner.MANAGER if employee.terms.manager_id in here:
                doer = employee.terms.manager
            case Owner.NAMED if task.person_id in here:
                doer = task.person
        yield task, [(doer.work_email, doer.first_name)] if doer else hr


def _hr_people() -> list[Doer]:
    """Whoever has the role HR; in a company without one, whoever may change everybody's employment."""
    active = User.objects.filter(is_active=True, access_ends_at=None).order_by("email")
    may_all = Q(roles__grants__capability=Capability.MANAGE_JOB, roles__grants__scope=Scope.COMPANY)
    found = active.filter(roles__code=BuiltInRole.HR) or active.filter(may_all).distinct()
    return [(user.email, user.full_name.partition(" ")[0]) for user in found]
