"""The demo's personal records could be real ones."""

import pytest
from django.utils import timezone

from core.files.kinds import START, WEBP, kind_of
from core.files.storage import open_kept_file
from hr.people.models import Employee
from hr.personal.models import BankAccount, PersonalRecord
from hr.personal.queries import details_at
from hr.personal.rules.accounts import check_account
from superadmin.demo.cast import COMPANIES
from superadmin.demo.records import plant_records
from tenants.companies.models import Company


@pytest.mark.parametrize("country", sorted({company.country for company in COMPANIES}))
def test_everybody_has_one_and_can_be_paid(acme: Company, country: str) -> None:
    now, people = timezone.now(), list(Employee.objects.select_related("user"))

    plant_records(people, country=country, now=now)

    assert PersonalRecord.objects.count() == len(people)
    assert not PersonalRecord.objects.filter(work_phone="").exists()
    for record in PersonalRecord.objects.exclude(photo=""):
        with open_kept_file(record.photo) as file:
            assert kind_of(file.read(START)) is WEBP
    assert set(details_at(employee_ids=[person.pk for person in people], moment=now)) == {person.pk for person in people}
    for account in BankAccount.objects.all():
        check_account(country=account.country, number=account.number, bank_code=account.bank_code)
