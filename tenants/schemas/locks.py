"""Whoever builds, migrates, exports or drops a company's schema does it alone."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db.backends.utils import CursorWrapper

from tenants.schemas.owner import owner_transaction

# Separates the advisory locks of companies' schemas from any other use of them.
SCHEMA_LOCKS = 7301


class CompanyGone(Exception):
    """The company was given up or removed while its schema was to be made or migrated; nothing of it was kept."""


class ProvisioningRunsElsewhere(Exception):
    """Another process is building, migrating, exporting or dropping this company's schema right now."""


def lock_schema(cursor: psycopg.Cursor[tuple[object, ...]] | CursorWrapper, company_id: uuid.UUID) -> None:
    """Keep a company's schema for this transaction: whoever builds, migrates, exports or drops one does it alone.

    Raises ProvisioningRunsElsewhere at once instead of waiting.
    """
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [SCHEMA_LOCKS, str(company_id)])
    if cursor.fetchone() != (True,):
        raise ProvisioningRunsElsewhere(str(company_id))


@contextmanager
def schema_kept(company_id: uuid.UUID) -> Iterator[psycopg.Cursor[tuple[object, ...]]]:
    """Keep a company's schema for the block, however long it takes and whatever transactions it is made of.

    As long as the cursor answers: the lock ends with its connection, and then the end of the block raises OperationalError.
    Raises ProvisioningRunsElsewhere.
    """
    with owner_transaction() as cursor:
        lock_schema(cursor, company_id)
        yield cursor
