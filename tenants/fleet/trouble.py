"""What may go wrong with one company, in words that say what to do."""

import django.db
import psycopg
from psycopg import errors
from psycopg_pool import PoolTimeout

from tenants.fleet.plans import PlanNotMade
from tenants.fleet.steps import SchemaAltered, SchemaMoved
from tenants.schemas.locks import ProvisioningRunsElsewhere

_ERROR_LENGTH = 2000


def ends_run(error: Exception) -> bool:
    """Whether what met one company would meet the next one too. A pool has tried for long before it gives up."""
    return isinstance(_cause(error), errors.DiskFull | errors.OutOfMemory | PoolTimeout)


def is_transient(error: Exception) -> bool:
    """Whether another try may go well at once: nothing is wrong with the company."""
    cause = _cause(error)
    if ends_run(cause):
        return False
    return isinstance(cause, errors.LockNotAvailable | errors.DeadlockDetected) or _is_connection_lost(cause)


def _cause(error: Exception) -> Exception:
    # PostgreSQL's own error stands under Django's.
    return error.__cause__ if isinstance(error, django.db.Error) and isinstance(error.__cause__, Exception) else error


def _is_connection_lost(error: Exception) -> bool:
    return isinstance(error, psycopg.OperationalError) and (error.sqlstate or "08").startswith(("08", "57P"))


def explain(error: Exception) -> str:
    """What happened to one company, and what would mend it."""
    error = _cause(error)
    match error:
        case SchemaAltered() | SchemaMoved() | PlanNotMade():
            text = str(error)
        case ProvisioningRunsElsewhere():
            text = "another process kept building, exporting or dropping it; wait for that"
        case errors.LockNotAvailable():
            text = "a long query or transaction held one of its tables (see pg_stat_activity); wait for it or end it"
        case errors.QueryCanceled():
            text = "a statement took longer than --statement-timeout; give it more, at a quiet time"
        case errors.DiskFull():
            text = "the database server's disk is full; free space"
        case errors.OutOfMemory():
            text = "the database server is out of memory or locks; raise max_locks_per_transaction"
        case PoolTimeout():
            text = "the database let nobody in for a while; see whether it runs, and raise max_connections if it is full"
        case _ if _is_connection_lost(error):
            text = "the connection to the database was lost in the middle; bring it back"
        case _:
            text = f"{type(error).__name__}: {error}".strip()
    return text[:_ERROR_LENGTH]
