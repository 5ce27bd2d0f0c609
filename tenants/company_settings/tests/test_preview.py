"""The frame on the settings page shows the company's looks, to nobody else's page and to nobody without the right."""

from collections.abc import Callable

from conftest import HostClient
from tenants.accounts.models import User
from tenants.company_settings.actions import change_settings

PREVIEW = "/admin/company_settings/companysettings/preview/"


def test_the_frame_wears_the_saved_name_and_colour(sign_in: Callable[[User], HostClient], alice: User) -> None:
    change_settings(acting_user=alice, display_name="Zebra & Co", primary_color="#a02040", tagline="Since 1921")

    page = sign_in(alice).get(PREVIEW)

    words = page.content.decode()
    assert words.count("Zebra &amp; Co") >= 2
    assert "--brand: #a02040" in words
    assert "Since 1921" in words


def test_only_our_own_pages_may_frame_it(sign_in: Callable[[User], HostClient], alice: User) -> None:
    page = sign_in(alice).get(PREVIEW)

    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]


def test_whoever_may_not_change_the_settings_sees_no_frame(sign_in: Callable[[User], HostClient], dave: User) -> None:
    assert sign_in(dave).get(PREVIEW).status_code == 403
