"""Employees and checklist templates in the company administration."""

from django.utils.translation import gettext_lazy as _

from core.audit.sentences import register_phrases
from hr.lifecycle.admin.employees import EmployeeScreen
from hr.lifecycle.admin.templates import ChecklistTemplateAdmin

__all__ = ["ChecklistTemplateAdmin", "EmployeeScreen"]

register_phrases(
    {
        "checklist:started": _("%(actor)s started the checklist “%(name)s” for %(object)s."),
        "checklist:withdrawn": _("%(actor)s took the checklist “%(name)s” of %(object)s back."),
        "checklisttask:done": _("%(actor)s did “%(object)s” for %(person)s."),
        "checklisttask:reopened": _("%(actor)s opened “%(object)s” for %(person)s again."),
        "checklisttask:to_hr": _("%(actor)s handed %(value)s tasks of %(object)s to HR."),
        "checklisttemplate:tasks_changed": _("%(actor)s changed %(object)s’s %(changes)s."),
    }
)
