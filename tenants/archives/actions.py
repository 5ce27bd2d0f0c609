"""One company into an archive, and out of it again as a new company."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now

from billing.actions import give_first_plan
from core.audit.actions import record_event
from core.encryption import CannotDecrypt
from core.files.storage import company_file_names, open_company_file, save_company_file
from core.ids import opaque_schema_name
from core.reencryption import encrypted_columns, move_to_schema
from tenants.archives.container import PIECE, Archive, opened_archive, written_archive
from tenants.archives.manifest import (
    ABOUT,
    FORMAT,
    MANIFEST,
    STRUCTURE,
    About,
    ArchiveDamaged,
    ArchiveRefused,
    ArchiveUnreadable,
    CompanyFacts,
    Manifest,
    TableFacts,
    as_document,
    file_member,
    sha256_of,
    table_member,
)
from tenants.archives.tables import (
    Cursor,
    applied_migrations,
    company_tables,
    sequences,
    set_sequence,
    snapshot,
    use_canonical_form,
)
from tenants.companies.actions import SubdomainTaken, create_company
from tenants.companies.models import Company, CompanyStatus
from tenants.companies.queries import why_not_free
from tenants.companies.rules import check_subdomain, host_of_subdomain
from tenants.schemas.actions import CompanyInUse, abandon_company, open_company, replay_template
from tenants.schemas.fingerprint import fingerprint_schema
from tenants.schemas.locks import ProvisioningRunsElsewhere, schema_kept
from tenants.schemas.models import Provisioning, ProvisioningState
from tenants.schemas.owner import owner_transaction
from tenants.schemas.template import SchemaTemplate, load_template

if TYPE_CHECKING:
    from tenants.archives.container import MembersWritten

_OTHER_TABLES = "The archive's tables are not those of this release. Import it on an installation of the release that wrote it."


class CompanyNotExported(Exception):
    """A company of which no archive can be made; the message says why and what to do."""


class ArchiveOfAnotherVersion(ArchiveRefused):
    """The archive's tables are not those that this release makes."""


class ArchiveOfOtherSecrets(ArchiveRefused):
    """What is encrypted in the archive was encrypted with secrets that this installation does not have."""


class RowsRefused(ArchiveRefused):
    """The database did not take the archive's rows."""


def export_company(*, company: Company, path: Path, now: datetime) -> Manifest:
    """Write the company's rows and files, as they are at one moment, to a new archive.

    Raises CompanyNotExported, `container.ArchiveExists`, or ProvisioningRunsElsewhere while its schema is altered.
    """
    if company.ready_at is None:
        message = f"{company} is not ready, so it has nothing to export. See its set-up in the console."
        raise CompanyNotExported(message)
    template = load_template()
    # Lost with its connection, the lock on the schema leaves no archive: tables could have changed between two of them.
    with written_archive(path) as archive, schema_kept(company.id), snapshot() as cursor:
        if fingerprint_schema(cursor, company.schema_name) != template.fingerprint:
            message = (
                f"The tables of {company} are not those of this release, so no archive of them could be imported again. "
                "`manage.py fleet status` says what is different; bring the company along, then export it."
            )
            raise CompanyNotExported(message)
        archive.add(STRUCTURE, [_structure(template)])
        # Before the rows, since a file goes as soon as no row names it; and those that have come meanwhile afterwards.
        _export_files(company, archive, may_go=True)
        cursor.connection.rollback()
        use_canonical_form(cursor)
        tables = _export_tables(cursor, company, archive)
        _export_files(company, archive, may_go=False)
        manifest = Manifest(
            format=FORMAT,
            template_version=template.version,
            migrations=applied_migrations(cursor, company.schema_name),
            tables=tables,
            sequences=sequences(cursor, company.schema_name),
            members=dict(archive.facts),
        )
        document = as_document(manifest)
        archive.add(MANIFEST, [document])
        archive.add(ABOUT, [as_document(About(_facts_of(company), now.isoformat(), sha256_of(document)).sealed())])
    return manifest


def _export_tables(cursor: Cursor, company: Company, archive: "MembersWritten") -> dict[str, TableFacts]:
    return {
        name: TableFacts(table.columns, archive.add(table_member(name), table.rows_out(cursor)))
        for name, table in company_tables(cursor, company.schema_name).items()
    }


