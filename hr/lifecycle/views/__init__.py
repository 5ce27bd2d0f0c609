"""Pages of changes of employment, of tasks and of checklists."""
