"""Files that no row names go once they are old, and no others."""

import os
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone
from django_tenants.utils import tenant_context

from core.files.disk import UNFINISHED
from core.files.kinds import PDF, WEBP
from core.files.storage import all_files, company_file_names, keep_file, place_of_current
from core.files.sweeping import UNNAMED_FOR, sweep_files
from core.tasks import sweep, sweep_disk
from hr.people.models import Employee
from hr.personal.models import PersonalRecord
from tenants.accounts.models import User
from tenants.companies.models import Company
from tests.isolation.world.rows import company, documents, personal

OLD = UNNAMED_FOR + timedelta(minutes=1)


def keep(folder: str, *, age: timedelta) -> str:
    name = keep_file(folder, b"content", WEBP if folder == "photo" else PDF)
    moment = (timezone.now() - age).timestamp()
    os.utime(Path(all_files().path(place_of_current(name))), (moment, moment))
    return name


def test_what_no_row_names_goes_once_it_is_old(carol: User) -> None:
    named, young = keep("photo", age=OLD), keep("photo", age=timedelta(days=6))
    PersonalRecord.objects.create(employee=Employee.objects.get(user=carol), photo=named)
    left = [keep("photo", age=OLD), keep("documents", age=OLD), keep("policies", age=OLD), keep("logo", age=OLD)]

    assert sweep_files(now=timezone.now()) == len(left)

    assert [default_storage.exists(name) for name in (named, young, *left)] == [True, True, False, False, False, False]


def test_a_folder_that_nobody_has_told_of_is_left_alone(acme: Company) -> None:
    name = keep("later", age=OLD)
    assert sweep_files(now=timezone.now()) == 0
    assert default_storage.exists(name)


def test_it_is_each_companys_own(acme: Company, globex: Company) -> None:
    with tenant_context(globex):
        theirs = keep("photo", age=OLD)
    with tenant_context(acme):
        keep("photo", age=OLD)
        sweep()
    assert list(company_file_names(acme.schema_name)) == []
    assert list(company_file_names(globex.schema_name)) == [theirs]


def test_what_was_never_finished_goes_too(acme: Company) -> None:
    folder = Path(all_files().path(UNFINISHED))
    folder.mkdir(parents=True)
    moment = (timezone.now() - OLD).timestamp()
    for name in ("old", "young"):
        (folder / name).write_bytes(b"half")
    os.utime(folder / "old", (moment, moment))
    sweep_disk()
    assert [file.name for file in folder.iterdir()] == ["young"]


def test_each_column_that_names_files_is_told_of() -> None:
    """The world of two companies knows them all, since each file there holds a canary."""
    kept = {**company.KEPT, **documents.KEPT, **personal.KEPT}
    naming = {column for column, reason in kept.items() if reason == "names a file"}
    told = set()
    for each in settings.FILE_COLUMNS.values():
        label, _dot, column = each.rpartition(".")
        told.add(f"{apps.get_model(label)._meta.db_table}.{column}")
    assert told == naming
