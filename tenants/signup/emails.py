"""Mails of the public site.

They repeat nothing that a stranger typed into the form, so nobody can use them to write to others.
"""

from core.mail import queue_message
from core.mail_content import mail_content
from tenants.companies.models import Company
from tenants.signup.rules import CODE_LIFETIME


def send_code(*, email: str, code: str) -> None:
    """Send the code that confirms an address."""
    _send("code", email, {"code": code, "minutes": int(CODE_LIFETIME.total_seconds() // 60)})


def send_company_list(*, email: str, companies: list[Company]) -> None:
    """Send the addresses of the companies in which somebody has an account."""
    _send("companies", email, {"email": email, "companies": companies})


def _send(name: str, email: str, context: dict[str, object]) -> None:
    queue_message(to=email, **mail_content(f"tenants/signup/email/{name}", context))
