"""How changes of addresses read in the trail, a company's own and the platform's. The pages have views of their own."""

from django.utils.translation import gettext_lazy as _

from core.audit.sentences import register_phrases
from tenants.addresses.rules import readable_domain

register_phrases(
    {
        "company:renamed": _("%(actor)s changed %(object)s’s %(changes)s."),
        "company:primary_changed": _("%(actor)s let links and mails of %(object)s name %(value)s."),
        "company:domain_requested": _("%(actor)s asked for the domain %(value)s for %(object)s."),
        "company:domain_verified": _("The domain %(value)s of %(object)s was verified."),
        "company:domain_lost": _("The TXT record of %(value)s, a domain of %(object)s, is gone."),
        "company:domain_switched_off": _("The domain %(value)s of %(object)s was switched off, since its TXT record was gone."),
        "company:domain_removed": _("%(actor)s removed the domain %(value)s of %(object)s."),
    },
    # Kept as DNS has it, "xn--mller-kva.de"; people write it in their own script.
    {"companies.company.address": readable_domain},
    labels={"companies.company.address": _("address")},
)
