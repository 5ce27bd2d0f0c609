"""What an operator does at a terminal."""

import io

from django.core.management import call_command

from tenants.companies.models import Company
from tenants.schemas.fingerprint import fingerprint_schema
from tenants.schemas.owner import owner_transaction


def fleet(*arguments: str, output: io.StringIO | None = None) -> str:
    """Run `manage.py fleet …`; what it printed. Raises CommandError where the shell would see a 1."""
    output = output or io.StringIO()
    call_command("fleet", *arguments, stdout=output, stderr=output)
    return output.getvalue()


def run_sql(statement: str, *, inside: str = "public") -> list[tuple[object, ...]]:
    """One statement as the owner, inside a schema."""
    with owner_transaction() as cursor:
        cursor.execute("SELECT set_config('search_path', %s, true)", [inside])
        cursor.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def fingerprint_of(company: Company) -> str:
    """The structure of a company's schema as one hash."""
    with owner_transaction() as cursor:
        return fingerprint_schema(cursor, company.schema_name)


def status() -> tuple[str, str]:
    """What `fleet status` prints, and its last word if it exits with 1."""
    from django.core.management import CommandError

    output = io.StringIO()
    try:
        fleet("status", output=output)
    except CommandError as error:
        return output.getvalue(), str(error)
    return output.getvalue(), ""
