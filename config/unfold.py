"""How Unfold dresses the company administration. What depends on the request is named by its dotted path."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "config.admin_look.company_name",
    "SITE_HEADER": "config.admin_look.company_name",
    "SITE_SUBHEADER": _("Administration"),
    "SITE_URL": None,
    "SITE_FAVICONS": [{"rel": "icon", "href": "config.admin_look.favicon", "type": "image/svg+xml"}],
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "8px",
    "COLORS": {"primary": "config.admin_look.primary_colors"},
    "STYLES": ["config.admin_look.stylesheet"],
    "SCRIPTS": ["config.admin_look.script"],
    "DASHBOARD_CALLBACK": "hr.attendance.dashboard.show_dashboard",
    "COMMAND": {"search_callback": "hr.people.admin.search_people"},
    "SIDEBAR": {"show_search": True, "navigation": "config.admin_look.build_sidebar"},
    "ACCOUNT": {
        "navigation": [
            {"title": _("Back to my pages"), "link": reverse_lazy("home")},
            {"title": _("My account"), "link": reverse_lazy("profile")},
        ]
    },
}
