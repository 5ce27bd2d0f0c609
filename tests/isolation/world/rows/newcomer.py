"""Who stands in the rows that only one company has."""

from dataclasses import dataclass

from hr.people.models import Employee
from tenants.accounts.models import User
from tenants.companies.models import Company


@dataclass(frozen=True)
class Newcomer:
    """Somebody of one company alone, whose names are the canary `text`."""

    company: Company
    word: str
    text: str
    owner: User
    account: User
    employee: Employee
