"""What PostgreSQL refuses, whatever our code does, and what the connection refuses before it gets there."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import mock

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import ProgrammingError
from django_tenants.utils import schema_context, tenant_context
from psycopg.conninfo import make_conninfo

from core.tenancy import NoContext, WrongSchema, enter_public, leave_schema
from hr.people.models import Employee
from tenants.companies.models import Company
from tenants.schemas.owner import owner_parameters
from tenants.schemas.postgresql import base
from tenants.schemas.postgresql.base import RoleMissing


def _run(statement: str) -> list[tuple[object, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


class TestInsideACompany:
    def test_its_own_tables_are_readable(self, acme: Company) -> None:
        assert Employee.objects.count() == 4

    def test_path_and_role_are_its_own(self, acme: Company) -> None:
        assert _run("SELECT current_user, current_schema()") == [(acme.role_name, acme.schema_name)]

    @pytest.mark.parametrize(
        "statement",
        [
            "SELECT * FROM public.companies_company",
            "SELECT owner_email FROM public.companies_company",
            "UPDATE public.companies_company SET name = name",
            "DELETE FROM public.companies_domain",
            "SELECT * FROM public.accounts_user",
            "SELECT * FROM public.django_session",
            "INSERT INTO public.audit_auditevent DEFAULT VALUES",
            "CREATE TABLE mine (id int)",
            "DELETE FROM attendance_punch",
            "UPDATE audit_auditevent SET action = 'nothing'",
            "DROP TABLE people_employee",
        ],
    )
    def test_everything_else_is_refused(self, acme: Company, statement: str) -> None:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            _run(statement)

    def test_the_platform_shows_it_its_own_row_and_addresses_alone(self, acme: Company, globex: Company) -> None:
        assert _run("SELECT id, name FROM public.companies_company") == [(acme.id, "Acme Robotics")]
        assert _run("SELECT domain FROM public.companies_domain") == [("acme.rooster.test",)]
        with tenant_context(globex):
            assert _run("SELECT name FROM public.companies_company") == [("Globex",)]

    def test_another_companys_schema_is_refused(self, acme: Company, globex: Company) -> None:
        with pytest.raises(ProgrammingError, match="permission denied for schema"):
            _run(f'SELECT * FROM "{globex.schema_name}".people_employee')

    def test_another_companys_rows_are_not_its_own(self, acme: Company, globex: Company) -> None:
        with tenant_context(globex):
            assert _run("SELECT current_user") == [(globex.role_name,)]
            assert not Employee.objects.filter(work_email="alice@acme.example").exists()

    def test_a_temporary_table_never_stands_before_a_real_one(self, acme: Company, globex: Company) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('search_path')")
            (path,) = cursor.fetchone() or ("",)

        assert path.split(", ")[-1].strip('"') == "pg_temp"


class TestLeaving:
    def test_resets_path_and_role(self, acme: Company) -> None:
        connection.set_schema_to_public()  # type: ignore[attr-defined]

        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_schema()")
            assert cursor.fetchone() == ("rooster_web", "public")

    def test_company_tables_are_out_of_reach_outside(self, db: None) -> None:
        with pytest.raises(ProgrammingError, match="does not exist"), transaction.atomic():
            Employee.objects.count()

    def test_a_rolled_back_savepoint_does_not_leave_the_wrong_company(self, acme: Company, globex: Company) -> None:
        """PostgreSQL undoes the switch with the savepoint; what was noted of it has to go too."""
        assert Employee.objects.count() == 4

        with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
            connection.set_tenant(globex)  # type: ignore[attr-defined]
            assert Employee.objects.count() == 2
            raise ZeroDivisionError

        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_schema()")
            assert cursor.fetchone() == (globex.role_name, globex.schema_name)

    def test_a_failed_statement_does_not_leave_the_wrong_company(self, acme: Company, globex: Company) -> None:
        assert Employee.objects.count() == 4

        with pytest.raises(DatabaseError), transaction.atomic():  # noqa: PT012
            connection.set_tenant(globex)  # type: ignore[attr-defined]
            assert Employee.objects.count() == 2
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")

        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_schema()")
            assert cursor.fetchone() == (globex.role_name, globex.schema_name)


class TestEnteringBySchemaName:
    def test_is_refused(self, acme: Company) -> None:
        with pytest.raises(RoleMissing), schema_context(acme.schema_name):
            pass


class TestNowhere:
    @pytest.fixture
    def nowhere(self, acme: Company) -> Iterator[None]:
        leave_schema()
        yield
        enter_public()

    def test_nothing_runs(self, nowhere: None) -> None:
        with pytest.raises(NoContext):
            Company.objects.count()
        with pytest.raises(NoContext):
            Employee.objects.count()

    def test_is_where_a_new_thread_starts(self, acme: Company) -> None:
        with ThreadPoolExecutor(1) as pool:
            error = pool.submit(Employee.objects.count).exception()
        assert isinstance(error, NoContext)

    def test_is_where_a_context_entered_from_there_leads_back(self, acme: Company, nowhere: None) -> None:
        with tenant_context(acme):
            assert Employee.objects.count() == 4
        with pytest.raises(NoContext):
            Employee.objects.count()

    def test_is_for_a_cursor_that_outlived_its_company(self, acme: Company) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            leave_schema()
            with pytest.raises(NoContext):
                cursor.execute("SELECT count(*) FROM people_employee")


class TestTheServersReport:
    @pytest.fixture
    def other(self, acme: Company) -> Iterator[Any]:
        """A connection of its own, since it is closed by what is tested."""
        other: Any = connection.copy()
        other.set_tenant(acme)
        yield other
        other.close()

    def test_of_another_schema_closes_the_connection(self, other: Any, globex: Company) -> None:
        with other.cursor() as cursor:
            # As a pooler would that hands the session of one company to another.
            cursor.execute("SELECT set_config('search_path', %s, false)", [f'"{globex.schema_name}"'])
            session = other.connection
            with pytest.raises(WrongSchema):
                cursor.execute("SELECT count(*) FROM people_employee")
        assert session.closed
        assert other.connection is None

    def test_is_asked_after_each_switch(self, other: Any, globex: Company) -> None:
        with other.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (other.tenant.role_name,)
            other.set_tenant(globex)
            # The cursor was opened in Acme; its next statement runs where the connection stands now.
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (globex.role_name,)
        assert other.connection.pgconn.parameter_status(b"search_path").startswith(f'"{globex.schema_name}"'.encode())


class TestTakingOver:
    def test_tells_why_the_server_refuses(self, acme: Company) -> None:
        with (
            psycopg.connect(make_conninfo(**owner_parameters())) as other,
            mock.patch.object(base, "CLEAN", b"SELECT 1/0"),
            pytest.raises(psycopg.OperationalError, match="division by zero"),
        ):
            connection.take_over(other)  # type: ignore[attr-defined]
