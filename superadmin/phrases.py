"""How the platform's audit rows about companies read."""

from django.utils.translation import get_language, gettext_lazy as _

from core.audit.sentences import register_phrases
from core.countries import country_names


def register() -> None:
    """Call it once, when the apps are ready."""
    register_phrases(
        {
            "company:created": _("%(actor)s registered %(object)s."),
            "company:plan_given": _("%(actor)s gave %(object)s the plan %(plan_name)s."),
            "company:imported": _("%(object)s came from an archive."),
            "company:active": _("%(actor)s activated %(object)s."),
            "company:suspended": _("%(actor)s suspended %(object)s."),
            "company:expired": _("The trial of %(object)s ended."),
            "company:cancelled": _("%(actor)s cancelled %(object)s."),
            "company:removal_requested": _("%(actor)s asked for the deletion of %(object)s."),
            "company:kept": _("%(actor)s called off the deletion of %(object)s."),
            "company:removed": _("%(object)s was deleted."),
            "company:set_up_retried": _("%(actor)s asked for the set-up of %(object)s to be tried again."),
            "job:retried": _("%(actor)s asked for the job %(object)s to be tried again."),
            "job:dismissed": _("%(actor)s dismissed the job %(object)s."),
            "company:owner_welcomed": _("%(actor)s mailed the owner of %(object)s how to sign in."),
        },
        {"companies.company.country": lambda code: dict(country_names(get_language() or "en")).get(code, code)},
        columns={
            "companies.company.plan_name": "features.entitlement.plan_name",
            "companies.company.employee_limit": "features.entitlement.employee_limit",
            "companies.company.storage_gb": "features.entitlement.storage_gb",
            "companies.company.location_limit": "features.entitlement.location_limit",
        },
        labels={
            "companies.company.subdomain": _("subdomain"),
            "companies.company.archived_as": _("address before"),
            "companies.company.exported_at": _("archived"),
            "companies.company.deleted_after": _("deleted after"),
        },
    )
