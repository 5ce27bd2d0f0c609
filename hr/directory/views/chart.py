"""The org chart: as a picture, and as a table of the same."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.dates import local_date
from core.http import CompanyRequest
from hr.directory.forms import ChartForm
from hr.directory.queries import people_of_chart
from hr.directory.rules import Chart, Node, build_chart, open_at_first, superiors_of
from hr.directory.screens import chart_rows, everybody_below
from hr.people.directory import find_in_directory
from tenants.accounts.capabilities import Capability

IN_SIGHT_AT_FIRST = 60
MOST_HITS = 8
TABLE_PAGE_SIZE = 100


@require_safe
@permission_required(Capability.VIEW_PEOPLE.value, raise_exception=True)
def show_org_chart(request: CompanyRequest) -> HttpResponse:
    """Who reports to whom today. What is not in sight is fetched when somebody opens it."""
    today = local_date(timezone.now(), request.company_settings.time_zone)
    chart = build_chart(people_of_chart(today))
    form = ChartForm(request.GET)
    # An address with nonsense in one part still shows what the other parts ask for.
    form.is_valid()
    asked = form.cleaned_data
    if asked.get("of"):
        return _reports(request, chart, asked["of"])
    hits = _hits(chart, asked["q"], today) if asked.get("q") else []
    found = chart.nodes.get(asked["person"]) if asked.get("person") else None
    if len(hits) == 1:
        found = hits[0]
    context: dict[str, Any] = {"form": form, "chart": chart, "found": found, "hits": hits if len(hits) > 1 else []}
    context["is_missing"] = bool(asked.get("q")) and not hits
    if asked.get("view") == "table":
        nodes = list(chart.nodes.values())
        page = Paginator(nodes, TABLE_PAGE_SIZE).get_page(request.GET.get("page") or _page_of(found, nodes))
        return render(request, "hr/directory/org_table.html", context | {"page": page})
    context["rows"] = chart_rows(chart.roots, is_open=_open(chart, found, everything=asked.get("open") == "all"))
    context["lone_rows"] = chart_rows(chart.alone, is_open=())
    return render(request, "hr/directory/org_chart.html", context)


def _reports(request: CompanyRequest, chart: Chart, key: Any) -> HttpResponse:
    """The list of somebody's reports alone."""
    node = chart.nodes.get(key)
    if node is None:
        raise Http404
    return render(request, "hr/directory/_org_list.html", {"rows": chart_rows(node.reports, is_open=())})


def _open(chart: Chart, found: Node | None, *, everything: bool) -> set[Any]:
    if everything:
        return everybody_below(chart.roots)
    if found is None:
        return open_at_first(chart, most=IN_SIGHT_AT_FIRST)
    return {node.person.id for node in [*superiors_of(found), found]}


def _hits(chart: Chart, words: str, today: date) -> list[Node]:
    for is_misspelt in (False, True):
        keys = find_in_directory(today=today, words=words, is_misspelt=is_misspelt).values_list("pk", flat=True)
        if hits := [chart.nodes[key] for key in keys[: MOST_HITS * 2] if key in chart.nodes]:
            return hits[:MOST_HITS]
    return []


def _page_of(node: Node | None, nodes: list[Node]) -> int:
    return nodes.index(node) // TABLE_PAGE_SIZE + 1 if node else 1
