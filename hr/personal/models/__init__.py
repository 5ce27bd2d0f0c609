"""Tables of the personal record, one module a subject."""

from hr.personal.models.bank import BankAccount, BankDetails, BankDetailsStatus, ShareKind
from hr.personal.models.policy import AT_FIRST, PersonalPolicy
from hr.personal.models.qualifications import Certificate, Education, Skill, SkillLevel
from hr.personal.models.records import (
    Address,
    AddressKind,
    Dependant,
    EmergencyContact,
    Gender,
    Identifier,
    MaritalStatus,
    PersonalRecord,
    Relationship,
)
from hr.personal.models.requests import ChangeRequest, ChangeStatus, ChangeVerb

__all__ = [
    "AT_FIRST",
    "Address",
    "AddressKind",
    "BankAccount",
    "BankDetails",
    "BankDetailsStatus",
    "Certificate",
    "ChangeRequest",
    "ChangeStatus",
    "ChangeVerb",
    "Dependant",
    "Education",
    "EmergencyContact",
    "Gender",
    "Identifier",
    "MaritalStatus",
    "PersonalPolicy",
    "PersonalRecord",
    "Relationship",
    "ShareKind",
    "Skill",
    "SkillLevel",
]
