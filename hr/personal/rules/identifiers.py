"""Numbers that states give to people, and whether one can be right. Most are checked by python-stdnum."""

import re
from dataclasses import dataclass
from importlib import import_module

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError


class IdentifierNotValid(ValueError):
    """The number cannot exist; `message` says why."""

    def __init__(self, message: Promise | str) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class IdentifierKind:
    """A kind of number. `check` is a module of python-stdnum, or a regular expression over capitals and digits."""

    code: str
    country: str
    name: Promise | str
    check: str

    @property
    def is_of_any_country(self) -> bool:
        """Passports and the like."""
        return not self.country


def _kinds() -> dict[str, IdentifierKind]:
    of_countries = [line.split("|", 3) for line in _TABLE.strip().splitlines()]
    kinds = [
        IdentifierKind(code.strip(), country.strip(), name.strip(), check.strip()) for code, country, name, check in of_countries
    ]
    kinds += [
        IdentifierKind("passport", "", _("Passport"), r"[A-Z0-9]{5,20}"),
        IdentifierKind("identity_card", "", _("Identity card"), r"[A-Z0-9]{4,30}"),
        IdentifierKind("residence_permit", "", _("Residence permit"), r"[A-Z0-9]{4,30}"),
        IdentifierKind("driving_licence", "", _("Driving licence"), r"[A-Z0-9]{4,30}"),
        IdentifierKind("tax_number", "", _("Tax number"), r"[A-Z0-9]{4,30}"),
        IdentifierKind("social_security", "", _("Social security number"), r"[A-Z0-9]{4,30}"),
    ]
    return {kind.code: kind for kind in kinds}


# code | country | what people there call it | how it is checked
_TABLE = r"""
ar_cuit       | AR | CUIL or CUIT                | stdnum.ar.cuit
ar_dni        | AR | DNI                         | stdnum.ar.dni
at_vnr        | AT | Sozialversicherungsnummer   | stdnum.at.vnr
au_tfn        | AU | Tax file number             | stdnum.au.tfn
be_nn         | BE | Rijksregisternummer         | stdnum.be.nn
bg_egn        | BG | ЕГН                         | stdnum.bg.egn
br_cpf        | BR | CPF                         | stdnum.br.cpf
ca_sin        | CA | Social insurance number     | stdnum.ca.sin
ch_ssn        | CH | AHV-Nummer                  | stdnum.ch.ssn
cl_rut        | CL | RUT                         | stdnum.cl.rut
cn_ric        | CN | 居民身份证                  | stdnum.cn.ric
co_nit        | CO | NIT                         | stdnum.co.nit
cz_rc         | CZ | Rodné číslo                 | stdnum.cz.rc
de_idnr       | DE | Steuer-Identifikationsnummer | stdnum.de.idnr
de_svnr       | DE | Sozialversicherungsnummer   | \d{8}[A-Z]\d{3}
dk_cpr        | DK | CPR-nummer                  | stdnum.dk.cpr
ec_ci         | EC | Cédula de identidad         | stdnum.ec.ci
ee_ik         | EE | Isikukood                   | stdnum.ee.ik
es_dni        | ES | DNI                         | stdnum.es.dni
es_nie        | ES | NIE                         | stdnum.es.nie
fi_hetu       | FI | Henkilötunnus               | stdnum.fi.hetu
fr_nir        | FR | Numéro de sécurité sociale  | stdnum.fr.nir
gb_nino       | GB | National Insurance number   | (?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]
gb_utr        | GB | Unique taxpayer reference   | stdnum.gb.utr
gr_amka       | GR | AMKA                        | stdnum.gr.amka
hr_oib        | HR | OIB                         | stdnum.hr.oib
id_nik        | ID | NIK                         | stdnum.id.nik
ie_pps        | IE | PPS number                  | stdnum.ie.pps
il_idnr       | IL | Teudat zehut                | stdnum.il.idnr
in_aadhaar    | IN | Aadhaar                     | stdnum.in_.aadhaar
in_pan        | IN | PAN                         | stdnum.in_.pan
in_uan        | IN | UAN                         | \d{12}
is_kennitala  | IS | Kennitala                   | stdnum.is_.kennitala
it_codice     | IT | Codice fiscale              | stdnum.it.codicefiscale
jp_in         | JP | マイナンバー                | stdnum.jp.in_
kr_rrn        | KR | 주민등록번호                | stdnum.kr.rrn
lt_asmens     | LT | Asmens kodas                | stdnum.lt.asmens
mx_curp       | MX | CURP                        | stdnum.mx.curp
mx_rfc        | MX | RFC                         | stdnum.mx.rfc
my_nric       | MY | NRIC                        | stdnum.my.nric
nl_bsn        | NL | Burgerservicenummer         | stdnum.nl.bsn
no_fnr        | NO | Fødselsnummer               | stdnum.no.fodselsnummer
np_pan        | NP | PAN                         | \d{9}
nz_ird        | NZ | IRD number                  | stdnum.nz.ird
pk_cnic       | PK | CNIC                        | stdnum.pk.cnic
pl_pesel      | PL | PESEL                       | stdnum.pl.pesel
pt_nif        | PT | NIF                         | stdnum.pt.nif
ro_cnp        | RO | CNP                         | stdnum.ro.cnp
se_personnr   | SE | Personnummer                | stdnum.se.personnummer
sg_nric       | SG | NRIC or FIN                 | [STFGM]\d{7}[A-Z]
si_emso       | SI | EMŠO                        | stdnum.si.emso
sk_rc         | SK | Rodné číslo                 | stdnum.sk.rc
th_pin        | TH | เลขประจำตัวประชาชน           | stdnum.th.pin
tr_tckimlik   | TR | T.C. kimlik numarası        | stdnum.tr.tckimlik
ua_rntrc      | UA | РНОКПП                      | stdnum.ua.rntrc
us_itin       | US | ITIN                        | stdnum.us.itin
us_ssn        | US | Social security number      | stdnum.us.ssn
za_idnr       | ZA | Identity number             | stdnum.za.idnr
"""
KINDS = _kinds()


def check_identifier(*, kind: str, country: str, number: str) -> str:
    """The number as it is kept. Raises IdentifierNotValid."""
    known = KINDS.get(kind)
    if known is None or (known.country and known.country != country):
        raise IdentifierNotValid(_("This kind of number is not given out by that country. Choose another kind or country."))
    if known.check.startswith("stdnum."):
        return _checked_by_stdnum(known, number)
    compact = re.sub(r"[\s./-]", "", number).upper()
    if not re.fullmatch(known.check, compact, re.ASCII):
        raise IdentifierNotValid(_wrong(known))
    return compact


def _checked_by_stdnum(kind: IdentifierKind, number: str) -> str:
    try:
        return str(import_module(kind.check).validate(number))
    except ValidationError as error:
        raise IdentifierNotValid(_wrong(kind)) from error


def _wrong(kind: IdentifierKind) -> str:
    return _("This is not a possible number: %(name)s. A digit is wrong, missing or too many. Check it against the document.") % {
        "name": kind.name
    }
