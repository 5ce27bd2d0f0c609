"""Tags for pages that show people."""

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from core.templatetags.rooster import avatar
from hr.people.models import Employee

register = template.Library()


@register.simple_tag
def portrait(employee: Employee, *, size: str = "") -> SafeString:
    """An employee's photo, or their avatar; in lists with `select_related("personal_record")`."""
    record = getattr(employee, "personal_record", None)
    photo_url = reverse("employee_photo", args=[employee.pk, record.photo_version]) if record and record.photo else ""
    return avatar(employee.user_id or employee.pk, employee.full_name, photo_url=photo_url, size=size)
