"""Documents of the demo."""

from datetime import UTC, datetime

from django.core.files.storage import default_storage

from hr.documents.models import Acknowledgement, Document, Policy
from hr.people.models import Employee
from hr.people.tests.factories import add_people
from superadmin.demo.documents import plant_documents
from tenants.accounts.models import User

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_everybody_has_a_contract_and_most_have_signed(alice: User) -> None:
    add_people(40)
    people = Employee.objects.select_related("user").order_by("number")

    plant_documents(people, by=alice, now=NOW)

    contracts = Document.objects.filter(type__name="Employment contract")
    assert contracts.count() == people.count()
    with default_storage.open(contracts[0].file) as file:
        assert file.read().startswith(b"%PDF")
    assert Document.objects.filter(expires_on__isnull=False).exists()
    assert Policy.objects.get().versions.count() == 1
    assert Acknowledgement.objects.exists()
