"""A kept file as the answer of a view. The view says who may have it; by themselves files have no address."""

import logging

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header

from core.files.kinds import Kind, original_name
from core.files.storage import place_of_current

log = logging.getLogger(__name__)

# Even a file that a browser were talked into taking for a page could load nothing, run nothing and send nothing.
POLICY = "default-src 'none'; sandbox"
PUBLIC_FOR = 365 * 24 * 60 * 60


def send_file(name: str, *, kind: Kind, called: str = "", is_public: bool = False) -> HttpResponse | FileResponse:
    """A file of the current company. Call it after asking whether the person may have it. Raises Http404.

    Pictures are shown where they stand; everything else, and a picture with a name to be `called`, is a download. A public
    file is kept by browsers for a year: its address has to change with it. All others are asked for each time.
    """
    try:
        response = _through_proxy(name) if settings.FILES_ACCEL_PREFIX else FileResponse(default_storage.open(name))
    except FileNotFoundError as error:
        log.exception("A row names the file %s, which is not there.", name)
        raise Http404 from error
    is_download = bool(called) or not kind.is_picture
    response.headers["Content-Type"] = kind.content_type
    response.headers["Content-Disposition"] = str(content_disposition_header(is_download, original_name(called, kind)))
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if is_public:
        patch_cache_control(response, public=True, max_age=PUBLIC_FOR, immutable=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _through_proxy(name: str) -> HttpResponse:
    """Nothing but headers; the proxy puts the file itself in."""
    if not default_storage.exists(name):
        raise FileNotFoundError(name)
    return HttpResponse(headers={"X-Accel-Redirect": settings.FILES_ACCEL_PREFIX + place_of_current(name)})
