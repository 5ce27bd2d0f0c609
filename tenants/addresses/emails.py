"""Mails to a company's owner about its domains. Call them in public; they leave after commit."""

from datetime import datetime

from core.dates import local_date
from core.mail import queue_message
from core.mail_content import mail_content
from core.moments import day_text
from tenants.addresses.rules import expected_record, readable_domain
from tenants.companies.models import Company, Domain


def send_domain_lost(*, company: Company, domain: Domain, off_at: datetime) -> None:
    """Say that the record is missing, and until when the domain answers all the same."""
    _send("domain_lost", company, domain, off_day=day_text(local_date(off_at, company.time_zone)))


def send_domain_switched_off(*, company: Company, domain: Domain) -> None:
    """Say that the domain does not answer any more, and which address does."""
    _send("domain_switched_off", company, domain)


def _send(name: str, company: Company, domain: Domain, **words: str) -> None:
    record = expected_record(domain.domain, domain.token)
    context = {
        "company": company,
        "domain": readable_domain(domain.domain),
        "record": f"{record.name}  TXT  {record.value}",
        "company_url": company.url,
        **words,
    }
    queue_message(to=company.owner_email, **mail_content(f"tenants/addresses/email/{name}", context))
