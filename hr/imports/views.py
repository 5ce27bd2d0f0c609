"""The wizard: upload, columns, a look at what would change, bringing it in, taking it back."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.http import CompanyRequest
from core.moments import moment_text
from core.sheets import SheetKind
from hr.imports import actions
from hr.imports.access import NEEDED, fields_for, import_or_404
from hr.imports.actions.previewing import sheet_of
from hr.imports.forms import ColumnsForm, NamesForm, UploadForm
from hr.imports.mapping import Mapping
from hr.imports.models import AT_WORK, TO_DECIDE, EmployeeImport, ImportStatus
from hr.imports.progress import progress_of
from hr.imports.queries import list_imports
from hr.imports.screens import import_page
from hr.imports.workbooks import write_errors, write_template
from hr.people.queries import list_departments

PAGE_SIZE = 50

_may_import = permission_required(NEEDED, raise_exception=True)


@require_safe
@_may_import
def show_imports(request: CompanyRequest) -> HttpResponse:
    """All imports that are kept."""
    page = Paginator(list_imports(), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(each, moment_text(each.uploaded_at)) for each in page]
    return render(request, "hr/imports/import_list.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@_may_import
def upload(request: CompanyRequest) -> HttpResponse:
    """A file, from the person's disk."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        name, sheet = form.cleaned_data["file"]
        new = actions.upload_import(
            file_name=name,
            sheet=sheet,
            fields=fields_for(request.user),
            acting_user=request.user,
            today=timezone.localdate(),
            now=timezone.now(),
        )
        return redirect("import_columns", new.pk)
    return render(request, "hr/imports/import_new.html", {"form": form, "fields": fields_for(request.user).values()})


@require_safe
@_may_import
def download_template(request: CompanyRequest, kind: str) -> HttpResponseBase:
    """An empty table with the right headings."""
    if kind not in set(SheetKind):
        raise Http404
    file = write_template(SheetKind(kind), fields_for(request.user))
    return FileResponse(file, as_attachment=True, filename=f"people.{kind}", content_type=SheetKind(kind).content_type)


@require_http_methods(["GET", "HEAD", "POST"])
@_may_import
def choose_columns(request: CompanyRequest, import_id: UUID) -> HttpResponse:
    """What each column is."""
    found = import_or_404(request.user, import_id)
    if found.status not in TO_DECIDE:
        return redirect("import_detail", found.pk)
    fields, mapping = fields_for(request.user), Mapping.from_json(found.mapping)
    form = ColumnsForm(request.POST or None, sheet=sheet_of(found), fields=fields, mapping=mapping)
    if form.is_valid():
        try:
            actions.choose_columns(employee_import=found, mapping=form.mapping(), fields=fields)
        except actions.ImportRefusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect("import_detail", found.pk)
    return render(request, "hr/imports/import_columns.html", {"import": found, "form": form, "count": len(form.sheet.rows)})


@require_safe
@_may_import
def show_import(request: CompanyRequest, import_id: UUID) -> HttpResponse:
    """Where it stands: what would change, how far the work is, what became of it."""
    found = import_or_404(request.user, import_id)
    if found.status == ImportStatus.UPLOADED:
        return redirect("import_columns", found.pk)
    if found.status in AT_WORK:
        return render(request, "hr/imports/import_working.html", {"import": found, "progress": progress_of(found)})
    rows, context = import_page(found, shown=request.GET.get("show", ""))
    context["page"] = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    if found.status == ImportStatus.CHECKED and any(found.unknown.values()):
        context["names_form"] = NamesForm(employee_import=found, departments=list(list_departments()))
    return render(request, "hr/imports/import_detail.html", context)


@require_safe
@_may_import
def show_progress(request: CompanyRequest, import_id: UUID) -> HttpResponse:
    """The moving part of the page while a job is at work; sends the browser on when it is done."""
    found = import_or_404(request.user, import_id)
    if found.status in AT_WORK:
        return render(request, "hr/imports/_progress.html", {"import": found, "progress": progress_of(found)})
    return HttpResponse(headers={"HX-Redirect": reverse("import_detail", args=[found.pk])})


@require_http_methods(["GET", "HEAD", "POST"])
@_may_import
def choose_names(request: CompanyRequest, import_id: UUID) -> HttpResponse:
    """What is meant by names that are not known."""
    found = import_or_404(request.user, import_id)
    form = NamesForm(request.POST or None, employee_import=found, departments=list(list_departments()))
    if form.is_valid():
        choices = form.choices()
        return _do(request, found, lambda: actions.choose_names(employee_import=found, choices=choices))
    if request.method == "POST":
        messages.error(request, str(actions.ImportMovedOn.message))
    return redirect("import_detail", found.pk)


@require_safe
@_may_import
def download_errors(request: CompanyRequest, import_id: UUID) -> HttpResponseBase:
    """The rows with errors, to be put right."""
    found = import_or_404(request.user, import_id)
    if found.status != ImportStatus.CHECKED:
        raise Http404
    file = write_errors(SheetKind.XLSX, found, sheet_of(found))
    name = f"{slugify(found.file_name.rpartition('.')[0]) or 'people'}-errors.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=SheetKind.XLSX.content_type)


@require_POST
@_may_import
def apply(request: CompanyRequest, import_id: UUID) -> HttpResponse:
    """Have it brought in."""
    found, starts = import_or_404(request.user, import_id), "checklists" in request.POST
    return _do(
        request,
        found,
        lambda: actions.start_applying(employee_import=found, starts_checklists=starts, acting_user=request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@_may_import
def undo(request: CompanyRequest, import_id: UUID) -> HttpResponse:
    """Ask once more, then have it taken back."""
    found = import_or_404(request.user, import_id)
    if request.method == "POST":
        return _do(request, found, lambda: actions.start_undoing(employee_import=found, acting_user=request.user))
    if found.status != ImportStatus.APPLIED:
        return redirect("import_detail", found.pk)
    _rows, context = import_page(found, shown="")
    return render(request, "hr/imports/import_undo.html", context)


@require_POST
@_may_import
def stop(request: CompanyRequest, import_id: UUID) -> HttpResponse:
    """Back to the step before."""
    found = import_or_404(request.user, import_id)
    return _do(request, found, lambda: actions.stop_import(employee_import=found))


@require_POST
@_may_import
def discard(request: CompanyRequest, import_id: UUID) -> HttpResponse:
    """Forget the file."""
    found = import_or_404(request.user, import_id)
    _do(
        request, found, lambda: actions.discard_import(employee_import=found, acting_user=request.user), _("The file is forgotten.")
    )
    return redirect("import_list")


def _do(request: CompanyRequest, found: EmployeeImport, act: Callable[[], None], done: str = "") -> HttpResponse:
    try:
        act()
    except actions.ImportRefusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        if done:
            messages.success(request, done)
    return redirect("import_detail", found.pk)
