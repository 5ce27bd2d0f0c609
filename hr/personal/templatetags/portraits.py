"""Tags for pages that show people."""

from django import template
from django.utils.safestring import SafeString

from core.templatetags.rooster import avatar
from hr.people.models import Employee
from hr.personal.portraits import photo_url

register = template.Library()


@register.simple_tag
def portrait(employee: Employee, *, size: str = "") -> SafeString:
    """An employee's photo, or their avatar; in lists with `select_related("personal_record")`."""
    record = getattr(employee, "personal_record", None)
    url = photo_url(employee.pk, record.photo if record else "")
    return avatar(employee.user_id or employee.pk, employee.full_name, photo_url=url, size=size)
