"""Keeping documents: what is counted, superseded, refused."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core.audit.models import AuditEvent
from core.audit.sentences import sentence_of
from core.files.storage import company_file_names
from core.tenancy import current_schema_name
from hr.documents.actions.documents import change_document, remove_document, replace_document
from hr.documents.actions.refusals import AlreadyThere, DateMissing, FileRefused, NoRoom, NotCurrent, TypeNotUsed
from hr.documents.models import Document, DocumentType
from hr.documents.queries import Storage, storage
from hr.documents.tests.factories import keep, pdf, type_named, upload
from hr.people.models import Employee
from tenants.accounts.models import User
from tenants.features.queries import Limits

LAST_DAY = date(2027, 3, 1)


def test_a_company_begins_with_types(carols_record: Employee) -> None:
    names = set(DocumentType.objects.values_list("name", flat=True))
    assert {"Employment contract", "Visa or work permit", "Internal note"} <= names


def test_a_document_is_kept_with_what_it_is(carols_record: Employee, carol: User) -> None:
    document = keep(carols_record, words="Hello", acting_user=carol)

    with default_storage.open(document.file) as file:
        assert file.read() == pdf("Hello")
    assert (document.version, document.size, document.original_name) == (1, len(pdf("Hello")), "letter.pdf")
    assert sentence_of(AuditEvent.objects.get(action="document:added")) == "Carol Chen added the document Carol Chen: Letter."


def test_a_newer_version_takes_the_place_and_the_older_stays(carols_record: Employee, carol: User, now: datetime) -> None:
    first = keep(carols_record, words="One")
    second = replace_document(document=first, upload=upload("Two"), acting_user=carol, now=now)

    first.refresh_from_db()
    assert (first.superseded_at, second.version, second.series) == (now, 2, first.series)
    with pytest.raises(NotCurrent):
        replace_document(document=first, upload=upload("Three"), acting_user=carol, now=now)
    assert storage().used == len(pdf("One")) + len(pdf("Two"))


class TestRefused:
    def test_the_same_file_twice(self, carols_record: Employee, daves_record: Employee) -> None:
        keep(carols_record)
        with pytest.raises(AlreadyThere):
            keep(carols_record)
        keep(daves_record)

    def test_the_same_file_twice_at_one_moment(self, carols_record: Employee) -> None:
        keep(carols_record)
        with mock.patch("django.db.models.query.QuerySet.exists", return_value=False), pytest.raises(AlreadyThere):
            keep(carols_record)
        assert Document.objects.count() == 1

    def test_a_type_that_is_not_used_any_more(self, carols_record: Employee) -> None:
        DocumentType.objects.update(is_active=False)
        with pytest.raises(TypeNotUsed):
            keep(carols_record)

    def test_no_last_day_where_there_has_to_be_one(self, carols_record: Employee, alice: User) -> None:
        with pytest.raises(DateMissing):
            keep(carols_record, "Visa or work permit")
        visa = keep(carols_record, "Visa or work permit", expires_on=LAST_DAY)
        with pytest.raises(DateMissing):
            change_document(document=visa, title="", expires_on=None, acting_user=alice)

    def test_more_than_the_plan_allows(self, carols_record: Employee, monkeypatch: pytest.MonkeyPatch) -> None:
        keep(carols_record, words="One")
        monkeypatch.setattr("hr.documents.queries.documents.current_limits", lambda: Limits("Basic", 25, 0))
        with pytest.raises(NoRoom) as refusal:
            keep(carols_record, words="Two")
        assert "plan allows 0\xa0bytes of files, 19\xa0bytes of them are used" in str(refusal.value.message)
        assert Document.objects.count() == 1

    def test_what_no_longer_fits_once_it_is_scanned(
        self, carols_record: Employee, daves_record: Employee, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("hr.documents.queries.documents._GIGABYTE", len(pdf("One")) + len(pdf("Two")) - 1)
        monkeypatch.setattr("hr.documents.queries.documents.current_limits", lambda: Limits("Basic", 25, 1))
        scanned: list[bytes] = []

        def somebody_is_quicker(content: bytes) -> None:
            scanned.append(content)
            if len(scanned) == 1:
                keep(daves_record, words="Two")

        monkeypatch.setattr("hr.documents.actions.keeping.scan", somebody_is_quicker)
        with pytest.raises(NoRoom):
            keep(carols_record, words="One")
        assert [document.employee for document in Document.objects.all()] == [daves_record]
        assert _kept() == {Document.objects.get().file}

    def test_while_one_is_written_the_others_wait(self, carols_record: Employee) -> None:
        with CaptureQueriesContext(connection) as queries:
            keep(carols_record)
        statements = [each["sql"] for each in queries]
        held = next(index for index, sql in enumerate(statements) if "company_settings" in sql and "FOR UPDATE" in sql)
        counted = [index for index, sql in enumerate(statements) if "SUM" in sql and "documents_document" in sql]
        written = next(index for index, sql in enumerate(statements) if sql.startswith('INSERT INTO "documents_document"'))
        assert held < counted[-1] < written

    def test_leaves_no_file(self, carols_record: Employee, carol: User, now: datetime) -> None:
        first = keep(carols_record, words="One")
        second = replace_document(document=first, upload=upload("Two"), acting_user=carol, now=now)
        with pytest.raises(NotCurrent):
            replace_document(document=first, upload=upload("Three"), acting_user=carol, now=now)
        assert _kept() == {first.file, second.file}

    def test_what_was_not_scanned(self, carols_record: Employee, settings: Any) -> None:
        settings.CLAMD_ADDRESS = "/nowhere/clamd.ctl"
        with pytest.raises(FileRefused) as refusal:
            keep(carols_record)
        assert "virus scanner does not answer" in str(refusal.value.message)
        assert not Document.objects.exists()


def _kept() -> set[str]:
    """The files in the storage."""
    return set(company_file_names(current_schema_name()))


@pytest.mark.parametrize(("size", "fits"), [(5, True), (6, False)])
def test_the_last_byte_of_a_plan_may_be_used(size: int, fits: bool) -> None:
    assert Storage(used=5, limit=10).has_room_for(size) is fits
    assert Storage(used=5, limit=None).has_room_for(10**15)


def test_a_correction_is_told(carols_record: Employee, alice: User) -> None:
    visa = keep(carols_record, "Visa or work permit", expires_on=LAST_DAY)
    change_document(document=visa, title="Blue Card", expires_on=LAST_DAY + timedelta(days=1), acting_user=alice)

    visa.refresh_from_db()
    assert (visa.name, visa.expires_on) == ("Blue Card", date(2027, 3, 2))
    assert "valid until from" in sentence_of(AuditEvent.objects.get(action="document:changed"))


def test_the_trail_keeps_titles_of_medical_documents_to_itself(carols_record: Employee, alice: User) -> None:
    note = keep(carols_record, "Medical certificate", title="Burnout")
    change_document(document=note, title="Burnout, second", expires_on=None, acting_user=alice)
    assert not [event for event in AuditEvent.objects.all() if "Burnout" in f"{event.object_label}{event.before}{event.after}"]


def test_what_is_removed_is_gone_with_all_versions(
    carols_record: Employee, alice: User, now: datetime, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    first = keep(carols_record)
    second = replace_document(document=first, upload=upload("Two"), acting_user=alice, now=now)
    with pytest.raises(NotCurrent):
        remove_document(document=first, acting_user=alice)

    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document=second, acting_user=alice)

    assert not Document.objects.exists()
    assert not default_storage.exists(first.file)
    assert not default_storage.exists(second.file)
    assert AuditEvent.objects.filter(action="document:removed", object_id=str(second.pk)).exists()


def test_the_table_has_one_current_version_of_each(carols_record: Employee) -> None:
    document = keep(carols_record)
    document.pk, document.version, document.sha256 = None, 2, "b" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        document.save(force_insert=True)


def test_a_type_lets_people_upload_only_what_they_see(carols_record: Employee) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentType.objects.filter(pk=type_named("Internal note").pk).update(uploaded_by_employee=True)
