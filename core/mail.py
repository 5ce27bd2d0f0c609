"""Mail leaves from a worker, as a job: a mail server that is down delays a mail and loses none."""

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from core.ids import new_id
from core.jobs.tasks import company_task, platform_task
from core.tenancy import current_schema_name, is_in_company

# The waits add up to about an hour. Then somebody decides whether the mail is still of use.
MAX_ATTEMPTS = 15


class RecipientRefused(Exception):
    """The mail server does not take mail for this address; it may later, such as when a mailbox is full."""


def queue_message(*, subject: str, body: str, to: str, html: str = "") -> None:
    """Send one mail after the caller's commit; in a company as that company's job, else as the platform's.

    Should it leave twice, as after a crash at the wrong moment, both have the same Message-ID and most readers show one.
    """
    task = send_company_message if is_in_company() else send_platform_message
    task.enqueue(
        # A line break in a name that a subject quotes would make the mail unsendable.
        subject=" ".join(subject.split()),
        body=body,
        to=to,
        html=html,
        # Names the company by its opaque schema, so that a mail which comes back tells whose it was.
        message_id=f"<{new_id().hex}.{current_schema_name()}@{settings.BASE_DOMAIN}>",
    )


@company_task(atomic=False, max_attempts=MAX_ATTEMPTS)
def send_company_message(**message: Any) -> None:
    """Send a mail to somebody of a company."""
    _send(**message)


@platform_task(atomic=False, max_attempts=MAX_ATTEMPTS)
def send_platform_message(**message: Any) -> None:
    """Send a mail of the platform: a code, a company's address, a welcome."""
    _send(**message)


def _send(*, subject: str, body: str, to: str, html: str, message_id: str, **_kwargs: Any) -> None:
    message = EmailMultiAlternatives(subject=subject, body=body, to=[to], headers={"Message-ID": message_id})
    if html:
        message.attach_alternative(html, "text/html")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, reason = next(iter(error.recipients.values()))
        sentence = f"The mail server refuses the recipient: {code} {reason.decode(errors='replace')}"
        raise RecipientRefused(sentence) from error
