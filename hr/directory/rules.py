"""The org chart: who reports to whom, as trees. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ChartPerson:
    """Somebody in the chart."""

    id: UUID
    name: str
    job_title: str
    department: str
    manager_id: UUID | None
    # By which an avatar without a photo has its colour.
    colour_id: UUID
    # The name of a kept file.
    photo: str = ""


@dataclass(slots=True, eq=False)
class Node:
    """A person's place: who reports to them, and how far from the top."""

    person: ChartPerson
    superior: "Node | None" = None
    depth: int = 0
    is_in_circle: bool = False
    """Their manager reports to them, directly or through others, so the chart begins with them."""
    reports: "list[Node]" = field(default_factory=list)
    size: int = 0
    """All reports, also indirect."""


@dataclass(frozen=True, slots=True)
class Chart:
    """All trees. `nodes` has everybody in the order in which a list of the chart names them."""

    roots: list[Node]
    alone: list[Node]
    """Who has neither a manager nor reports; only if others have."""
    nodes: Mapping[UUID, Node]

    @property
    def deepest(self) -> int:
        """How many levels there are."""
        return max((node.depth for node in self.nodes.values()), default=-1) + 1


def build_chart(people: Iterable[ChartPerson]) -> Chart:
    """The trees of who reports to whom, the largest first, else in the order given.

    Without a manager among `people` one stands at the top. Circles, which imports may bring, are cut where the first of them in
    the order given stands. Nothing here calls itself, so that a line of thousands is no deeper than any other.
    """
    nodes = {person.id: Node(person) for person in people}
    for node in nodes.values():
        manager = nodes.get(node.person.manager_id) if node.person.manager_id else None
        if manager is not None:
            node.superior = manager
            manager.reports.append(node)
    roots = [node for node in nodes.values() if node.superior is None]
    reached = {node.person.id for node in walk(roots)}
    for node in nodes.values():
        if node.person.id not in reached:
            first = _first_of_circle(node, nodes)
            _cut(first)
            roots.append(first)
            reached |= {each.person.id for each in walk([first])}
    order = list(walk(roots))
    for node in order:
        node.depth = node.superior.depth + 1 if node.superior else 0
    for node in reversed(order):
        node.size = len(node.reports) + sum(report.size for report in node.reports)
    roots.sort(key=lambda node: -node.size)
    alone = [node for node in roots if not node.reports]
    trees = [node for node in roots if node.reports]
    if not trees:
        trees, alone = alone, []
    return Chart(trees, alone, {node.person.id: node for node in walk([*trees, *alone])})


def walk(roots: Iterable[Node]) -> Iterator[Node]:
    """Each node before those below it, in the order of a list."""
    ahead = list(roots)[::-1]
    while ahead:
        node = ahead.pop()
        yield node
        ahead.extend(reversed(node.reports))


def _first_of_circle(node: Node, nodes: Mapping[UUID, Node]) -> Node:
    """The first, in the order of `nodes`, of the circle to which somebody's superiors lead."""
    passed: list[Node] = []
    above: Node | None = node
    while above is not None and above not in passed:
        passed.append(above)
        above = above.superior
    circle = passed[passed.index(above) :] if above is not None else passed
    order = {key: number for number, key in enumerate(nodes)}
    return min(circle, key=lambda each: order[each.person.id])


def _cut(node: Node) -> None:
    if node.superior is not None:
        node.superior.reports.remove(node)
        node.superior = None
        node.is_in_circle = True


def superiors_of(node: Node) -> list[Node]:
    """The line above somebody, the top first."""
    line: list[Node] = []
    above = node.superior
    while above is not None:
        line.append(above)
        above = above.superior
    return line[::-1]


def open_at_first(chart: Chart, *, most: int) -> set[UUID]:
    """Whose reports are shown before anybody asked: level by level, as long as no more than `most` people are in sight."""
    shown, is_open, level = len(chart.roots), set[UUID](), chart.roots
    while level:
        below: list[Node] = []
        for node in level:
            if node.reports and shown + len(node.reports) <= most:
                is_open.add(node.person.id)
                shown += len(node.reports)
                below += node.reports
        level = below
    return is_open
