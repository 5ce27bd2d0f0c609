"""Shades of a company's colour."""

import pytest
from hypothesis import given, strategies as st

from tenants.company_settings.rules import contrast_ratio, relative_luminance
from tenants.company_settings.shades import shades_of

NAMES = ["50", "100", "200", "300", "400", "500", "600", "700", "800", "900", "950"]


@given(st.integers(0, 0xFFFFFF))
def test_any_colour_gives_shades_that_can_be_read(number: int) -> None:
    shades = shades_of(f"#{number:06x}")

    assert contrast_ratio(shades["600"], "#f3f4f6") >= 4.5
    assert contrast_ratio(shades["500"], "#1f2937") >= 4.5
    light = [relative_luminance(shades[name]) for name in NAMES]
    assert light == sorted(light, reverse=True)


@pytest.mark.parametrize("color", ["#0f4f91", "#6741d9"])
def test_a_colour_that_can_be_read_stays_itself(color: str) -> None:
    assert shades_of(color)["600"] == color