def _export_files(company: Company, archive: "MembersWritten", *, may_go: bool) -> None:
    """The files that are not in the archive yet. Raises FileNotFoundError for one that is deleted now, unless it may go."""
    bearable = (FileNotFoundError,) if may_go else ()
    for name in company_file_names(company.schema_name):
        if file_member(name) not in archive.facts:
            with suppress(*bearable), open_company_file(company.schema_name, name) as file:
                archive.add(file_member(name), file.chunks(PIECE))


def _structure(template: SchemaTemplate) -> bytes:
    """The tables' SQL for whoever reads the archive without Rooster; an import makes them from its own template."""
    lines = template.sql.splitlines(keepends=True)
    # The rows of django_migrations tell when each installation built its template.
    return "".join(line for line in lines if not line.startswith("INSERT INTO ")).encode()


def _facts_of(company: Company) -> CompanyFacts:
    return CompanyFacts(
        id=str(company.id),
        name=company.name,
        host=company.host,
        status=company.status,
        country=company.country,
        time_zone=company.time_zone,
        currency=company.currency,
        owner_name=company.owner_name,
        owner_email=company.owner_email,
        created_at=company.created_at.isoformat(),
        trial_ends_at=company.trial_ends_at.isoformat() if company.trial_ends_at else None,
    )


def import_company(*, path: Path, subdomain: str, name: str = "", now: datetime) -> Company:
    """Make a new company of an archive; `name` is what the platform calls it, otherwise as archived.

    All of it is there afterwards or nothing; what a killed import left is cleared by the next one of that subdomain.
    Raises ArchiveRefused, SubdomainTaken, SubdomainNotAllowed, or ProvisioningRunsElsewhere while another import makes it.
    """
    check_subdomain(subdomain)
    _clear_unfinished(subdomain)
    if why_not_free(subdomain):
        raise SubdomainTaken
    template = load_template()
    with opened_archive(path) as archive:
        company = _reserve(archive.about.company, subdomain=subdomain, name=name, now=now)
        try:
            with schema_kept(company.id):
                _fill(company, archive, template)
                _open(company, archive.about, subdomain=subdomain)
        except BaseException:
            # Also when the operator interrupts it. Whatever comes after its last word, the company is there.
            with suppress(CompanyInUse):
                abandon_company(company=company)
                raise
    company.refresh_from_db()
    return company


# What the new company's row has from the archived one, unless it is given another name.
_TAKEN_OVER = ("name", "country", "time_zone", "currency", "owner_name", "owner_email")


def _clear_unfinished(subdomain: str) -> None:
    at_host = Company.objects.filter(domains__domain=host_of_subdomain(subdomain), provisioning__state=ProvisioningState.IMPORT)
    for company in at_host:
        # Unless the import that makes it has just finished; then the subdomain is taken.
        with suppress(CompanyInUse):
            abandon_company(company=company)


def _reserve(archived: CompanyFacts, *, subdomain: str, name: str, now: datetime) -> Company:
    """The company's row and its address, as those of a company that is being made. Raises ArchiveUnreadable."""
    facts = {field: str(getattr(archived, field)) for field in _TAKEN_OVER} | ({"name": name} if name else {})
    for field, value in (facts | {"status": archived.status}).items():
        try:
            Company._meta.get_field(field).clean(value, None)
        except ValidationError as error:
            message = f"The new company cannot have the {field} that the archive says: {' '.join(error.messages)}"
            raise ArchiveUnreadable(message) from error
    with transaction.atomic():
        company = create_company(subdomain=subdomain, acting_user=None, now=now, **facts)
        # Cancelled is for good and would make the import worthless; from suspended, staff can open it.
        company.status = CompanyStatus.SUSPENDED if archived.status == CompanyStatus.CANCELLED else CompanyStatus(archived.status)
        company.trial_ends_at = archived.trial_end
        company.save(update_fields=["status", "trial_ends_at"])
        give_first_plan(company=company, acting_user=None, now=now)
        Provisioning.objects.create(company=company, state=ProvisioningState.IMPORT, requested_at=now, changed_at=now)
    return company


