"""Reminders of certificates that run out."""

from datetime import date, timedelta

from django.db import transaction

from hr.personal.emails import send_certificate_reminder
from hr.personal.models import Certificate
from hr.personal.queries import certificates_running_out, get_policy
from hr.personal.rules.reminders import reminder_due


def remind_of_certificates(*, today: date) -> int:
    """Write to whose certificates run out, each reminder once; how many left. Run again the same day it does nothing."""
    days_ahead = get_policy().reminder_days
    until = today + timedelta(days=max(days_ahead, default=0))
    sent = 0
    for certificate in certificates_running_out(today=today, until=until):
        with transaction.atomic():
            locked = (
                Certificate.objects.select_for_update(of=("self",)).select_related("employee").filter(pk=certificate.pk).first()
            )
            if locked is None or locked.expires_on is None:
                continue
            due = reminder_due(expires_on=locked.expires_on, today=today, days_ahead=days_ahead, reminded_days=locked.reminded_days)
            if due is None:
                continue
            locked.reminded_days = due
            locked.save(update_fields=["reminded_days"])
            send_certificate_reminder(certificate=locked, today=today)
            sent += 1
    return sent
