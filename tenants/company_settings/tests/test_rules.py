"""Colours that can be read."""

from hypothesis import given, strategies as st

from tenants.company_settings.rules import Brand, contrast_ratio, readable_ink

colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


class TestContrast:
    def test_black_on_white_is_21(self) -> None:
        assert round(contrast_ratio("#000000", "#ffffff"), 2) == 21

    def test_wcags_example_of_grey(self) -> None:
        assert round(contrast_ratio("#767676", "#ffffff"), 2) == 4.54

    @given(colors, colors)
    def test_does_not_depend_on_the_order(self, first: str, second: str) -> None:
        assert contrast_ratio(first, second) == contrast_ratio(second, first) >= 1

    @given(colors)
    def test_some_ink_is_readable_on_any_colour(self, background: str) -> None:
        assert contrast_ratio(readable_ink(background), background) >= 4.5


class TestBrand:
    def test_has_an_initial_and_ink(self) -> None:
        brand = Brand(display_name="acme", primary_color="#ffee00")

        assert (brand.initial, brand.on_primary) == ("A", "#000000")
