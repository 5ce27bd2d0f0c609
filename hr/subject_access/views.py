"""All about one person, to take away: for the person, and for whoever answers them."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.http import CompanyRequest
from core.moments import moment_text
from core.proofs import ask_again
from hr.subject_access.access import employee_or_404, file_or_404, groups_for
from hr.subject_access.actions import KEPT_FOR, FileUnderWay, request_file, take_file
from hr.subject_access.archive import write_archive
from hr.subject_access.models import CompleteFile
from hr.subject_access.sources import GROUPS


@require_http_methods(["GET", "HEAD", "POST"])
def show_files(request: CompanyRequest, employee_id: UUID) -> HttpResponse:
    """What would be in it, those that are there, and the button for another."""
    employee = employee_or_404(request.user, employee_id)
    groups = groups_for(request.user, employee, on=timezone.localdate())
    if request.method == "POST":
        try:
            request_file(employee=employee, groups=groups, acting_user=request.user, now=timezone.now())
            messages.success(request, _("The file is being prepared. It appears here in a moment."))
        except FileUnderWay as refusal:
            messages.error(request, str(refusal.message))
        return redirect("complete_file", employee.pk)
    mine = CompleteFile.objects.filter(employee=employee, requested_by=request.user, expires_at__gt=timezone.now())
    files = [(each, moment_text(each.requested_at), moment_text(each.expires_at)) for each in mine.defer("content").order_by("-pk")]
    context = {
        "employee": employee,
        "is_own": employee.user_id == request.user.pk,
        "groups": [(group.label, group in groups) for group in GROUPS],
        "files": files,
        "is_waiting": any(each.ready_at is None for each, *_ in files),
        "kept_days": KEPT_FOR.days,
    }
    part = "_prepared" if request.htmx else "complete_file"
    return render(request, f"hr/subject_access/{part}.html", context)


@require_safe
def download(request: CompanyRequest, employee_id: UUID, file_id: UUID) -> HttpResponseBase:
    """The archive itself; whoever takes it away has proved a moment ago who they are."""
    employee = employee_or_404(request.user, employee_id)
    file = file_or_404(request.user, employee, file_id, on=timezone.localdate())
    if (asked := ask_again(request)) is not None:
        return asked
    archive = write_archive(json.loads(file.content))
    take_file(file=file, acting_user=request.user)
    name = f"{slugify(employee.full_name) or 'person'}-{file.requested_at:%Y-%m-%d}.zip"
    response = FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")
    patch_cache_control(response, private=True, no_store=True)
    return response
