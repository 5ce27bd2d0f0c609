"""What employees declare, and what follows for their withholding."""

import pytest

from payroll.statutory.au.declaration import (
    Declaration,
    DeclarationNotConsistent,
    TaxFileNumberNotValid,
    read_tax_file_number,
    scale_of,
)


@pytest.mark.parametrize(
    ("answers", "scale"),
    [
        ({}, "4"),
        ({"tax_file_number": "quoted"}, "1"),
        ({"tax_file_number": "quoted", "claims_tax_free_threshold": True}, "2"),
        ({"tax_file_number": "applied_for", "claims_tax_free_threshold": True}, "2"),
        ({"tax_file_number": "exempt", "claims_tax_free_threshold": True, "medicare_levy": "full_exemption"}, "5"),
        ({"tax_file_number": "quoted", "claims_tax_free_threshold": True, "medicare_levy": "half_exemption"}, "6"),
        ({"tax_file_number": "quoted", "medicare_levy": "full_exemption"}, "1"),
        ({"tax_file_number": "quoted", "residency": "foreign_resident"}, "3"),
        ({"tax_file_number": "quoted", "residency": "working_holiday_maker"}, "3"),
        ({"residency": "foreign_resident"}, "4"),
    ],
)
def test_chooses_the_scale(answers: dict, scale: str) -> None:
    assert scale_of(Declaration(**answers)) == scale


@pytest.mark.parametrize("residency", ["foreign_resident", "working_holiday_maker"])
def test_the_tax_free_threshold_is_for_residents(residency: str) -> None:
    with pytest.raises(DeclarationNotConsistent, match="Only Australian residents"):
        scale_of(Declaration(residency=residency, claims_tax_free_threshold=True))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("123 456 782", "quoted"),
        ("123-456-782", "quoted"),
        ("000 000 000", "not_quoted"),
        ("111111111", "applied_for"),
        ("333333333", "exempt"),
        ("444444444", "exempt"),
        ("987654321", "quoted"),
    ],
)
def test_a_tax_file_number_is_read(text: str, means: str) -> None:
    assert read_tax_file_number(text) == means


@pytest.mark.parametrize("text", ["", "123456789", "1234567820", "12345678a", "١٢٣٤٥٦٧٨٢", "12 34"])
def test_a_mistyped_number_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(TaxFileNumberNotValid) as error:
        read_tax_file_number(text)

    assert "it has not 8 or 9 digits" in str(error.value)
    assert not text or text not in str(error.value)
