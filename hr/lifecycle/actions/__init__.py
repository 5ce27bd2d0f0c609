"""Writes of joining and leaving: the verbs that touch several slices, and checklists."""

from hr.lifecycle.actions.checklists import finish_task, move_checklists, reopen_task, start_checklist, start_own_checklists
from hr.lifecycle.actions.joining import change_first_day, hire, hire_many, rehire
from hr.lifecycle.actions.leaving import leave, stay
from hr.lifecycle.actions.refusals import AccessBeforeNow, LifecycleRefusal, NoAccess, NothingToDo, OwnSuccessor
from hr.lifecycle.actions.reminders import remind_of_tasks
from hr.lifecycle.actions.templates import add_usual_templates

__all__ = [
    "AccessBeforeNow",
    "LifecycleRefusal",
    "NoAccess",
    "NothingToDo",
    "OwnSuccessor",
    "add_usual_templates",
    "change_first_day",
    "finish_task",
    "hire",
    "hire_many",
    "leave",
    "move_checklists",
    "rehire",
    "remind_of_tasks",
    "reopen_task",
    "start_checklist",
    "start_own_checklists",
    "stay",
]
