"""Tags of the console's pages: moments relative to now, and a company's state in words."""

from datetime import datetime, timedelta

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _, gettext_lazy, ngettext, to_locale

from core.countries import UnknownCountry, country as find_country
from core.moments import moment_text
from superadmin.queries import Health
from tenants.companies.models import Company, CompanyStatus
from tenants.removal.models import UNDER_WAY, Removal, RemovalState
from tenants.schemas.models import ProvisioningState

register = template.Library()

_STATUS_TONES = {CompanyStatus.ACTIVE: "chip-good", CompanyStatus.TRIAL: "chip-brand", CompanyStatus.EXPIRED: "chip-warn"}
# Each unit is used while its number can be taken in at a glance.
_MINUTES_SHOWN, _HOURS_SHOWN, _DAYS_SHOWN = 60, 36, 60
_DAYS_A_MONTH = 30.4
_STEPS = (
    (ProvisioningState.REQUESTED, gettext_lazy("Requested")),
    (ProvisioningState.SCHEMA, gettext_lazy("Database made")),
    (ProvisioningState.SEED, gettext_lazy("Settings, roles and owner made")),
    (ProvisioningState.READY, gettext_lazy("Open")),
)


@register.simple_tag
def when(moment: datetime | None, now: datetime) -> SafeString | str:
    """How long ago or ahead a moment is, with the exact one (in UTC, as everything here) on hover; "never" for None."""
    if moment is None:
        return _("never")
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), utc(moment), _relative(moment, now))


@register.filter
def utc(moment: datetime) -> str:
    """The exact moment, as for a document."""
    return _("%(moment)s UTC") % {"moment": moment_text(moment)}


def _relative(moment: datetime, now: datetime) -> str:
    if abs(now - moment) < timedelta(minutes=1):
        return _("just now")
    length = _length(abs(now - moment))
    return _("in %(length)s") % {"length": length} if moment > now else _("%(length)s ago") % {"length": length}


def _length(length: timedelta) -> str:
    """In one unit, rounded: a trial of fourteen days that has just begun has 14 days left, not "1 week"."""
    minutes, hours, days = (round(length / timedelta(**{unit: 1})) for unit in ("minutes", "hours", "days"))
    if minutes < _MINUTES_SHOWN:
        return ngettext("%(number)d minute", "%(number)d minutes", minutes) % {"number": minutes}
    if hours < _HOURS_SHOWN:
        return ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours}
    if days < _DAYS_SHOWN:
        return ngettext("%(number)d day", "%(number)d days", days) % {"number": days}
    months = round(days / _DAYS_A_MONTH)
    return ngettext("%(number)d month", "%(number)d months", months) % {"number": months}


@register.simple_tag
def status_chip(company: Company) -> SafeString:
    """A company's status as a chip; that it is to be deleted says more than that it is suspended."""
    if state := getattr(company, "removal_state", None):
        return format_html('<span class="chip chip-bad">{}</span>', removal_label(state))
    tone = _STATUS_TONES.get(CompanyStatus(company.status), "")
    return format_html('<span class="chip {}">{}</span>', tone, company.get_status_display())


@register.filter
def removal_label(state: str) -> str:
    """Where a removal stands, for who does not want to know the steps."""
    match RemovalState(state):
        case RemovalState.WAITING:
            return _("To be deleted")
        case RemovalState.DONE:
            return _("Deleted")
        case _:
            return _("Being deleted")


@register.simple_tag
def removal_steps(removal: Removal) -> list[tuple[object, bool]]:
    """The steps of a removal that is under way, each with whether it is done."""
    steps = [*UNDER_WAY, RemovalState.DONE]
    return [(step.label, number <= steps.index(RemovalState(removal.state))) for number, step in enumerate(steps)]


@register.simple_tag
def set_up_chip(company: Company) -> SafeString | str:
    """Where a company's set-up stands; `company` needs its health."""
    if company.ready_at is not None:
        return format_html('<span class="chip">{}</span>', _("Ready"))
    if getattr(company, "removal_state", None):
        return ""
    if company.health == Health.FAILING:
        return format_html('<span class="chip chip-bad">{}</span>', _("Failed") if company.provisioning.error else _("Stuck"))
    return format_html('<span class="chip chip-brand">{}</span>', _("Being set up"))


@register.simple_tag
def set_up_steps(company: Company) -> list[tuple[object, bool]]:
    """The steps of a set-up, each with whether it is done."""
    if company.provisioning.state == ProvisioningState.IMPORT:
        return [(_("Requested"), True), (_("Made from its archive"), False), (_("Open"), False)]
    states = [state for state, _label in _STEPS]
    reached = states.index(ProvisioningState(company.provisioning.state))
    return [(label, number <= reached) for number, (_state, label) in enumerate(_STEPS)]


@register.filter
def health_label(health: str) -> str:
    """What a cell of the fleet means."""
    return str(Health(health).label)


@register.filter
def host_url(host: str) -> str:
    """The root of a host's pages, without the slash at its end."""
    return str(settings.SITE_ADDRESS.host_url(host))


@register.filter
def country_name(code: str) -> str:
    """A country in the reader's language; the code of one we do not know."""
    try:
        return find_country(code).name(to_locale(get_language() or "en"))
    except UnknownCountry:
        return code


@register.simple_tag
def next_order(order: str, column: str, *, descending_first: bool = False) -> str:
    """The sort to ask for by pressing a column's heading: the column, or the other way round when it is sorted already."""
    first, second = (f"-{column}", column) if descending_first else (column, f"-{column}")
    return second if order == first else first


@register.simple_tag
def aria_sort(order: str, column: str) -> str:
    """How a column is sorted, in ARIA's words."""
    return {column: "ascending", f"-{column}": "descending"}.get(order, "none")
