"""Account numbers: by IBAN where the bank's country has it, by the country's own form elsewhere."""

import re
from dataclasses import dataclass
from itertools import cycle

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException
from schwifty.registry import get_iban_spec
from stdnum.nz import bankaccount as nz_account
from stdnum.us import rtn

LONGEST_NUMBER = 34


class AccountNotValid(ValueError):
    """The account cannot exist; `message` says why, `field` is what to put right: number, bank_code or bic."""

    def __init__(self, field: str, message: Promise | str) -> None:
        super().__init__(str(message))
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class CheckedAccount:
    """An account as it is kept: without spaces, in capitals."""

    number: str
    bank_code: str
    bic: str
    bank_name: str
    is_iban: bool


@dataclass(frozen=True, slots=True)
class LocalForm:
    """How a country writes accounts within itself, as regular expressions over digits and capitals."""

    code_name: Promise | str
    code: str
    number: str
    example: str


# Each national payment scheme's own definition: sort code (Vocalink), ABA routing number, BSB (AusPayNet), IFSC (RBI),
# transit and institution number (Payments Canada), CLABE (Banxico), Zengin, FPS clearing code, MAS bank and branch code.
LOCAL_FORMS = {
    "AU": LocalForm(_("BSB"), r"\d{6}", r"\d{5,9}", "062-000, 1234 5678"),
    "CA": LocalForm(_("Transit and institution number"), r"\d{8,9}", r"\d{7,12}", "00012-003, 1234567"),
    "GB": LocalForm(_("Sort code"), r"\d{6}", r"\d{8}", "20-00-00, 5577 9911"),
    "HK": LocalForm(_("Bank and branch code"), r"\d{3}(?:\d{3})?", r"\d{6,12}", "004-123, 456789-838"),
    "IN": LocalForm(_("IFSC"), r"[A-Z]{4}0[A-Z0-9]{6}", r"\d{9,18}", "SBIN0000001, 12345678901"),
    "JP": LocalForm(_("Bank and branch code"), r"\d{7}", r"\d{7}", "0001-001, 1234567"),
    "MX": LocalForm("", r"", r"\d{18}", "032180000118359719"),
    "NZ": LocalForm("", r"", r"\d{15,16}", "01-0242-0100194-00"),
    "SG": LocalForm(_("Bank and branch code"), r"\d{4}(?:\d{3})?", r"\d{6,14}", "7171-001, 0012345678"),
    "US": LocalForm(_("Routing number"), r"\d{9}", r"\d{4,17}", "111000025, 1234567890"),
    "ZA": LocalForm(_("Branch code"), r"\d{6}", r"\d{7,11}", "250655, 62001234567"),
}
_ANY = LocalForm(_("Bank code"), r"[A-Z0-9]{0,20}", r"[A-Z0-9]{4,34}", "")


def has_iban(country: str) -> bool:
    """Whether the country's banks give out IBANs."""
    try:
        return bool(get_iban_spec(country))
    except (KeyError, SchwiftyException):
        return False


def check_account(*, country: str, number: str, bank_code: str = "", bic: str = "") -> CheckedAccount:
    """The account as it is kept. Raises AccountNotValid."""
    number, bank_code, bic = compact(number), compact(bank_code), compact(bic)
    if bic:
        _check_bic(bic, country)
    if re.match(r"[A-Z]{2}\d{2}", number) and has_iban(number[:2]):
        return _check_iban(number, country=country, bic=bic)
    if has_iban(country) and country not in LOCAL_FORMS:
        raise AccountNotValid(
            "number", _("Banks of this country use the IBAN. Give that; it begins with %(country)s.") % {"country": country}
        )
    return _check_local(number, bank_code, bic, country=country)


def compact(text: str) -> str:
    """Letters and digits alone, in capitals: people write spaces, hyphens and slashes as they like."""
    return re.sub(r"[\s./–-]", "", text).upper()


def in_groups(number: str) -> str:
    """A long number as people read it out, in fours."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def _check_bic(bic: str, country: str) -> None:
    try:
        checked = BIC(bic)
    except SchwiftyException as error:
        raise AccountNotValid("bic", _("This is not a BIC. It has 8 or 11 letters and digits, such as DEUTDEFF.")) from error
    if checked.country_code != country:
        raise AccountNotValid("bic", _("This BIC belongs to a bank of another country. Check the BIC and the country."))


def _check_iban(number: str, *, country: str, bic: str) -> CheckedAccount:
    try:
        iban = IBAN(number)
    except SchwiftyException as error:
        message = _("This IBAN cannot be right: a digit is wrong, missing or too many. Check it against a bank statement.")
        raise AccountNotValid("number", message) from error
    if iban.country_code != country:
        raise AccountNotValid("number", _("This IBAN belongs to a bank of another country. Check the IBAN and the country."))
    return CheckedAccount(number, "", bic or str(iban.bic or ""), iban.bank_name or "", is_iban=True)


def _check_local(number: str, bank_code: str, bic: str, *, country: str) -> CheckedAccount:
    form = LOCAL_FORMS.get(country, _ANY)
    if not re.fullmatch(form.code, bank_code, re.ASCII) or (country == "US" and not rtn.is_valid(bank_code)):
        message = _("Give the %(code)s of the bank, as in %(example)s.") if form.code else _("Leave the bank code empty here.")
        raise AccountNotValid("bank_code", message % {"code": form.code_name, "example": form.example})
    if not re.fullmatch(form.number, number, re.ASCII) or not _adds_up(country, number):
        message = _("This account number cannot be right for this country. Check it against a bank statement.")
        raise AccountNotValid("number", message)
    return CheckedAccount(number, bank_code, bic, "", is_iban=False)


def _adds_up(country: str, number: str) -> bool:
    match country:
        case "MX":
            # CLABE: the digits times 3, 7 and 1 in turn; the last digit fills the sum of the products' last digits up to tens.
            total = sum(int(digit) * weight % 10 for digit, weight in zip(number[:-1], cycle((3, 7, 1)), strict=False))
            return (10 - total % 10) % 10 == int(number[-1])
        case "NZ":
            return nz_account.is_valid(number)
    return True
