"""At least one row in every table, by slice: what both companies have (`fill`), and what only one of them has (`own`).

A slice's KEPT names the columns whose text means something to the product, so that a canary in its place would only break
the page; its WRAPPED names what a canary has to be wrapped in where the column's text has a form.
"""

from datetime import timedelta

from hr.people.actions import hire_employee
from hr.people.models import Department
from tenants.accounts.models import User
from tenants.companies.models import Company
from tests.cast import CREATED
from tests.isolation.world.rows import (
    accounts,
    checklists,
    company,
    documents,
    imports,
    pay,
    people,
    personal,
    places,
    subject_access,
)
from tests.isolation.world.rows.newcomer import Newcomer

# In the order in which they are filled.
_SLICES = (accounts, company, people, places, checklists, personal, documents, pay, imports, subject_access)
KEPT = accounts.KEPT | company.KEPT | people.KEPT | places.KEPT | personal.KEPT | documents.KEPT | imports.KEPT | pay.KEPT
WRAPPED = imports.WRAPPED | subject_access.WRAPPED | personal.WRAPPED | pay.WRAPPED


def fill_tables() -> None:
    """At least one row in every table, and an account for every role."""
    alice = User.objects.get(email="alice@acme.example")
    for rows in _SLICES:
        rows.fill(alice)


def add_own_rows(of: Company, word: str) -> dict[str, object]:
    """Rows of one company alone, of each kind that has a page."""
    owner = User.objects.filter(roles__code="owner")[0]
    text = f"canary-{word}-own-row"
    account = accounts.add_account(text, f"{text}@mail.example", ["employee"], acting_user=owner)
    employee = hire_employee(
        first_name=text,
        last_name=text,
        work_email=f"{text}@mail.example",
        job_title=text,
        start_date=(CREATED - timedelta(days=1)).date(),
        department=Department.objects.create(name=text),
        user=account,
        today=CREATED.date(),
        acting_user=owner,
    )
    newcomer = Newcomer(of, word, text, owner, account, employee)
    return {table: key for rows in _SLICES for table, key in rows.own(newcomer).items()}
