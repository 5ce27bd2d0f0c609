"""Which table lives where, and what PostgreSQL lets a company's role touch."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import psycopg
import pytest
from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connection, models
from psycopg import sql

from core.tenancy import enter_public
from tenants.companies.models import Company
from tenants.schemas.grants import ADDABLE_IN_PUBLIC, COMPANIES_GROUP, READABLE_IN_PUBLIC
from tenants.schemas.owner import owner_transaction

PUBLIC, TENANT, BOTH = "public", "tenant", "both"

PLACES = {
    "companies.Company": PUBLIC,
    "companies.Domain": PUBLIC,
    "features.Entitlement": PUBLIC,
    "schemas.Provisioning": PUBLIC,
    "fleet.FleetRun": PUBLIC,
    "fleet.CompanyMigration": PUBLIC,
    "fleet.SchemaCheck": PUBLIC,
    "removal.Removal": PUBLIC,
    "signup.Registration": PUBLIC,
    "billing.Plan": PUBLIC,
    "jobs.Job": PUBLIC,
    "accounts.User": BOTH,
    "accounts.Role": BOTH,
    "accounts.RoleGrant": BOTH,
    "accounts.RoleAssignment": BOTH,
    "accounts.SignIn": BOTH,
    "audit.AuditEvent": BOTH,
    "audit.ReadEvent": BOTH,
    "company_settings.CompanySettings": TENANT,
    "sign_in.SignInPolicy": TENANT,
    "single_sign_on.IdentityProvider": TENANT,
    "invitations.Invitation": TENANT,
    "calendars.Holiday": TENANT,
    "calendars.HolidayCalendar": TENANT,
    "calendars.WorkPattern": TENANT,
    "calendars.WorkPatternDay": TENANT,
    "lifecycle.Checklist": TENANT,
    "lifecycle.ChecklistTask": TENANT,
    "lifecycle.ChecklistTemplate": TENANT,
    "lifecycle.TemplateTask": TENANT,
    "custom_fields.CustomField": TENANT,
    "people.Department": TENANT,
    "people.Employee": TENANT,
    "people.EmploymentPeriod": TENANT,
    "people.EmploymentTerms": TENANT,
    "people.EmployeeNumbering": TENANT,
    "people.Location": TENANT,
    "attendance.Punch": TENANT,
    "imports.EmployeeImport": TENANT,
    "imports.ImportRow": TENANT,
    "subject_access.CompleteFile": TENANT,
    "structures.PayComponent": TENANT,
    "structures.PayTable": TENANT,
    "structures.PayParameter": TENANT,
    "structures.PayStructure": TENANT,
    "structures.PayStructure_components": TENANT,
    "structures.PayStructureVersion": TENANT,
    "structures.PayStructureAssignment": TENANT,
    "structures.StateTaxTable": TENANT,
    "structures.OwnLevy": TENANT,
    "structures.GoldenCase": TENANT,
    "compensation.GarnishmentEntry": TENANT,
    "compensation.GarnishmentOrder": TENANT,
    "compensation.Loan": TENANT,
    "compensation.LoanEntry": TENANT,
    "compensation.PayClosing": TENANT,
    "compensation.PayItem": TENANT,
    "compensation.PayTerms": TENANT,
    "compensation.StatutoryProfile": TENANT,
    "documents.Document": TENANT,
    "documents.Acknowledgement": TENANT,
    "documents.DocumentRequest": TENANT,
    "documents.LetterTemplate": TENANT,
    "documents.Policy": TENANT,
    "documents.PolicyVersion": TENANT,
    "documents.DocumentType": TENANT,
    "personal.Address": TENANT,
    "personal.BankAccount": TENANT,
    "personal.BankDetails": TENANT,
    "personal.Certificate": TENANT,
    "personal.ChangeRequest": TENANT,
    "personal.Dependant": TENANT,
    "personal.Education": TENANT,
    "personal.EmergencyContact": TENANT,
    "personal.Identifier": TENANT,
    "personal.PersonalPolicy": TENANT,
    "personal.PersonalRecord": TENANT,
    "personal.Skill": TENANT,
    # Of packages: sign-in and sessions are each schema's own, the rest is code whose tables companies never use.
    "account.EmailAddress": BOTH,
    "account.EmailConfirmation": BOTH,
    "mfa.Authenticator": BOTH,
    "socialaccount.SocialAccount": TENANT,
    "socialaccount.SocialApp": TENANT,
    "socialaccount.SocialToken": TENANT,
    "sessions.Session": BOTH,
    "contenttypes.ContentType": PUBLIC,
    "auth.Permission": PUBLIC,
    "auth.Group": PUBLIC,
    "auth.Group_permissions": PUBLIC,
    "admin.LogEntry": PUBLIC,
}
# django_migrations is written by Django itself, into every schema that it migrates.
TABLES_WITHOUT_MODEL = {"django_migrations"}
TABLE_RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


def _all_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy]


def _place_of(config: AppConfig) -> str | None:
    # An app may be listed by its configuration, as django-tenants allows too.
    names = {config.name, f"{type(config).__module__}.{type(config).__qualname__}"}
    places = (not names.isdisjoint(settings.SHARED_APPS), not names.isdisjoint(settings.TENANT_APPS))
    return {(True, False): PUBLIC, (False, True): TENANT, (True, True): BOTH}.get(places)


def _misplaced(actual: Mapping[str, str | None], intended: Mapping[str, str]) -> dict[str, tuple[str | None, str | None]]:
    """Models whose app stands in other lists than intended, in none, or that the table does not know (or no longer)."""
    labels = set(actual) | set(intended)
    return {label: (actual.get(label), intended.get(label)) for label in labels if actual.get(label) != intended.get(label)}


@dataclass(frozen=True)
class Link:
    """A foreign key or many-to-many of a model."""

    source: str
    field: str
    target: str


def _links() -> list[Link]:
    return [
        Link(model._meta.label, field.name, field.related_model._meta.label)
        for model in _all_models()
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.related_model is not None and not isinstance(field.related_model, str)
    ]


def _leaving(links: Iterable[Link], places: Mapping[str, str]) -> list[Link]:
    """Links of a table in a company's schema to one that is not there."""
    return [link for link in links if places[link.source] in {TENANT, BOTH} and places[link.target] == PUBLIC]


