"""From what a schema has to what this release wants: made once in a scratch schema, replayed in every company.

Django needs most of its time for the state of the models, not for the SQL, so it runs once for each state that companies
are in. The statements are taken down while they run: later ones look names up that earlier ones have made.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection, migrations
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.special import SeparateDatabaseAndState
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from psycopg import sql

from core.tenancy import enter_public, enter_schema
from tenants.fleet.rules import Migration, differences, named
from tenants.fleet.scratch import scratch_schema
from tenants.schemas.fingerprint import describe_schema, tenant_labels
from tenants.schemas.owner import owner_transaction
from tenants.schemas.postgresql.base import OwnedSchema
from tenants.schemas.template import PLACEHOLDER

# Operations of these are SQL when they say so; an operation of anybody else is run as the Python that it is.
_KNOWN_OPERATIONS = ("django.db.migrations.", "django.contrib.postgres.")
# Several migrations share a transaction: checks put off by one would forbid the next to alter the same table.
_CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE;\nSET CONSTRAINTS ALL DEFERRED;"


class PlanNotMade(Exception):
    """The release's migrations cannot be run; no company was touched. The message says what to mend."""


@dataclass(frozen=True)
class SqlStep:
    """A migration that is nothing but SQL."""

    migration: Migration
    records: tuple[Migration, ...]
    sql: str

    def sql_for(self, schema_name: str) -> str:
        """The SQL for one schema, which has to be first on the search path; it ends with the migration's record."""
        return "\n".join([self.sql.replace(PLACEHOLDER, schema_name), _CHECK_NOW, record_sql(self.records)])


@dataclass(frozen=True)
class PythonStep:
    """A migration with Python in it, which runs once in every company."""

    migration: Migration
    records: tuple[Migration, ...]
    code: migrations.Migration
    # What ran before it, for the state of the models that it gets.
    before: tuple[migrations.Migration, ...]
    apps_without_migrations: frozenset[str]

    def make_state(self) -> ProjectState:
        """The models as they were before it. Slow, so each worker makes it once; threads must not share it."""
        state = ProjectState(real_apps=set(self.apps_without_migrations))
        for migration in self.before:
            state = migration.mutate_state(state, preserve=False)
        return state


Step = SqlStep | PythonStep
# What is still to be done, by what a schema has: for the states that companies are in and all states on the way.
Plans = dict[frozenset[Migration], tuple[Step, ...]]


def record_sql(records: tuple[Migration, ...]) -> str:
    """The statement that records migrations in the first schema of the search path."""
    rows = sql.SQL(", ").join(sql.SQL("({}, {}, now())").format(*record) for record in records)
    return sql.SQL("INSERT INTO django_migrations (app, name, applied) VALUES {};").format(rows).as_string()


def make_plans(*, schema_name: str, applied: frozenset[Migration], wanted: list[str]) -> Plans:
    """What a schema with `applied`, such as `schema_name`, still lacks on its way to `wanted`; nothing is changed there.

    Raises PlanNotMade.
    """
    try:
        with scratch_schema() as scratch:
            steps = _Rehearsal(schema_name, scratch, applied, wanted).run()
    except PlanNotMade:
        raise
    # A migration's own code may raise anything.
    except Exception as error:
        message = f"The migrations fail for a schema such as {schema_name}, tried in a scratch schema: {error}"
        raise PlanNotMade(message) from error
    finally:
        enter_public()
    plans = {applied: steps}
    for number, step in enumerate(steps, start=1):
        applied |= set(step.records)
        plans[applied] = steps[number:]
    return plans


