"""Addresses of tasks, checklists and changes of employment."""

from django.urls import path

from hr.lifecycle.views import employment, tasks

_PERSON = "people/<uuid:employee_id>/"

urlpatterns = [
    path("tasks/", tasks.show_own_tasks, name="my_tasks"),
    path("tasks/<uuid:task_id>/done/", tasks.finish, name="task_done"),
    path("tasks/<uuid:task_id>/reopen/", tasks.reopen, name="task_reopen"),
    path("checklists/", tasks.show_checklists, name="checklist_list"),
    path("checklists/<uuid:checklist_id>/", tasks.show_checklist, name="checklist"),
    path("me/kept-records/", tasks.show_kept_records, name="kept_records"),
    path(f"{_PERSON}start-checklist/", tasks.start, name="checklist_start"),
    path(f"{_PERSON}end-employment/", employment.end_employment, name="employment_end"),
    *(
        path(f"{_PERSON}{change}/", employment.change_employment, {"change": change}, name=f"employment_{change}")
        for change in employment.CHANGES
    ),
]