def test_every_model_has_its_place() -> None:
    actual = {model._meta.label: _place_of(apps.get_app_config(model._meta.app_label)) for model in _all_models()}
    assert _misplaced(actual, PLACES) == {}


def test_no_company_table_points_at_public() -> None:
    assert _leaving(_links(), PLACES) == []


class TestModelGuardsBite:
    def test_on_a_model_in_the_wrong_list(self) -> None:
        assert _misplaced({"people.Employee": PUBLIC}, {"people.Employee": TENANT})

    def test_on_a_model_in_no_list(self) -> None:
        assert _misplaced({"people.Employee": None}, {"people.Employee": TENANT})

    def test_on_a_new_model_and_on_one_that_is_gone(self) -> None:
        assert set(_misplaced({"leave.Leave": TENANT}, {"people.Employee": TENANT})) == {"leave.Leave", "people.Employee"}

    def test_on_a_link_to_public(self) -> None:
        assert _leaving([Link("people.Employee", "company", "companies.Company")], PLACES)
        assert not _leaving([Link("people.Employee", "user", "accounts.User")], PLACES)


def _rows(query: str, parameters: Mapping[str, object] | None = None) -> list[tuple[object, ...]]:
    """Ask as the owner, who sees every privilege."""
    with owner_transaction() as cursor:
        return cursor.execute(query, parameters).fetchall()


