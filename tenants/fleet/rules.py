"""What a company's schema lacks, said in sentences; and the order in which companies are migrated."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

# An app's label and a migration's name.
Migration = tuple[str, str]

WAVE_GROWTH = 10
NAMES_SHOWN = 3


@dataclass(frozen=True)
class Release:
    """What this release wants of every company's schema."""

    version: str
    # In the order in which they run.
    migrations: tuple[Migration, ...]
    # A squashed migration and what it stands for.
    replaced: Mapping[Migration, tuple[Migration, ...]]
    # All that the code has a file for, or a squashed one stands for.
    known: frozenset[Migration]

    def missing(self, applied: Collection[Migration]) -> list[Migration]:
        """The migrations that a schema lacks, in order."""
        # Most lack none, and a thousand are asked about at once.
        lacking = set(self.migrations).difference(applied)
        return [each for each in self.migrations if each in lacking and not self._is_satisfied(each, applied)]

    def unknown(self, applied: Iterable[Migration]) -> list[Migration]:
        """The migrations that a schema has and this release has never heard of."""
        return sorted(set(applied) - self.known)

    def _is_satisfied(self, migration: Migration, applied: Collection[Migration]) -> bool:
        parts = self.replaced.get(migration, ())
        return migration in applied or (bool(parts) and all(self._is_satisfied(part, applied) for part in parts))


@dataclass(frozen=True)
class CompanySchema:
    """One company's schema as the database has it now, and what was last said about it."""

    company_id: UUID
    name: str
    host: str
    schema_name: str
    role_name: str
    people_count: int
    provisioning_state: str
    provisioning_error: str
    # As noted by who last built or migrated it; None without a note.
    version: str | None
    has_schema: bool
    # With the right of the web's login to switch to it.
    has_role: bool
    # Somebody builds, migrates, exports or drops it right now.
    is_busy: bool
    # The process of the database that keeps everybody from its tables.
    locked_by: int | None
    # Why its last migration failed, and what the last verify found.
    failure: str
    finding: str
    # None: it does not say.
    applied: frozenset[Migration] | None = None

    def __str__(self) -> str:
        return f"{self.host or self.name} ({self.schema_name})"


@dataclass(frozen=True)
class Problem:
    """What stands between one schema and the release. Being behind is work, not trouble: the next run does it."""

    what: str
    what_to_do: str = ""

    @property
    def is_trouble(self) -> bool:
        """Whether a person has to do something."""
        return bool(self.what_to_do)


def is_to_be_migrated(schema: CompanySchema, release: Release) -> bool:
    """Whether a run has to touch it: migrations or the role are missing, or it was left by another release."""
    if schema.applied is None or release.unknown(schema.applied):
        return False
    return not schema.has_role or schema.version not in {release.version, None} or bool(release.missing(schema.applied))


def why_left_out(schema: CompanySchema, release: Release) -> str:
    """Why no run can do anything for a schema that should be there."""
    if schema.provisioning_state not in {"ready", ""} and not schema.has_schema:
        return ""
    if schema.applied is not None and not release.unknown(schema.applied):
        return ""
    return "; ".join(problem.what for problem in problems_of(schema, release) if problem.is_trouble)


def problems_of(schema: CompanySchema, release: Release) -> Iterator[Problem]:
    """Everything that is wrong with a schema, and what to do about it."""
    if not schema.has_schema and schema.provisioning_state in {"ready", ""}:
        yield Problem("its schema is gone", "Restore the schema from a back-up, or delete the company.")
        return
    if schema.provisioning_state not in {"ready", ""}:
        yield _unfinished(schema)
    if schema.locked_by:
        yield Problem(
            f"database process {schema.locked_by} keeps everybody from its tables",
            f"Look it up in pg_stat_activity; wait for it, or end it with pg_terminate_backend({schema.locked_by}).",
        )
    elif schema.has_schema and schema.applied is None:
        yield Problem(
            "its table django_migrations is gone, so nobody knows what it has",
            "Restore the schema from a back-up beside it and compare.",
        )
    if schema.has_schema and not schema.has_role:
        yield Problem(
            f"its role {schema.role_name} is gone or not the web's to use, so its pages fail",
            "`manage.py fleet migrate` makes it anew.",
        )
    if schema.failure and is_to_be_migrated(schema, release):
        yield Problem(f"its last migration failed: {schema.failure}", "Mend the cause, then `manage.py fleet resume`.")
    if schema.finding:
        yield Problem(schema.finding, "Put it back as the template has it, then `manage.py fleet verify`.")
    if unknown := release.unknown(schema.applied or ()):
        yield Problem(f"is ahead of this release by {named(unknown)}", "Run the newer release; migrations do not go back.")
    if is_to_be_migrated(schema, release):
        missing = release.missing(schema.applied or ())
        yield Problem(f"is behind by {named(missing)}" if missing else f"has rights and checks of version {schema.version}")


def _unfinished(schema: CompanySchema) -> Problem:
    if schema.is_busy:
        return Problem("is being made right now")
    if schema.provisioning_state == "import":
        return Problem(
            "its import from an archive did not finish",
            "Give the same `manage.py import_company` again, or give it up with `manage.py abandon_company`.",
        )
    done = "its database is made but not set up" if schema.has_schema else "its database is not made yet"
    if not schema.provisioning_error:
        return Problem(f"is half provisioned: {done}; a worker goes on with it within seconds, if one runs")
    return Problem(
        f"is half provisioned: {done} ({schema.provisioning_error})",
        "Mend the cause, then *try again* in the console; the worker also tries by itself.",
    )


def named(migrations: Sequence[Migration]) -> str:
    """A few migrations by name, the others as a number."""
    return _few([".".join(migration) for migration in migrations])


def waves_of(schemas: Iterable[CompanySchema], *, canaries: int) -> list[list[CompanySchema]]:
    """The canary ring of the smallest companies, then waves that grow, so that a bad release meets few and small ones first.

    Whoever is known to be in trouble comes last, and is no canary.
    """
    waiting = sorted(schemas, key=lambda schema: (bool(schema.failure or schema.finding), schema.people_count, schema.company_id))
    waves, start, size = [], 0, max(canaries, 1)
    while start < len(waiting):
        waves.append(waiting[start : start + size])
        start += size
        size *= WAVE_GROWTH
    return waves


def seconds_left(*, done: int, total: int, seconds: int) -> int:
    """How long the rest takes at the pace so far."""
    return seconds * (total - done) // done if done else 0


def differences(found: Collection[str], wanted: Collection[str]) -> str:
    """What one schema has and another lacks, or nothing if they are alike; a few lines of each."""
    extra, lacking = sorted(set(found) - set(wanted)), sorted(set(wanted) - set(found))
    parts = [("has, and should not: ", extra), ("lacks: ", lacking)]
    return "; ".join(prefix + _few(lines) for prefix, lines in parts if lines)


def _few(lines: Sequence[str]) -> str:
    more = f" and {len(lines) - NAMES_SHOWN} more" if len(lines) > NAMES_SHOWN else ""
    return ", ".join(lines[:NAMES_SHOWN]) + more
