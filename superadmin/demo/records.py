"""Personal records of the demo's people, made up from their names alone."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random

from core.files.storage import keep_file
from hr.people.models import Employee
from hr.personal.actions.photo import PHOTO_WITHIN
from hr.personal.models import (
    Address,
    BankAccount,
    BankDetails,
    BankDetailsStatus,
    Certificate,
    EmergencyContact,
    PersonalRecord,
    Skill,
)
from superadmin.demo.portraits import portrait

_STREETS = ("Station Road", "Mill Lane", "High Street", "Park Avenue", "Church Lane", "Victoria Terrace")
_CITIES = {"GB": ("London", "Leeds", "Bristol"), "US": ("Boston", "Austin", "Denver")}
_KIN = ("Robin", "Sam", "Jamie", "Alex", "Kim", "Noor")
_SKILLS = ("Project planning", "First line support", "Welding", "Python", "Negotiation", "Technical drawing")
_CERTIFICATES = ("First aid at work", "Forklift licence", "Electrical safety")
# A sort code and a routing number that banks publish as examples.
_BANKS = {"GB": "200000", "US": "111000025"}


def plant_records(employees: Iterable[Employee], *, country: str, now: datetime) -> None:
    """For each a record, an address, a contact, a skill, perhaps a certificate, and where the pay goes; as rows."""
    lots = {employee: Random(f"record:{employee.full_name}") for employee in employees}  # noqa: S311 - repeatable on purpose.
    cities = _CITIES.get(country, _CITIES["GB"])
    PersonalRecord.objects.bulk_create(_record(employee, lot, country) for employee, lot in lots.items())
    Address.objects.bulk_create(
        Address(
            employee=employee,
            street=f"{lot.randint(1, 180)} {lot.choices(_STREETS)[0]}",
            city=lot.choices(cities)[0],
            country=country,
        )
        for employee, lot in lots.items()
    )
    EmergencyContact.objects.bulk_create(
        EmergencyContact(
            employee=employee,
            name=f"{lot.choices(_KIN)[0]} {employee.last_name}".strip(),
            relationship=lot.choices(["partner", "parent", "sibling"])[0],
            phone=_phone(lot),
        )
        for employee, lot in lots.items()
    )
    Skill.objects.bulk_create(
        Skill(employee=employee, name=lot.choices(_SKILLS)[0], level=lot.randint(2, 4)) for employee, lot in lots.items()
    )
    Certificate.objects.bulk_create(
        Certificate(
            employee=employee, name=lot.choices(_CERTIFICATES)[0], expires_on=now.date() + timedelta(days=lot.randint(20, 700))
        )
        for employee, lot in lots.items()
        if lot.random() < 1 / 3
    )
    _plant_accounts(lots, country=country, now=now)


def _record(employee: Employee, lot: Random, country: str) -> PersonalRecord:
    return PersonalRecord(
        employee=employee,
        date_of_birth=date(1962, 1, 1) + timedelta(days=lot.randint(0, 42 * 365)),
        nationality=country,
        personal_email=f"{employee.first_name}.{employee.last_name}@mail.example".lower().replace(" ", ""),
        mobile_phone=_phone(lot),
        work_phone=_phone(lot),
        photo=_photo(lot) if lot.random() < 3 / 4 else "",
    )


def _photo(lot: Random) -> str:
    picture = portrait(lot, within=PHOTO_WITHIN)
    return keep_file("photo", picture.content, picture.kind)


def _phone(lot: Random) -> str:
    # Numbers that are kept free for films and books.
    return f"+44 7700 900{lot.randint(0, 999):03}"


def _plant_accounts(lots: dict[Employee, Random], *, country: str, now: datetime) -> None:
    """Confirmed two months ago, when the company came."""
    asked = now - timedelta(days=60)
    holds = asked + timedelta(days=2)
    details = [
        BankDetails(
            employee=employee,
            status=BankDetailsStatus.CONFIRMED,
            requested_by=employee.user,
            requested_at=asked,
            cooling_ends_at=holds,
            decided_at=asked,
            effective_from=holds,
        )
        for employee in lots
    ]
    BankDetails.objects.bulk_create(details)
    BankAccount.objects.bulk_create(
        BankAccount(
            details=each,
            position=1,
            holder_name=each.employee.full_name,
            country=country,
            bank_code=_BANKS.get(country, ""),
            number=f"{lots[each.employee].randint(10_000_000, 99_999_999)}",
        )
        for each in details
    )