def _reachable_tables(cursor: psycopg.Cursor[tuple[object, ...]], role: str) -> set[tuple[str, str]]:
    """Tables, views and sequences outside PostgreSQL's own schemas on which the role has any right at all."""
    return {
        (str(schema), str(name))
        for schema, name in cursor.execute(
            """
            SELECT relnamespace::regnamespace::text, relname FROM pg_class
            WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
              AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
              AND CASE relkind
                    WHEN 'S' THEN has_sequence_privilege(%(role)s, oid, 'USAGE, SELECT, UPDATE')
                    ELSE has_table_privilege(%(role)s, oid, %(rights)s)
                         OR has_any_column_privilege(%(role)s, oid, 'SELECT, INSERT, UPDATE')
                  END
            """,
            {"role": role, "rights": ", ".join(TABLE_RIGHTS)},
        )
    }


@pytest.fixture
def companies(acme: Company, globex: Company) -> tuple[Company, Company]:
    enter_public()
    return acme, globex


class TestSchemas:
    def test_hold_the_tables_that_the_lists_say(self, companies: tuple[Company, Company]) -> None:
        in_schema = {place: set[str]() for place in (PUBLIC, TENANT)}
        for model in _all_models():
            for place in (PUBLIC, TENANT) if PLACES[model._meta.label] == BOTH else (PLACES[model._meta.label],):
                in_schema[place].add(model._meta.db_table)
        for schema, place in [("public", PUBLIC), *((company.schema_name, TENANT) for company in companies)]:
            tables = {
                str(row[0]) for row in _rows("SELECT tablename FROM pg_tables WHERE schemaname = %(schema)s", {"schema": schema})
            }
            assert tables == in_schema[place] | TABLES_WITHOUT_MODEL, schema

    def test_hold_no_key_into_another_schema(self, companies: tuple[Company, Company]) -> None:
        crossing = """
            SELECT conrelid::regclass, confrelid::regclass FROM pg_constraint JOIN pg_class a ON a.oid = conrelid
            JOIN pg_class b ON b.oid = confrelid WHERE contype = 'f' AND a.relnamespace <> b.relnamespace
        """
        assert _rows(crossing) == []


