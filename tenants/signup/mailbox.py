"""The mailbox of this machine: what Django's file backend wrote, so that a person without a mail server can finish.

Only when settings.LOCAL_MAILBOX_DIR is set, which no public installation does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# What the file backend writes between two messages.
_SEPARATOR = b"\n" + b"-" * 79 + b"\n"
_SHOWN = 50


@dataclass(frozen=True)
class Mail:
    """One message as the mailbox shows it."""

    key: str
    subject: str
    to: str
    sent_at: datetime | None
    body: str


@require_safe
@never_cache
def show_mailbox(request: HttpRequest) -> HttpResponse:
    """The newest mails of this machine."""
    return render(request, "tenants/signup/mailbox.html", {"mails": newest_mails(_folder())})


@require_safe
@never_cache
def show_mail(request: HttpRequest, key: str) -> HttpResponse:
    """One mail."""
    # Compared with what is there and never made into a path.
    mail = next((mail for mail in newest_mails(_folder()) if mail.key == key), None)
    if mail is None:
        raise Http404
    return render(request, "tenants/signup/mail.html", {"mail": mail})


def _folder() -> Path:
    if not settings.LOCAL_MAILBOX_DIR:
        raise Http404
    return Path(settings.LOCAL_MAILBOX_DIR)


def newest_mails(folder: Path) -> list[Mail]:
    """The newest mails in a folder of the file backend, newest first; none if there is no folder yet."""
    files = sorted(folder.glob("*.log"), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    mails = [mail for path in files[:_SHOWN] for mail in _mails_in(path)]
    return mails[:_SHOWN]


def _mails_in(path: Path) -> Iterator[Mail]:
    """The mails of one connection, the last one first."""
    parts = [part for part in path.read_bytes().split(_SEPARATOR) if part.strip()]
    for index, part in reversed(list(enumerate(parts))):
        message = message_from_bytes(part, policy=policy.default)
        yield Mail(
            key=f"{path.stem}-{index}",
            subject=str(message.get("Subject", "")),
            to=str(message.get("To", "")),
            sent_at=parsedate_to_datetime(str(message["Date"])) if message["Date"] else None,
            body=_body_of(message),
        )


def _body_of(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain",))
    return str(part.get_content()).strip() if part else ""