def _fill(company: Company, archive: Archive, template: SchemaTemplate) -> None:
    """Role, schema and rows, in one transaction as the owner; files before its end."""
    with owner_transaction() as cursor:
        replay_template(cursor, company=company, template=template)
        use_canonical_form(cursor)
        _check_version(archive.manifest, applied_migrations(cursor, company.schema_name))
        _import_tables(cursor, company, archive)
        _import_sequences(cursor, company, archive.manifest)
        for name in archive.manifest.files:
            with archive.member(file_member(name)) as content:
                save_company_file(company.schema_name, name, content)
        cursor.execute(
            "UPDATE public.schemas_provisioning SET template_version = %s WHERE company_id = %s", [template.version, company.id]
        )


def _open(company: Company, about: About, *, subdomain: str) -> None:
    """From here on the company's address answers."""
    with transaction.atomic():
        provisioning = Provisioning.objects.select_for_update().filter(company=company, state=ProvisioningState.IMPORT).first()
        if provisioning is None:
            # Somebody has cleared it, which the lock forbids unless it was lost.
            raise ProvisioningRunsElsewhere(str(company.id))
        open_company(provisioning)
        record_event(
            action="company:imported",
            acting_user=None,
            subject=company,
            after={"subdomain": subdomain, "archived_as": about.company.host, "exported_at": about.exported_at},
        )


def _check_version(manifest: Manifest, known: list[str]) -> None:
    if unknown := sorted({*manifest.migrations} - {*known}):
        message = (
            f"The archive is of a release that this installation does not know: {', '.join(unknown)}. "
            "Bring this installation to that release, then import."
        )
        raise ArchiveOfAnotherVersion(message)
    if missing := sorted({*known} - {*manifest.migrations}):
        message = (
            f"The archive is of an earlier release, before {', '.join(missing)}. Import it on an installation of that release, "
            "bring that to this one, and export the company again."
        )
        raise ArchiveOfAnotherVersion(message)


def _import_tables(cursor: Cursor, company: Company, archive: Archive) -> None:
    tables = company_tables(cursor, company.schema_name)
    archived = {name: facts.columns for name, facts in archive.manifest.tables.items()}
    if archived != {name: table.columns for name, table in tables.items()}:
        raise ArchiveOfAnotherVersion(_OTHER_TABLES)
    for name, table in tables.items():
        try:
            rows = table.rows_in(cursor, archive.pieces(table_member(name)))
        except (psycopg.DataError, psycopg.IntegrityError) as error:
            raise _rows_refused(name, error) from error
        if rows != archive.manifest.tables[name].rows:
            message = f"The archive has {rows} rows of {name}, its manifest says {archive.manifest.tables[name].rows}."
            raise ArchiveDamaged(message)
        # Shows the console that it goes on.
        Provisioning.objects.filter(company=company).update(changed_at=Now())
    _encrypt_for(company, archive, cursor)
    try:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except psycopg.IntegrityError as error:
        raise _rows_refused(error.diag.table_name or "a table", error) from error


def _import_sequences(cursor: Cursor, company: Company, manifest: Manifest) -> None:
    if manifest.sequences.keys() != sequences(cursor, company.schema_name).keys():
        raise ArchiveOfAnotherVersion(_OTHER_TABLES)
    for name, facts in manifest.sequences.items():
        try:
            set_sequence(cursor, company.schema_name, name, facts)
        except (psycopg.DataError, psycopg.ProgrammingError) as error:
            raise _rows_refused(name, error) from error


def _encrypt_for(company: Company, archive: Archive, cursor: Cursor) -> None:
    """Encrypted columns open for the company that was exported alone; make them the new one's."""
    formerly_in = opaque_schema_name(UUID(archive.about.company.id))
    for field in encrypted_columns(settings.TENANT_APPS):
        try:
            move_to_schema(cursor, field, formerly_in=formerly_in, schema_name=company.schema_name)
        except CannotDecrypt as error:
            message = (
                f"The archive comes from an installation with other secrets, so its {field.place} cannot be read. Put the "
                "ENCRYPTION_KEYS of that installation behind your own, import, run `manage.py reencrypt`, and take them out again."
            )
            raise ArchiveOfOtherSecrets(message) from error


def _rows_refused(table: str, error: psycopg.Error) -> RowsRefused:
    said = error.diag.message_primary or str(error)
    return RowsRefused(f"The database refused the archive's rows of {table}: {said}. Nothing was kept; export the company again.")
