"""What a schema lacks, and who is migrated when."""

from uuid import UUID

import pytest

from tenants.fleet.rules import (
    CompanySchema,
    Release,
    differences,
    is_to_be_migrated,
    named,
    problems_of,
    seconds_left,
    waves_of,
    why_left_out,
)

FIRST, SECOND, BOTH = ("hr", "0001"), ("hr", "0002"), ("hr", "0001_both")
RELEASE = Release("v2", (FIRST, SECOND), {}, frozenset({FIRST, SECOND}))
SQUASHED = Release("v3", (BOTH,), {BOTH: (FIRST, SECOND)}, frozenset({FIRST, SECOND, BOTH}))


def schema(**changes: object) -> CompanySchema:
    values: dict[str, object] = {
        "company_id": UUID(int=1),
        "name": "Acme",
        "host": "acme.example.com",
        "schema_name": "t_1",
        "role_name": "t_1__db",
        "people_count": 5,
        "provisioning_state": "ready",
        "provisioning_error": "",
        "version": "v2",
        "has_schema": True,
        "has_role": True,
        "is_busy": False,
        "locked_by": None,
        "applied": frozenset({FIRST, SECOND}),
        "failure": "",
        "finding": "",
    }
    return CompanySchema(**(values | changes))  # type: ignore[arg-type]


class TestMissing:
    def test_in_order(self) -> None:
        assert RELEASE.missing(set()) == [FIRST, SECOND]
        assert RELEASE.missing({FIRST}) == [SECOND]
        assert RELEASE.missing({FIRST, SECOND}) == []

    def test_a_squashed_one_is_there_when_all_its_parts_are(self) -> None:
        assert SQUASHED.missing({FIRST}) == [BOTH]
        assert SQUASHED.missing({FIRST, SECOND}) == []
        assert SQUASHED.missing({BOTH}) == []

    def test_what_a_newer_release_made_is_unknown(self) -> None:
        assert RELEASE.unknown({FIRST, BOTH}) == [BOTH]


class TestWhoIsMigrated:
    @pytest.mark.parametrize(
        "changes", [{"applied": frozenset({FIRST})}, {"has_role": False}, {"version": "v1"}, {"version": "v1", "people_count": 0}]
    )
    def test_whoever_lacks_something(self, changes: dict[str, object]) -> None:
        assert is_to_be_migrated(schema(**changes), RELEASE)

    @pytest.mark.parametrize(
        "changes", [{}, {"applied": None}, {"applied": frozenset({FIRST, BOTH})}, {"version": None}, {"finding": "altered"}]
    )
    def test_nobody_else(self, changes: dict[str, object]) -> None:
        assert not is_to_be_migrated(schema(**changes), RELEASE)


class TestProblems:
    @pytest.mark.parametrize(
        ("changes", "words", "is_trouble"),
        [
            ({"has_schema": False, "applied": None}, "its schema is gone", True),
            ({"has_schema": False, "applied": None, "provisioning_state": ""}, "its schema is gone", True),
            ({"provisioning_state": "requested", "has_schema": False, "applied": None}, "half provisioned: its database is", False),
            ({"provisioning_state": "schema", "is_busy": True}, "is being made right now", False),
            ({"provisioning_state": "import", "has_schema": False, "applied": None}, "import from an archive did not finish", True),
            ({"applied": None, "locked_by": 4711}, "process 4711 keeps everybody from its tables", True),
            ({"provisioning_state": "schema", "provisioning_error": "no disk"}, "half provisioned: its database is made", True),
            ({"applied": None}, "django_migrations is gone", True),
            ({"has_role": False}, "its role t_1__db is gone", True),
            ({"applied": frozenset({FIRST}), "failure": "locked"}, "last migration failed: locked", True),
            ({"finding": "it was altered by hand: x"}, "altered by hand", True),
            ({"applied": frozenset({FIRST, SECOND, BOTH})}, "ahead of this release by hr.0001_both", True),
            ({"applied": frozenset({FIRST})}, "behind by hr.0002", False),
            ({"version": "v1"}, "version v1", False),
        ],
    )
    def test_are_named(self, changes: dict[str, object], words: str, is_trouble: bool) -> None:
        problem = next(iter(problems_of(schema(**changes), RELEASE)))
        assert words in problem.what
        assert problem.is_trouble is is_trouble

    def test_of_a_good_company_there_are_none(self) -> None:
        assert list(problems_of(schema(), RELEASE)) == []

    def test_a_failure_that_was_mended_is_none(self) -> None:
        assert list(problems_of(schema(failure="locked"), RELEASE)) == []


class TestWhoIsLeftOut:
    @pytest.mark.parametrize(
        "changes",
        [
            {"has_schema": False, "applied": None},
            {"applied": None},
            {"applied": None, "locked_by": 4711},
            {"applied": frozenset({FIRST, BOTH})},
        ],
    )
    def test_whom_no_run_can_help(self, changes: dict[str, object]) -> None:
        assert why_left_out(schema(**changes), RELEASE)

    @pytest.mark.parametrize(
        "changes",
        [
            {},
            {"has_role": False},
            {"applied": frozenset()},
            {"provisioning_state": "requested", "has_schema": False, "applied": None},
        ],
    )
    def test_nobody_else(self, changes: dict[str, object]) -> None:
        assert why_left_out(schema(**changes), RELEASE) == ""


class TestWaves:
    def test_begin_small_and_grow(self) -> None:
        companies = [schema(company_id=UUID(int=number), people_count=1000 - number) for number in range(1, 120)]
        waves = waves_of(companies, canaries=1)
        assert [len(wave) for wave in waves] == [1, 10, 100, 8]
        assert waves[0][0].people_count == 881
        assert waves[-1][-1].people_count == 999

    def test_end_with_those_known_to_be_in_trouble(self) -> None:
        small = [schema(people_count=1, failure="locked"), schema(people_count=2, finding="altered"), schema(people_count=900)]
        assert [wave[0].people_count for wave in waves_of(small, canaries=1)] == [900, 1]

    def test_of_nobody_there_are_none(self) -> None:
        assert waves_of([], canaries=3) == []


def test_few_are_named_and_the_others_counted() -> None:
    assert named([("a", str(number)) for number in range(5)]) == "a.0, a.1, a.2 and 2 more"


def test_the_rest_takes_as_long_as_the_beginning() -> None:
    assert seconds_left(done=0, total=10, seconds=3) == 0
    assert seconds_left(done=5, total=20, seconds=4) == 12


def test_differences_say_which_way() -> None:
    assert differences(["a", "b"], ["b", "c"]) == "has, and should not: a; lacks: c"
    assert differences(["a"], ["a"]) == ""
