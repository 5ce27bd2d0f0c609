"""Companies that were there before get what new ones begin with."""

from importlib import import_module

from django.apps import apps

from hr.documents.actions.letters import create_default_templates
from hr.documents.actions.types import create_default_types
from hr.documents.letters.typesetting import typeset_pdf
from hr.documents.letters.values import example_values
from hr.documents.models import DocumentType, LetterTemplate
from hr.documents.tests.factories import NOW, add_type
from tenants.companies.models import Company
from tenants.company_settings.models import CompanySettings

add = import_module("hr.documents.migrations.0006_types_for_companies_that_are_there").add_what_new_companies_have


def what_is_there() -> list[object]:
    types = DocumentType.objects.order_by("name").values_list(
        "name", "data_group", "shown_to_employee", "uploaded_by_employee", "expires", "reminder_days", "is_active"
    )
    return [*types, *LetterTemplate.objects.order_by("name").values_list("name", "type__name", "source", "is_active")]


def test_they_are_the_same_as_of_a_new_company(acme: Company) -> None:
    LetterTemplate.objects.all().delete()
    DocumentType.objects.all().delete()
    create_default_types()
    create_default_templates()
    new = what_is_there()
    LetterTemplate.objects.all().delete()
    DocumentType.objects.all().delete()

    add(apps, None)
    assert what_is_there() == new
    for template in LetterTemplate.objects.all():
        typeset_pdf(template.source, example_values(), on=NOW.date())
    add(apps, None)
    assert what_is_there() == new


def test_a_company_keeps_its_own(acme: Company) -> None:
    LetterTemplate.objects.all().delete()
    DocumentType.objects.all().delete()
    add_type("Driving licence")
    add(apps, None)
    assert list(DocumentType.objects.values_list("name", flat=True)) == ["Driving licence"]
    assert not LetterTemplate.objects.exists()


def test_a_company_that_is_being_built_gets_them_when_it_is_seeded(acme: Company) -> None:
    LetterTemplate.objects.all().delete()
    DocumentType.objects.all().delete()
    CompanySettings.objects.all().delete()
    add(apps, None)
    assert not DocumentType.objects.exists()
