"""Adding, renaming and moving departments."""

import pytest

from core.audit.models import AuditEvent
from hr.people.actions import DepartmentCircle, DepartmentNameTaken, add_department, change_department
from hr.people.models import Department
from tenants.accounts.models import User


@pytest.fixture
def engineering(alice: User) -> Department:
    return Department.objects.get(name="Engineering")


def test_adding(alice: User, engineering: Department) -> None:
    hardware = add_department(name=" Hardware ", parent=engineering, acting_user=alice)
    assert hardware.name == "Hardware"
    assert AuditEvent.objects.get(action="department:added").after == {"name": "Hardware", "parent": "Engineering"}


def test_a_name_is_used_once(alice: User, engineering: Department) -> None:
    with pytest.raises(DepartmentNameTaken):
        add_department(name="engineering", acting_user=alice)
    with pytest.raises(DepartmentNameTaken):
        change_department(department=engineering, name="FINANCE", acting_user=alice)


def test_renaming(alice: User, engineering: Department) -> None:
    assert change_department(department=engineering, name="Research", acting_user=alice).name == "Research"
    event = AuditEvent.objects.get(action="department:changed")
    assert (event.before, event.after) == ({"name": "Engineering"}, {"name": "Research"})


def test_a_department_is_no_part_of_itself(alice: User, engineering: Department) -> None:
    hardware = add_department(name="Hardware", parent=engineering, acting_user=alice)
    with pytest.raises(DepartmentCircle) as raised:
        change_department(department=engineering, parent=hardware, acting_user=alice)
    assert "Engineering cannot be part of Hardware, which belongs to it." in raised.value.message
    with pytest.raises(DepartmentCircle):
        change_department(department=hardware, parent=hardware, acting_user=alice)


def test_moving_out(alice: User, engineering: Department) -> None:
    hardware = add_department(name="Hardware", parent=engineering, acting_user=alice)
    assert change_department(department=hardware, parent=None, acting_user=alice).parent is None