class TestRoleOfACompany:
    def test_reaches_its_own_tables_and_a_short_list_in_public(self, companies: tuple[Company, Company]) -> None:
        for company in companies:
            with owner_transaction() as cursor:
                reachable = _reachable_tables(cursor, company.role_name)
            foreign = {(schema, name) for schema, name in reachable if schema != company.schema_name}
            assert foreign == {("public", table) for table in (*READABLE_IN_PUBLIC, *ADDABLE_IN_PUBLIC)}
            assert (company.schema_name, "people_employee") in reachable

    @pytest.mark.parametrize(
        ("right", "listed"), [("SELECT", READABLE_IN_PUBLIC), ("INSERT", ADDABLE_IN_PUBLIC), ("UPDATE", {}), ("REFERENCES", {})]
    )
    def test_only_uses_the_listed_columns_in_public(self, acme: Company, right: str, listed: dict[str, tuple[str, ...]]) -> None:
        # Chosen first: asked in another order, PostgreSQL is asked for tables of other schemas in public.
        query = """
            WITH in_public AS MATERIALIZED (
                SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'
            )
            SELECT table_name, array_agg(column_name::text) FROM in_public
             WHERE has_column_privilege(%(role)s, 'public.' || quote_ident(table_name), column_name, %(right)s)
             GROUP BY table_name
        """
        parameters = {"role": acme.role_name, "right": right}
        usable = {str(table): set(columns) for table, columns in _rows(query, parameters)}  # type: ignore[call-overload]
        assert usable == {table: set(columns) for table, columns in listed.items()}
        for table in listed:
            assert [right for right in TABLE_RIGHTS if _has_right(acme.role_name, f"public.{table}", right)] == [], table

    def test_sees_only_rows_that_are_its_own_in_public(self, acme: Company) -> None:
        for table in (*READABLE_IN_PUBLIC, *ADDABLE_IN_PUBLIC):
            query = "SELECT relrowsecurity FROM pg_class WHERE oid = %(table)s::regclass"
            assert _rows(query, {"table": f"public.{table}"}) == [(True,)], table

    def test_enters_no_other_schema_and_makes_nothing(self, companies: tuple[Company, Company]) -> None:
        query = """
            SELECT nspname::text, has_schema_privilege(%(role)s, oid, 'USAGE'), has_schema_privilege(%(role)s, oid, 'CREATE')
            FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
        """
        for company in companies:
            rows = _rows(query, {"role": company.role_name})
            assert {str(name) for name, may_use, _ in rows if may_use} <= {company.schema_name, "public", "extensions"}
            assert [name for name, _, may_create in rows if may_create] == []

    def test_is_nobody_elsewhere(self, companies: tuple[Company, Company]) -> None:
        query = """
            SELECT rolcanlogin OR rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls,
                   ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = pg_roles.oid),
                   has_database_privilege(oid, current_database(), 'CREATE')
            FROM pg_roles WHERE rolname = %(role)s
        """
        for company in companies:
            assert _rows(query, {"role": company.role_name}) == [(False, [COMPANIES_GROUP], False)]

    def test_runs_nothing_as_somebody_else(self, companies: tuple[Company, Company]) -> None:
        query = "SELECT oid::regprocedure::text FROM pg_proc WHERE prosecdef AND has_function_privilege(%(role)s, oid, 'EXECUTE')"
        for company in companies:
            assert _rows(query, {"role": company.role_name}) == []

    def test_the_guard_sees_a_grant_in_public(self, companies: tuple[Company, Company]) -> None:
        role = companies[0].role_name
        with owner_transaction() as cursor:
            cursor.execute(sql.SQL("GRANT SELECT (name) ON public.companies_company TO {}").format(sql.Identifier(role)))
            assert ("public", "companies_company") in _reachable_tables(cursor, role)
            cursor.connection.rollback()

    def test_the_guard_sees_a_grant_in_another_company(self, companies: tuple[Company, Company]) -> None:
        role, schema = companies[0].role_name, companies[1].schema_name
        with owner_transaction() as cursor:
            grant = sql.SQL("GRANT INSERT ON {}.people_employee TO {}")
            cursor.execute(grant.format(sql.Identifier(schema), sql.Identifier(role)))
            assert (schema, "people_employee") in _reachable_tables(cursor, role)
            cursor.connection.rollback()


def _has_right(role: str, table: str, right: str) -> bool:
    query = "SELECT has_table_privilege(%(role)s, %(table)s, %(right)s)"
    return _rows(query, {"role": role, "table": table, "right": right}) == [(True,)]


class TestLoginOfTheWeb:
    @pytest.fixture(autouse=True)
    def _login(self, db: None) -> None:
        if settings.OWNER_DATABASE["USER"] == settings.WEB_LOGIN:
            pytest.skip("One login was given for everything (DATABASE_URL alone), so it owns the tables.")

    def test_is_the_one_that_pages_use(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT session_user::text")
            assert cursor.fetchone() == (settings.WEB_LOGIN,)

    def test_owns_nothing(self) -> None:
        owned = """
            SELECT classid::regclass::text, objid FROM pg_shdepend
            WHERE refclassid = 'pg_authid'::regclass AND refobjid = %(login)s::regrole AND deptype = 'o'
        """
        assert _rows(owned, {"login": settings.WEB_LOGIN}) == []

    def test_has_no_powers(self) -> None:
        query = """
            SELECT rolsuper OR rolinherit OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls
            FROM pg_roles WHERE rolname = %(login)s
        """
        assert _rows(query, {"login": settings.WEB_LOGIN}) == [(False,)]

    def test_reaches_a_company_only_by_becoming_its_role(self, companies: tuple[Company, Company]) -> None:
        with owner_transaction() as cursor:
            reachable = _reachable_tables(cursor, settings.WEB_LOGIN)
        assert {schema for schema, _ in reachable} == {"public"}
