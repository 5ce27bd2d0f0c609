"""Mail leaves from a worker, with retries: a mail server that is down delays a mail and loses none."""

import logging
import smtplib
from typing import Any

from celery import Task, shared_task
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)

# About a quarter of an hour in all; a code is of no use later than that.
RETRIES = 8


@shared_task(
    bind=True,
    autoretry_for=(smtplib.SMTPException, OSError),
    max_retries=RETRIES,
    retry_backoff=2,
    retry_backoff_max=300,
)
def send_message(_task: Task, /, *, subject: str, body: str, to: str, html: str = "", **_kwargs: Any) -> None:  # type: ignore[type-arg]
    """Send one mail. It touches no table, so it needs no company."""
    message = EmailMultiAlternatives(subject=subject, body=body, to=[to])
    if html:
        message.attach_alternative(html, "text/html")
    message.send()


def queue_message(*, subject: str, body: str, to: str, html: str = "") -> None:
    """Hand a mail to the worker after the current transaction has committed.

    Without a broker the mail is lost, but what was committed stands and its page answers; the log says what went missing.
    """
    # A line break in a name that a subject quotes would make the mail unsendable.
    one_line = " ".join(subject.split())
    transaction.on_commit(lambda: _hand_over(subject=one_line, body=body, to=to, html=html))


def _hand_over(**message: str) -> None:
    try:
        send_message.delay(**message)
    except OperationalError:
        log.exception("No broker: the mail “%s” was not handed over.", message["subject"])
