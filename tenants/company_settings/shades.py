"""Shades of one colour, from a breath to nearly black, each readable where it is used. Pure."""

from tenants.company_settings.rules import contrast_ratio

# WCAG 2.2, level AA, for text.
_READABLE = 4.5
_WHITE, _BLACK = "#ffffff", "#000000"
# What lies behind the marked place of the sidebar, in the light and in the dark theme.
_LIGHT_MARK, _DARK_MARK = "#f3f4f6", "#1f2937"
_LIGHTER = {"50": 0.94, "100": 0.87, "200": 0.74, "300": 0.54, "400": 0.26}
_DARKER = {"700": 0.16, "800": 0.32, "900": 0.46, "950": 0.64}


def shades_of(color: str) -> dict[str, str]:
    """The shades "50" to "950" of a #rrggbb colour.

    "600" is text on a light page and under white text, "500" is text on a dark page; both reach a contrast of 4.5.
    """
    bright = _readable_on(_DARK_MARK, color, towards=_WHITE)
    deep = _readable_on(_LIGHT_MARK, color, towards=_BLACK)
    return {
        **{name: _mix(bright, _WHITE, share) for name, share in _LIGHTER.items()},
        "500": bright,
        "600": deep,
        **{name: _mix(deep, _BLACK, share) for name, share in _DARKER.items()},
    }


def _readable_on(background: str, color: str, *, towards: str) -> str:
    mixes = (_mix(color, towards, percent / 100) for percent in range(101))
    return next(mix for mix in mixes if contrast_ratio(mix, background) >= _READABLE)


def _mix(color: str, other: str, share: float) -> str:
    """`color` with this share of `other` in it."""
    channels = (round(int(color[at : at + 2], 16) * (1 - share) + int(other[at : at + 2], 16) * share) for at in (1, 3, 5))
    return "#" + "".join(f"{channel:02x}" for channel in channels)
