"""What a column of a file can be: each value that an import may bring, and the names that people give it."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hr.custom_fields.forms import form_name
from hr.custom_fields.models import CustomField
from hr.custom_fields.queries import fields_in_use
from hr.custom_fields.rules import ValueKind
from hr.imports.rules.likeness import folded
from hr.people.models import Employee, EmploymentPeriod, EmploymentTerms
from hr.personal.models import Address, PersonalRecord
from tenants.accounts.capabilities import DataGroup


class Part(StrEnum):
    """Which part of what is known of a person a value belongs to, and so which action writes it."""

    PERSON = "person"
    PERIOD = "period"
    TERMS = "terms"
    RECORD = "record"
    ADDRESS = "address"
    CUSTOM = "custom"


PART_LABELS: dict[Part, Promise] = {
    Part.PERSON: _("Person"),
    Part.PERIOD: _("Employment"),
    Part.TERMS: _("Terms of employment"),
    Part.RECORD: _("Personal data"),
    Part.ADDRESS: _("Home address"),
    Part.CUSTOM: _("Further data"),
}
# Only whoever may change everybody's personal data brings these.
PERSONAL_PARTS = (Part.RECORD, Part.ADDRESS)


class Reading(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    COUNTRY = "country"
    DEPARTMENT = "department"
    MANAGER = "manager"
    CUSTOM = "custom"
    RECORD = "record"


@dataclass(frozen=True)
class ImportField:
    """One value."""

    code: str
    part: Part
    label: Promise | str
    reading: Reading
    synonyms: str
    """Other names of a column with it, parted by commas, in the languages that files come in."""
    example: str = ""
    help: Promise | str = ""
    column: Any = None
    """The model's field, which knows lengths, bounds and choices."""
    custom: CustomField | None = None
    """Or the field that the company has added."""

    @property
    def is_date(self) -> bool:
        """Whether its cells are dates."""
        return self.reading is Reading.DATE or (self.custom is not None and self.custom.kind == ValueKind.DATE)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that it goes by, folded."""
        label = str(self.column.verbose_name) if self.column is not None else str(self.label)
        return frozenset(folded(name) for name in [self.code, label, str(self.label), *self.synonyms.split(",")] if name)

    @cached_property
    def choices(self) -> dict[str, str]:
        """The value of each name that a choice goes by, folded."""
        named = {folded(str(label)): str(value) for value, label in self.column.choices}
        return {folded(str(value)): str(value) for value, _label in self.column.choices} | named | _CHOICES.get(self.code, {})


_CHOICES = {
    "gender": {"f": "female", "w": "female", "woman": "female", "m": "male", "man": "male", "d": "other", "x": "non_binary"},
    "contract_type": {"temporary": "fixed_term", "unlimited": "permanent", "freelance": "contractor", "internship": "intern"},
}


def _field(part: Part, model: type[models.Model], code: str, synonyms: str, example: str = "", **options: Any) -> ImportField:
    column: Any = model._meta.get_field(code)
    reading = {
        "country": Reading.COUNTRY,
        "nationality": Reading.COUNTRY,
        "department": Reading.DEPARTMENT,
        "manager": Reading.MANAGER,
    }
    match column:
        case models.DateField():
            read_as = Reading.DATE
        case models.DecimalField():
            read_as = Reading.NUMBER
        case models.ForeignKey() if code not in reading:
            read_as = Reading.RECORD
        case _:
            read_as = reading.get(code, Reading.CHOICE if column.choices else Reading.TEXT)
    label = options.pop("label", None) or capfirst(str(column.verbose_name))
    return ImportField(code, part, label, read_as, synonyms, example, options.pop("help", column.help_text), column)


NUMBER = ImportField(
    "number",
    Part.PERSON,
    _("Employee number"),
    Reading.TEXT,
    "number,employee id,staff number,personnel number,personalnummer,matricule,numero de empleado",
    help=_("Only to know people again who are here already. New people get the next number; leave the cell empty for them."),
)
FULL_NAME = ImportField(
    "full_name",
    Part.PERSON,
    _("Full name"),
    Reading.TEXT,
    "name,employee,employee name,full name,nom complet,nombre completo",
    help=_("Instead of first and last name: “Carol Chen” or “Chen, Carol”."),
)

FIELDS: tuple[ImportField, ...] = (
    NUMBER,
    _field(Part.PERSON, Employee, "first_name", "given name,forename,firstname,vorname,prenom,nombre,nome", "Carol"),
    _field(
        Part.PERSON,
        Employee,
        "last_name",
        "surname,family name,lastname,nachname,nom,nom de famille,apellido,apellidos,cognome",
        "Chen",
    ),
    FULL_NAME,
    _field(
        Part.PERSON,
        Employee,
        "work_email",
        "email,e mail,mail,email address,e mail address,work email,company email,dienstliche e mail,courriel,"
        "correo,correo electronico",
        "carol.chen@example.com",
        help=_("Identifies people who are here already."),
    ),
    _field(
        Part.PERIOD,
        EmploymentPeriod,
        "start_date",
        "start date,start,hire date,date of hire,hired on,joining date,date joined,join date,date of joining,"
        "eintritt,eintrittsdatum,"
        "date d entree,date d embauche,fecha de ingreso,fecha de alta,data assunzione",
        "2026-12-01",
    ),
    _field(
        Part.PERIOD,
        EmploymentPeriod,
        "end_date",
        "end date,end,leaving date,termination date,last working day,austritt,austrittsdatum,date de sortie,fecha de baja",
        help=_("Empty while the employment goes on."),
    ),
    _field(
        Part.TERMS,
        EmploymentTerms,
        "job_title",
        "title,position,role,job,job role,stelle,titel,poste,fonction,puesto,cargo",
        "Engineer",
    ),
    _field(
        Part.TERMS,
        EmploymentTerms,
        "department",
        "dept,team,division,org unit,abteilung,service,departement,departamento,reparto",
        "Engineering",
        help=_("By its name. Of names that are not known you choose what is meant."),
    ),
    _field(
        Part.TERMS,
        EmploymentTerms,
        "manager",
        "reports to,supervisor,line manager,manager email,manager name,boss,vorgesetzter,vorgesetzte,"
        "responsable,superieur,jefe,jefa",
        "bob.brown@example.com",
        help=_("Work e-mail, number or name; of somebody who is here, or anywhere in the same file."),
    ),
    _field(
        Part.TERMS,
        EmploymentTerms,
        "contract_type",
        "contract,contract type,employment type,vertragsart,type de contrat,tipo de contrato",
        "Permanent",
    ),
    _field(
        Part.TERMS,
        EmploymentTerms,
        "weekly_hours",
        "hours,weekly hours,hours per week,hours week,wochenstunden,heures par semaine,horas semanales",
        "37.5",
    ),
    _field(Part.TERMS, EmploymentTerms, "location", "office,site,branch,standort,lieu,site de travail,centro,ubicacion"),
    _field(Part.TERMS, EmploymentTerms, "work_pattern", "work pattern,work schedule,schedule,working time model,arbeitszeitmodell"),
    _field(Part.TERMS, EmploymentTerms, "full_time_equivalent", "fte,percentage,workload,pensum,beschaftigungsgrad", "1"),
    _field(
        Part.TERMS, EmploymentTerms, "cost_center", "cost center,cost centre,kostenstelle,centre de cout,centro de costo", "CC-210"
    ),
    _field(
        Part.PERSON,
        Employee,
        "time_zone",
        "timezone,zeitzone",
        help=_("Such as Europe/London; only if it differs from the company’s."),
    ),
    _field(Part.RECORD, PersonalRecord, "preferred_name", "nickname,known as,rufname"),
    _field(
        Part.RECORD,
        PersonalRecord,
        "date_of_birth",
        "birth date,birthdate,birthday,dob,geburtsdatum,date de naissance,fecha de nacimiento",
        "1994-05-17",
    ),
    _field(Part.RECORD, PersonalRecord, "gender", "sex,geschlecht,genre,sexe,genero,sexo", "Female"),
    _field(Part.RECORD, PersonalRecord, "marital_status", "marital status,familienstand,situation familiale,estado civil"),
    _field(
        Part.RECORD,
        PersonalRecord,
        "nationality",
        "citizenship,staatsangehorigkeit,nationalitat,nationalite,nacionalidad",
        "United Kingdom",
    ),
    _field(Part.RECORD, PersonalRecord, "personal_email", "private email,home email,private e mail"),
    _field(
        Part.RECORD,
        PersonalRecord,
        "mobile_phone",
        "mobile,cell,cell phone,mobile number,handy,mobil,portable,movil",
        "+44 7700 900123",
    ),
    _field(Part.RECORD, PersonalRecord, "home_phone", "private phone,landline"),
    _field(Part.RECORD, PersonalRecord, "work_phone", "phone,telephone,phone number,office phone,telefon,telefono"),
    _field(
        Part.ADDRESS,
        Address,
        "street",
        "street,address,address line 1,street address,strasse,rue,calle,adresse,direccion",
        "12 Mill Lane",
    ),
    _field(Part.ADDRESS, Address, "details", "address line 2,apartment,flat"),
    _field(Part.ADDRESS, Address, "postcode", "zip,zip code,postal code,plz,postleitzahl,code postal,codigo postal", "CB2 1RX"),
    _field(Part.ADDRESS, Address, "city", "city,town,ort,stadt,ville,ciudad", "Cambridge"),
    _field(Part.ADDRESS, Address, "region", "state,county,province,region,bundesland,provincia"),
    _field(Part.ADDRESS, Address, "country", "country,land,pays,pais", "United Kingdom"),
)
# What has to be known of a new person.
NEEDED = ("first_name", "work_email", "start_date")


def all_fields() -> dict[str, ImportField]:
    """Everything that an import can bring, by code."""
    custom = [
        ImportField(form_name(field), Part.CUSTOM, field.name, Reading.CUSTOM, "", help=field.help_text, custom=field)
        for field in fields_in_use()
    ]
    return {field.code: field for field in (*FIELDS, *custom)}


def offered_fields(*, with_personal: bool) -> dict[str, ImportField]:
    """What somebody may bring, by code."""
    return {code: field for code, field in all_fields().items() if with_personal or not is_personal(field)}


def is_personal(field: ImportField) -> bool:
    """Whether only whoever may change personal data brings it."""
    return field.part in PERSONAL_PARTS or (field.custom is not None and field.custom.data_group == DataGroup.PERSONAL)
