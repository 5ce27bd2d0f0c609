"""Trees of who reports to whom."""

from uuid import UUID

from hypothesis import given, strategies as st

from hr.directory.rules import ChartPerson, build_chart, open_at_first, superiors_of, walk
from hr.directory.screens import chart_rows, everybody_below


def key(number: int) -> UUID:
    return UUID(int=number)


def people(managers: list[int | None]) -> list[ChartPerson]:
    """Somebody for each number, with the number of their manager."""
    return [
        ChartPerson(
            id=key(number),
            name=f"Person {number}",
            job_title="",
            department="",
            manager_id=None if manager is None else key(manager),
            colour_id=key(number),
        )
        for number, manager in enumerate(managers)
    ]


def names(nodes: object) -> list[int]:
    return [node.person.id.int for node in nodes]  # type: ignore[attr-defined]


def test_reports_stand_below_their_manager() -> None:
    chart = build_chart(people([None, 0, 0, 1]))
    assert names(chart.roots) == [0]
    assert names(chart.nodes.values()) == [0, 1, 3, 2]
    assert [(node.depth, node.size) for node in chart.nodes.values()] == [(0, 3), (1, 1), (2, 0), (1, 0)]
    assert names(superiors_of(chart.nodes[key(3)])) == [0, 1]
    assert chart.deepest == 3


def test_several_at_the_top_the_largest_first_and_those_alone_apart() -> None:
    chart = build_chart(people([None, 0, None, 2, 2, None]))
    assert names(chart.roots) == [2, 0]
    assert names(chart.alone) == [5]


def test_people_without_anybody_above_or_below_are_the_chart() -> None:
    chart = build_chart(people([None, None]))
    assert (names(chart.roots), chart.alone) == ([0, 1], [])


def test_a_manager_who_is_not_there_is_none() -> None:
    assert names(build_chart(people([7, 0])).roots) == [0]


def test_nobody_is_a_chart_too() -> None:
    chart = build_chart([])
    assert (chart.roots, chart.alone, chart.deepest) == ([], [], 0)


def test_a_circle_begins_with_the_first_of_it() -> None:
    # 0 reports into the circle of 1, 2 and 3.
    chart = build_chart(people([2, 3, 1, 2]))
    assert names(chart.roots) == [1]
    assert chart.roots[0].is_in_circle
    assert names(chart.nodes.values()) == [1, 2, 0, 3]


def test_a_line_of_thousands() -> None:
    chart = build_chart(people([None, *range(5000)]))
    assert chart.deepest == 5001
    assert len(chart_rows(chart.roots, is_open=everybody_below(chart.roots))) == 5001


def test_as_many_levels_are_open_as_fit() -> None:
    chart = build_chart(people([None, 0, 0, 1, 1, 2]))
    assert open_at_first(chart, most=3) == {key(0)}
    assert open_at_first(chart, most=5) == {key(0), key(1)}
    assert open_at_first(chart, most=6) == {key(0), key(1), key(2)}


@given(st.lists(st.one_of(st.none(), st.integers(0, 12)), max_size=12))
def test_everybody_stands_once_whoever_reports_to_whom(managers: list[int | None]) -> None:
    chart = build_chart(people(managers))
    assert sorted(names(chart.nodes.values())) == list(range(len(managers)))
    assert names(walk([*chart.roots, *chart.alone])) == names(chart.nodes.values())
    assert sum(node.size + 1 for node in [*chart.roots, *chart.alone]) == len(managers)
    rows = chart_rows(chart.roots, is_open=everybody_below(chart.roots))
    assert sum(row.is_open for row in rows) == sum(len(row.ends) for row in rows)
