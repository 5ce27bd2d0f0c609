"""Reads of policies."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from hr.documents.models import Acknowledgement, Policy, PolicyVersion
from hr.people.models import Department, Employee, EmployeeQuerySet
from hr.people.queries import everybody_on


def latest_version(policy: Policy) -> PolicyVersion | None:
    """The version that has to be signed."""
    return policy.versions.order_by("-number").first()


def latest_versions() -> QuerySet[PolicyVersion]:
    """Of each policy in use the version that has to be signed, by name."""
    latest = PolicyVersion.objects.filter(policy=OuterRef("policy")).order_by("-number").values("pk")[:1]
    versions = PolicyVersion.objects.filter(policy__is_active=True, pk=Subquery(latest))
    return versions.select_related("policy__department").order_by("policy__name")


def versions_without(employee: Employee) -> QuerySet[PolicyVersion]:
    """The versions in use that somebody has not signed, for whomever they are; `duties_of` says which of them they have to."""
    return latest_versions().exclude(Exists(Acknowledgement.objects.filter(employee=employee, version=OuterRef("pk"))))


def audience_of(policy: Policy, *, on: date) -> EmployeeQuerySet:
    """Who has to sign it: people who work here on a day, in the department or its parts if it is for one."""
    people = everybody_on(on)
    if policy.department_id is not None:
        people = people.filter(Q(terms__department__in=departments_below(policy.department_id)))
    return people.order_by("last_name", "first_name", "id")


def departments_below(department_id: UUID) -> set[UUID]:
    """A department and all its parts."""
    parents = dict(Department.objects.values_list("pk", "parent_id"))
    return {each for each in parents if department_id in _line(each, parents)}


def _line(department_id: UUID, parents: Mapping[UUID, UUID | None]) -> Iterator[UUID]:
    passed: set[UUID] = set()
    above: UUID | None = department_id
    # A circle, as an import may bring, ends.
    while above is not None and above not in passed:
        passed.add(above)
        yield above
        above = parents.get(above)


def unsigned(version: PolicyVersion, *, on: date) -> EmployeeQuerySet:
    """Who has to sign a version and has not, by name."""
    signed = Acknowledgement.objects.filter(version=version, employee=OuterRef("pk"))
    return audience_of(version.policy, on=on).exclude(Exists(signed))


@dataclass(frozen=True, slots=True)
class Duty:
    """A policy as one person has it before them."""

    employee: Employee
    version: PolicyVersion
    signature: Acknowledgement | None

    @property
    def is_open(self) -> bool:
        """Whether it waits to be signed."""
        return self.signature is None


def duties_of(employee: Employee, *, on: date) -> list[Duty]:
    """Every policy that somebody (`as_of` the day) has to sign or has signed as it stands now, what waits first.

    Before the first day and after the last nothing waits.
    """
    works_here = on in employee.period.days
    department_id = employee.terms.department_id
    versions = [version for version in latest_versions() if _is_for(version.policy, department_id)]
    signatures = {each.version_id: each for each in Acknowledgement.objects.filter(employee=employee, version__in=versions)}
    duties = [Duty(employee, version, signatures.get(version.pk)) for version in versions if works_here or version.pk in signatures]
    return sorted(duties, key=lambda duty: not duty.is_open)


def _is_for(policy: Policy, department_id: UUID | None) -> bool:
    if policy.department_id is None or policy.department_id == department_id:
        return True
    return department_id is not None and department_id in departments_below(policy.department_id)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a policy is signed."""

    signed: int
    asked: int


def progress_of(policies: Iterable[Policy], *, on: date) -> dict[UUID, Progress]:
    """How many of those who have to sign each policy have, by its key; four statements for any number of policies."""
    latest = {version.policy_id: version for version in latest_versions()}
    people = {person.pk: person.terms.department_id for person in everybody_on(on)}
    parents = dict(Department.objects.values_list("pk", "parent_id"))
    signed: dict[UUID, set[UUID]] = {}
    for version_id, employee_id in Acknowledgement.objects.filter(version__in=latest.values()).values_list(
        "version_id", "employee_id"
    ):
        signed.setdefault(version_id, set()).add(employee_id)
    found = {}
    for policy in policies:
        version = latest.get(policy.pk)
        audience = {
            pk
            for pk, department in people.items()
            if policy.department_id is None or (department and policy.department_id in _line(department, parents))
        }
        found[policy.pk] = Progress(len(audience & signed.get(version.pk, set())) if version else 0, len(audience))
    return found
