"""Reminders of certificates that run out."""

from datetime import date, timedelta

from django.db import transaction

from hr.personal.emails import send_certificate_list, send_certificate_reminder
from hr.personal.models import Certificate
from hr.personal.queries import certificates_running_out, get_policy
from hr.personal.rules.reminders import reminder_due
from tenants.accounts.capabilities import Capability
from tenants.accounts.queries import users_who_may


def remind_of_certificates(*, today: date) -> int:
    """Write to whose certificates run out, each reminder once, and a list of them to whoever keeps the records; how many run out.

    Run again the same day it does nothing.
    """
    days_ahead = get_policy().reminder_days
    until = today + timedelta(days=max(days_ahead, default=0))
    found: list[Certificate] = []
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
            found.append(locked)
    for user in users_who_may(Capability.MANAGE_PERSONAL):
        of_others = [certificate for certificate in found if certificate.employee.user_id != user.pk]
        if of_others:
            send_certificate_list(address=user.email, certificates=of_others, today=today)
    return len(found)
