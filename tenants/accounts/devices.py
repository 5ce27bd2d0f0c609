"""What a browser tells of itself, in words that people know their devices by."""

from django.utils.translation import gettext as _

from tenants.accounts.models import SignIn

# In this order: Edge and Opera also say Chrome, Chrome also says Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def method_text(sign_in: SignIn) -> str:
    """What somebody proved who they are with: "password and a second step"."""
    label = str(SignIn.Method(sign_in.method).label)
    return _("%(method)s and a second step") % {"method": label} if sign_in.had_second_factor else label


def device_name(user_agent: str) -> str:
    """Such as "Firefox on Windows". A browser may say what it likes, so it is a hint and no proof."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown device")
