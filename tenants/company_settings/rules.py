"""Colours that can be read. Pure."""

from dataclasses import dataclass

from core.product import PRODUCT_COLOR

DEFAULT_PRIMARY_COLOR = PRODUCT_COLOR
DEFAULT_SECONDARY_COLOR = "#0f4f91"
CONSOLE_COLOR = "#6741d9"
# Four times the height at which layouts show a logo, for sharp screens.
LOGO_WITHIN = (480, 160)
# Where sRGB's curve turns from a line into a power (IEC 61966-2-1).
LINEAR_BELOW = 0.04045
_WHITE, _INK = "#ffffff", "#000000"


@dataclass(frozen=True)
class Brand:
    """What the layouts show of a company, or of the platform."""

    display_name: str
    tagline: str = ""
    primary_color: str = DEFAULT_PRIMARY_COLOR
    secondary_color: str = DEFAULT_SECONDARY_COLOR
    logo_url: str = ""
    logo_width: int = 0
    logo_height: int = 0

    @property
    def initial(self) -> str:
        """The letter in place of a logo."""
        return self.display_name[:1].upper()

    @property
    def on_primary(self) -> str:
        """Ink that can be read on the primary colour."""
        return readable_ink(self.primary_color)


def relative_luminance(color: str) -> float:
    """WCAG 2.2's relative luminance of a #rrggbb colour, from 0 (black) to 1 (white)."""
    red, green, blue = (_linear(int(color[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(first: str, second: str) -> float:
    """WCAG 2.2's contrast of two colours, from 1 to 21."""
    lighter, darker = sorted((relative_luminance(first), relative_luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_ink(background: str) -> str:
    """White or black, whichever stands out more; one of the two always reaches 4.5 : 1."""
    return max((_WHITE, _INK), key=lambda ink: contrast_ratio(ink, background))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= LINEAR_BELOW else ((channel + 0.055) / 1.055) ** 2.4
