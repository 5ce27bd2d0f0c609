"""The operator's check of the packs against files of cases."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import msgspec
import pytest
from django.core.management import CommandError, call_command

from payroll.statutory.tests.test_vectors import a_vector


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.json"
    vectors = [a_vector(), a_vector(id="two", country="FR"), a_vector(id="three", expected={"deduction": "126.00"})]
    path.write_bytes(msgspec.json.encode(vectors))
    return path


def run(*arguments: object) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("check_statutory", *map(str, arguments), stdout=out)
    except CommandError as error:
        return out.getvalue() + str(error), error.returncode
    return out.getvalue(), 0


def test_counts_by_group_names_what_differs_and_fails(cases: Path) -> None:
    text, code = run(cases)

    assert code == 1
    assert text.splitlines()[1].split() == ["UK", "2026-27", "student_loan", "made-for-this-test", "1", "1", "0"]
    assert "failed: three: deduction is 127.00, not 126.00 (+1.00)" in text
    assert "unsupported: FR 2026-27 student_loan made-for-this-test (1): There is no pack for FR." in text
    assert "1 of 3 cases differ" in text


def test_says_the_same_as_json(cases: Path) -> None:
    text, _code = run(cases, "--json")
    report = json.loads(text[: text.rindex("}") + 1])

    assert report["groups"][0] == {
        "country": "UK",
        "year": "2026-27",
        "kind": "student_loan",
        "oracle_class": "made-for-this-test",
        "passed": 1,
        "failed": 1,
        "unsupported": 0,
    }
    assert [each["id"] for each in report["not_passed"]] == ["two", "three"]


def test_explains_one_case(cases: Path) -> None:
    text, code = run(cases, "--explain", "one")

    assert code == 0
    assert "Student loan plan 2 takes 127: 9 % of earnings above 2448.75" in text


def test_a_case_that_is_not_there_and_a_file_that_is_not_there(cases: Path, tmp_path: Path) -> None:
    assert run(cases, "--explain", "nine") == ("None of the files has a case 'nine'.", 2)
    text, code = run(tmp_path / "none.json")
    assert (code, text.endswith("none.json cannot be read: No such file or directory.")) == (2, True)


def test_several_files_and_one_that_is_broken(cases: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.json"
    more.write_bytes(msgspec.json.encode([a_vector(id="four")]))
    text, code = run(cases, more)
    assert (code, "1 of 4 cases differ" in text) == (1, True)

    for content in (b"", b"[", b"{}", b"[1]", b'[{"id": "one"}]', b"\xff"):
        more.write_bytes(content)
        text, code = run(cases, more)
        assert (code, "more.json does not hold vectors" in text) == (2, True)


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ({"input": {}}, "KeyError"),
        ({"input": {"plan": 2, "pay_frequency": "weekly", "niable_pay": "1"}}, "failed: one"),
        ({"input": {"plan": "plan2", "pay_frequency": "never", "niable_pay": "1"}}, "KeyError: 'never'"),
        ({"expected": {"deduction": "NaN"}}, "should be 'NaN', which is no number"),
        ({"expected": {"deduction": None}}, "which is no number"),
        ({"expected": {"deduction": {}}}, "which is no number"),
        ({"expected": {"tax": "1"}}, "tax is not calculated"),
        ({"tolerance": "a penny"}, "its tolerance is 'a penny', which is no number"),
        ({"tolerance": "NaN"}, "its tolerance is 'NaN'"),
        ({"year": "1066-67"}, "There are no figures for 1066-67"),
        ({"kind": "window_tax"}, "The pack calculates no window_tax"),
    ],
)
def test_a_broken_case_is_that_cases(differences: dict[str, object], said: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_bytes(msgspec.json.encode([a_vector(**differences), a_vector(id="two")]))
    text, _code = run(path)
    assert said in text
    assert ("1 of 2 cases differ" in text) is ("unsupported: UK" not in text)


def test_a_number_in_a_file_is_never_a_binary_one(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    text = msgspec.json.encode([a_vector()]).decode()
    assert '"deduction":"127.00"' in text
    path.write_text(text.replace('"deduction":"127.00"', '"deduction":127.000000000000000000001'))
    said, code = run(path)
    assert (code, "deduction is 127.00, not 127.000000000000000000001" in said) == (1, True)


def test_needs_no_server_and_no_setting(cases: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}

    ran = subprocess.run(
        [sys.executable, "manage.py", "check_statutory", cases],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, "1 of 3 cases differ" in ran.stderr) == (1, True)
