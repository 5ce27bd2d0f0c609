"""The records of the cast, and a template of each kind."""

import pytest

from hr.lifecycle.models import ChecklistTemplate, Owner, TemplateTask
from hr.people.models import Employee
from tenants.accounts.models import User


@pytest.fixture
def bobs_record(bob: User) -> Employee:
    """Bob, who manages Carol."""
    return Employee.objects.as_of(bob.date_joined.date()).get(user=bob)


@pytest.fixture
def carols_record(carol: User) -> Employee:
    """Carol, who reports to Bob."""
    return Employee.objects.as_of(carol.date_joined.date()).get(user=carol)


@pytest.fixture
def templates(alice: User, dave: User) -> dict[str, ChecklistTemplate]:
    """One task of each owner, three days before to three days after; instead of those that a company starts with."""
    ChecklistTemplate.objects.all().delete()
    found = {}
    for occasion in ("onboarding", "offboarding"):
        template = found[occasion] = ChecklistTemplate.objects.create(name=f"My {occasion}", occasion=occasion)
        for days, owner in ((-3, Owner.HR), (0, Owner.MANAGER), (1, Owner.EMPLOYEE), (3, Owner.NAMED)):
            person = Employee.objects.get(user=dave) if owner == Owner.NAMED else None
            TemplateTask.objects.create(
                template=template, title=f"{occasion} {owner}", owner=owner, person=person, offset_days=days
            )
    return found
