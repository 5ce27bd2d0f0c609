"""No table that says something about a person is forgotten."""

from django.apps import apps
from django.conf import settings
from django.db.models import Model

from hr.people.models import Employee
from hr.subject_access.sources import LEFT_OUT, SOURCES
from tenants.accounts.models import User


def _tenant_models() -> list[type[Model]]:
    return [model for config in apps.get_app_configs() if config.name in settings.TENANT_APPS for model in config.get_models()]


def _about_people() -> set[str]:
    """Every model of a company from which keys lead to an employee or an account, in any number of steps."""
    found: set[type[Model]] = {Employee, User}
    is_growing = True
    while is_growing:
        more = {
            model
            for model in _tenant_models()
            if model not in found and any(each.is_relation and each.related_model in found for each in model._meta.concrete_fields)
        }
        found |= more
        is_growing = bool(more)
    return {model._meta.label for model in found}


def test_each_is_in_the_complete_file_or_left_out_for_a_reason() -> None:
    named = {source.label for source in SOURCES}
    assert named | set(LEFT_OUT) == _about_people()
    assert not named & set(LEFT_OUT)


def test_what_is_hidden_is_there_and_has_a_reason() -> None:
    for source in SOURCES:
        columns = {each.name for each in source.model._meta.concrete_fields}
        assert set(source.hidden) <= columns, source.label
        assert all(source.hidden.values())


def test_each_way_leads_to_an_employee(carols_record: Employee) -> None:
    for source in SOURCES:
        assert source.rows_of(carols_record).count() >= 0, source.label
