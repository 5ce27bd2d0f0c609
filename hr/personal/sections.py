"""The sections of a personal record: what each holds, and who sees it."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hr.personal.models import (
    Address,
    Certificate,
    Dependant,
    Education,
    EmergencyContact,
    Identifier,
    PersonalRecord,
    Skill,
)
from tenants.accounts.capabilities import Capability


@dataclass(frozen=True)
class Section:
    """A part of the record that is shown, changed and asked for as one."""

    code: str
    title: Promise | str
    model: type[models.Model]
    fields: tuple[str, ...]
    view: Capability
    """Who sees it; whoever manages personal data may change it."""
    # What a list holds none of yet; empty for a section that is one entry.
    empty: Promise | str = ""

    @property
    def is_list(self) -> bool:
        """Whether there may be several entries."""
        return bool(self.empty)

    @property
    def entry_name(self) -> str:
        """What one entry is called."""
        return str(self.model._meta.verbose_name)

    def entries_of(self, employee_id: Any) -> models.QuerySet[Any]:
        """An employee's entries."""
        return models.QuerySet(self.model).filter(employee_id=employee_id)


_SECTIONS = (
    Section(
        "about",
        _("About"),
        PersonalRecord,
        (
            "preferred_name",
            "pronouns",
            "date_of_birth",
            "gender",
            "marital_status",
            "nationality",
            "second_nationality",
        ),
        Capability.VIEW_PERSONAL,
    ),
    Section(
        "contact",
        _("Contact"),
        PersonalRecord,
        ("personal_email", "mobile_phone", "home_phone", "work_phone"),
        Capability.VIEW_PERSONAL,
    ),
    Section(
        "addresses",
        _("Addresses"),
        Address,
        ("kind", "street", "details", "postcode", "city", "region", "country"),
        Capability.VIEW_PERSONAL,
        _("No address yet."),
    ),
    Section(
        "emergency-contacts",
        _("Emergency contacts"),
        EmergencyContact,
        ("name", "relationship", "phone", "other_phone", "email"),
        Capability.VIEW_PERSONAL,
        _("Nobody to call yet."),
    ),
    Section(
        "dependants",
        _("Dependants"),
        Dependant,
        ("name", "relationship", "date_of_birth", "lives_with_employee"),
        Capability.VIEW_PERSONAL,
        _("No dependants."),
    ),
    Section(
        "identifiers",
        _("Identity numbers"),
        Identifier,
        ("country", "kind", "number", "expires_on"),
        Capability.VIEW_PERSONAL,
        _("No identity number yet."),
    ),
    Section(
        "education",
        _("Education"),
        Education,
        ("institution", "qualification", "subject", "finished_in"),
        Capability.VIEW_JOB,
        _("No education yet."),
    ),
    Section("skills", _("Skills"), Skill, ("name", "level"), Capability.VIEW_JOB, _("No skills yet.")),
    Section(
        "certificates",
        _("Certificates"),
        Certificate,
        ("name", "issuer", "number", "issued_on", "expires_on"),
        Capability.VIEW_JOB,
        _("No certificates yet."),
    ),
)
SECTIONS = {section.code: section for section in _SECTIONS}
