"""What a company's owner is told about its deletion. Call these in the transaction of what they tell."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.mail import queue_message
from core.mail_content import mail_content
from core.moments import moment_text
from tenants.removal.models import Removal
from tenants.removal.queries import deleted_rows


def send_requested(removal: Removal) -> None:
    """The company is closed and will be deleted; until when it can be kept."""
    _send("requested", removal, owner_name=removal.company.owner_name, owner_email=removal.company.owner_email)


def send_kept(removal: Removal) -> None:
    """The company is kept after all."""
    _send("kept", removal, owner_name=removal.company.owner_name, owner_email=removal.company.owner_email)


def send_certificate(removal: Removal, *, owner_name: str, owner_email: str) -> None:
    """The company is gone: the certificate."""
    _send("certificate", removal, owner_name=owner_name, owner_email=owner_email)


def certificate_text(removal: Removal) -> str:
    """The certificate of a finished removal as plain text."""
    return render_to_string("tenants/removal/certificate.txt", _facts(removal)).strip()


def _send(message: str, removal: Removal, *, owner_name: str, owner_email: str) -> None:
    context = {**_facts(removal), "owner_name": owner_name}
    queue_message(to=owner_email, **mail_content(f"tenants/removal/email/{message}", context))


def _facts(removal: Removal) -> dict[str, object]:
    moments = {"requested_at": removal.requested_at, "due_at": removal.due_at, "removed_at": removal.removed_at}
    return {
        "removal": removal,
        "company": removal.company,
        "deleted_rows": deleted_rows(removal),
        **{name: _("%(moment)s UTC") % {"moment": moment_text(moment)} for name, moment in moments.items() if moment},
    }
