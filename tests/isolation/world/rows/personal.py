"""The personal record."""

from hr.people.models import Employee
from hr.personal.actions.bank import NewAccount, request_bank_details
from hr.personal.models import (
    AT_FIRST,
    Address,
    Certificate,
    ChangeRequest,
    Dependant,
    Education,
    EmergencyContact,
    Identifier,
    PersonalPolicy,
    PersonalRecord,
    Skill,
)
from hr.personal.rules.accounts import CheckedAccount
from tenants.accounts.models import User
from tests.cast import CREATED
from tests.isolation.world.files import PHOTO
from tests.isolation.world.rows.newcomer import Newcomer

KEPT = {"personal_changerequest.section": "picks the form", "personal_personalrecord.photo": "names a file"}
WRAPPED = {"personal_changerequest.values": '{{"city": "{}"}}'}


def fill(_alice: User) -> None:
    """Everything that a personal record may hold; the change of address and the bank details wait."""
    employee = Employee.objects.get(work_email="carol@acme.example")
    PersonalRecord.objects.create(
        employee=employee, photo=f"photo/{PHOTO.hex}.webp", personal_email="carol@mail.example", personal_email_changed_at=CREATED
    )
    Address.objects.create(employee=employee, street="1", city="London", country="GB")
    EmergencyContact.objects.create(employee=employee, name="Kim", relationship="child", phone="+44 20 7946 0018")
    Dependant.objects.create(employee=employee, name="Kim", relationship="child")
    Identifier.objects.create(employee=employee, kind="passport", country="GB", number="123456789")
    Education.objects.create(employee=employee, institution="UCL")
    Skill.objects.create(employee=employee, name="Welding")
    Certificate.objects.create(employee=employee, name="First aid")
    PersonalPolicy.objects.create(**AT_FIRST)
    _ask_for_change(employee, asked_by=employee.user)
    _add_bank_details(employee, asked_by=employee.user)


def own(newcomer: Newcomer) -> dict[str, object]:
    """By table, the key of the company's own row."""
    address = Address.objects.create(employee=newcomer.employee, street=newcomer.text, city=newcomer.text, country="GB")
    return {
        "personal_address": address.pk,
        "personal_changerequest": _ask_for_change(newcomer.employee, asked_by=newcomer.account).pk,
    }


def _ask_for_change(employee: Employee, asked_by: User | None) -> ChangeRequest:
    return ChangeRequest.objects.create(
        employee=employee, section="addresses", verb="add", values="{}", requested_by=asked_by, requested_at=CREATED
    )


def _add_bank_details(employee: Employee, asked_by: User | None) -> None:
    account = CheckedAccount(number="55779911", bank_code="200000", bic="", bank_name="Barclays", is_iban=False)
    new = NewAccount(account, country="GB", holder_name="Carol Chen", bank_name="", share_kind="remainder")
    assert asked_by is not None
    request_bank_details(employee=employee, accounts=[new], acting_user=asked_by, now=CREATED)
