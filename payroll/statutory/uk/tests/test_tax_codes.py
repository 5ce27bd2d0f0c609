"""Tax codes as HMRC writes them, and as people mistype them."""

import pytest

from payroll.statutory.uk.tax_codes import TaxCode, TaxCodeNotValid, read_tax_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1257L", TaxCode("ruk", number=1257)),
        (" s1257l ", TaxCode("scotland", number=1257)),
        ("C1257L", TaxCode("wales", number=1257)),
        ("1257M", TaxCode("ruk", number=1257)),
        ("0T", TaxCode("ruk", number=0)),
        ("K475", TaxCode("ruk", number=-475)),
        ("SK475 M1", TaxCode("scotland", number=-475, non_cumulative=True)),
        ("1257L X", TaxCode("ruk", number=1257, non_cumulative=True)),
        ("1257LW1", TaxCode("ruk", number=1257, non_cumulative=True)),
        ("BR", TaxCode("ruk", flat_band=0)),
        ("D1", TaxCode("ruk", flat_band=2)),
        ("SD3", TaxCode("scotland", flat_band=4)),
        ("NT", TaxCode("ruk", untaxed=True)),
    ],
)
def test_is_read(text: str, code: TaxCode) -> None:
    assert read_tax_code(text) == code


@pytest.mark.parametrize(
    "text", ["", "1257", "L1257", "1257Q", "D2", "CD2", "SD4", "K", "12 57L", "1257L 1257L", "9999999L", "١٢٥٧L", "S", "NTNT"]
)
def test_what_is_no_code_says_how_to_enter_one(text: str) -> None:
    with pytest.raises(TaxCodeNotValid, match=r"is not a tax code\. .* Enter it as on HMRC's notice"):
        read_tax_code(text)
