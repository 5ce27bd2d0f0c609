"""Writes of people: hiring, changes by dates, leaving, departments and accounts."""

from hr.people.actions.accounts import close_accounts_of_leavers, give_account, give_accounts
from hr.people.actions.departments import DepartmentChanges, add_department, change_department
from hr.people.actions.employees import EmployeeChanges, change_employee, delete_employee, hire_employee
from hr.people.actions.employment import (
    TermsChanges,
    change_first_day,
    change_terms,
    end_employment,
    move_employees,
    rehire_employee,
    withdraw_terms,
)
from hr.people.actions.refusals import (
    ChangesClosed,
    DepartmentCircle,
    DepartmentNameTaken,
    EmploymentsOverlap,
    EndsBeforeStart,
    FirstTerms,
    HasAccount,
    HasLeft,
    HasReports,
    ManagerCircle,
    NotEmployed,
    PeopleRefusal,
    RoleBeyondOwn,
    WorkEmailTaken,
)

__all__ = [
    "ChangesClosed",
    "DepartmentChanges",
    "DepartmentCircle",
    "DepartmentNameTaken",
    "EmployeeChanges",
    "EmploymentsOverlap",
    "EndsBeforeStart",
    "FirstTerms",
    "HasAccount",
    "HasLeft",
    "HasReports",
    "ManagerCircle",
    "NotEmployed",
    "PeopleRefusal",
    "RoleBeyondOwn",
    "TermsChanges",
    "WorkEmailTaken",
    "add_department",
    "change_department",
    "change_employee",
    "change_first_day",
    "change_terms",
    "close_accounts_of_leavers",
    "delete_employee",
    "end_employment",
    "give_account",
    "give_accounts",
    "hire_employee",
    "move_employees",
    "rehire_employee",
    "withdraw_terms",
]
