"""The company's logo, for everybody: the sign-in page shows it to strangers."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from core.files.answers import send_file
from core.files.kinds import WEBP
from core.http import CompanyRequest


@require_safe
@login_not_required
def show_logo(request: CompanyRequest, version: uuid.UUID) -> HttpResponseBase:
    """The logo of now; a former one, and any other file, is not found."""
    if version != request.company_settings.logo_version:
        raise Http404
    # Nothing of the session is in the answer; browsers need not ask again when a cookie changes.
    request.session.accessed = False
    return send_file(request.company_settings.logo, kind=WEBP, is_public=True)