class _Editor(DatabaseSchemaEditor):
    """Runs statements and takes them down."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.statements: list[str] = []

    def execute(self, statement: Any, params: Any = ()) -> None:
        """Run one statement, with its values written into it."""
        text = str(statement) if params is None else connection.ops.compose_sql(str(statement), params)  # type: ignore[attr-defined]
        self.statements.append(text if text.rstrip().endswith(";") else f"{text};")
        super().execute(text, None)


class _Rehearsal:
    """Brings the scratch schema to where a company's schema is, then on to the release, and takes down how."""

    def __init__(self, schema_name: str, scratch: str, applied: frozenset[Migration], wanted: list[str]) -> None:
        enter_schema(OwnedSchema(schema_name))
        # Django's own reading of what a schema has, with its rules for squashed migrations.
        self.loader = MigrationLoader(connection)
        self.scratch = scratch
        self.applied = applied
        self.wanted = wanted
        self.labels = set(tenant_labels())
        self.state = ProjectState(real_apps=self.loader.unmigrated_apps)
        self.before: list[migrations.Migration] = []

    def run(self) -> tuple[Step, ...]:
        """The steps from there to here."""
        enter_schema(OwnedSchema(self.scratch))
        MigrationRecorder(connection).ensure_schema()
        if self.applied:
            self._record(tuple(sorted(self.applied)))
        done, missing = self._nodes()
        # What a schema has as several, and this release calls one, is only recorded.
        steps: list[Step] = [SqlStep(node, (node,), "") for node in done if self._is_ours(node) and node not in self.applied]
        for node in done:
            self._run(node)
        ran = {node: self._run(node) for node in missing}
        steps += [step for node, step in ran.items() if self._is_ours(node)]
        for step in steps:
            self._record(step.records)
        self._compare()
        return tuple(steps)

    def _is_ours(self, node: Migration) -> bool:
        return node[0] in self.labels

    def _nodes(self) -> tuple[list[Migration], list[Migration]]:
        """What the companies' apps need, in order: what the schema has with all before it, and what it lacks."""
        graph = self.loader.graph
        leaves = [leaf for leaf in graph.leaf_nodes() if self._is_ours(leaf)]
        wanted = list(dict.fromkeys(node for leaf in leaves for node in graph.forwards_plan(leaf)))
        applied = {node for node in wanted if self._is_ours(node) and node in self.loader.applied_migrations}
        done = {node for one in applied for node in graph.forwards_plan(one)}
        if gaps := sorted(node for node in done if self._is_ours(node) and node not in applied):
            message = f"A schema has migrations that follow {named(gaps)}, but not that. Compare it with a back-up."
            raise PlanNotMade(message)
        missing = [node for node in wanted if node not in done]
        if broken := [node for node in missing if self._is_ours(node) and not graph.nodes[node].atomic]:
            message = f"{named(broken)} is not atomic: killed in the middle, it would leave half of it. Make it atomic."
            raise PlanNotMade(message)
        return [node for node in wanted if node in done], missing

    def _run(self, node: Migration) -> Step:
        migration = self.loader.graph.nodes[node]
        before, records = tuple(self.before), (*migration.replaces, node)
        with _Editor(connection, atomic=migration.atomic) as editor:
            self.state = migration.apply(self.state, editor)
        self.before.append(migration)
        if any(_is_python(operation) for operation in migration.operations):
            return PythonStep(node, records, migration, before, frozenset(self.loader.unmigrated_apps))
        return SqlStep(node, records, "\n".join(editor.statements).replace(self.scratch, PLACEHOLDER))

    def _record(self, records: tuple[Migration, ...]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(record_sql(records))

    def _compare(self) -> None:
        with owner_transaction() as cursor:
            found = describe_schema(cursor, self.scratch)
        if differing := differences(found, self.wanted):
            message = f"The missing migrations do not lead to what all of them make in an empty schema: {differing}"
            raise PlanNotMade(message)


def _is_python(operation: Operation) -> bool:
    if isinstance(operation, SeparateDatabaseAndState):
        return any(_is_python(inner) for inner in operation.database_operations)
    return not operation.reduces_to_sql or not type(operation).__module__.startswith(_KNOWN_OPERATIONS)
