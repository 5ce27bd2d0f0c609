"""The types of documents and templates of letters that new companies begin with, for those that are there and have none."""

from typing import Any

from django.db import migrations

import core.ids

# What differs from the columns' defaults.
_TYPES: dict[str, dict[str, Any]] = {
    "Employment contract": {},
    "Letter": {},
    "Passport or identity card": {"uploaded_by_employee": True, "expires": True, "reminder_days": [60, 14]},
    "Visa or work permit": {"uploaded_by_employee": True, "expires": True, "reminder_days": [60, 14]},
    "Certificate of training": {"data_group": "job", "uploaded_by_employee": True},
    "Medical certificate": {"data_group": "medical", "uploaded_by_employee": True},
    "Internal note": {"shown_to_employee": False},
}
_CONTRACT = """#set page(margin: (x: 25mm, y: 28mm), numbering: "1 / 1")
#set text(size: 11pt)
#set par(justify: true, leading: 0.7em, spacing: 1.1em)
#show heading: set block(above: 1.6em, below: 0.8em)

#align(right)[#company.name \\ #letter.date]

= Employment contract

between *#company.name* (the employer) and *#employee.name* (the employee)#if employee.address != "" [, #employee.address].

== 1. Position and start
The employee works #if employee.job_title != "" [as #employee.job_title ]#if employee.department != "" [in #employee.department ]from #employee.first_day.#if employee.last_day != "" [ The employment ends on #employee.last_day.]

== 2. Working hours
#if employee.weekly_hours != "" [The agreed working time is #employee.weekly_hours hours a week.] else [The working time is agreed separately.]

== 3. Reporting
#if employee.manager != "" [The employee reports to #employee.manager.] else [The employee reports to the management.]

== 4. Pay, leave and notice
Pay, paid leave and notice are as agreed in the annex to this contract, and otherwise as the law says.

#if letter.text != "" [
== 5. Further terms
#letter.text
]

#v(22mm)
#grid(columns: (1fr, 1fr), gutter: 14mm,
  [#line(length: 100%, stroke: 0.5pt) #letter.signed_by, for #company.name],
  [#line(length: 100%, stroke: 0.5pt) #employee.name])
"""
_CONFIRMATION = """#set page(margin: (x: 25mm, y: 28mm))
#set text(size: 11pt)
#set par(leading: 0.7em, spacing: 1.1em)

#align(right)[#company.name \\ #letter.date]
#v(12mm)

*Confirmation of employment*

To whom it may concern,

we confirm that #employee.name has been employed with #company.name since #employee.first_day#if employee.job_title != "" [ as #employee.job_title]#if employee.weekly_hours != "" [, with #employee.weekly_hours hours a week].#if employee.last_day != "" [ The employment ends on #employee.last_day.]

#letter.text

This letter is given at the employee's request.

#v(18mm)
#letter.signed_by \\
#company.name
"""
_REFERENCE = """#set page(margin: (x: 25mm, y: 28mm))
#set text(size: 11pt)
#set par(justify: true, leading: 0.7em, spacing: 1.1em)

#align(right)[#company.name \\ #letter.date]
#v(12mm)

= Reference

*#employee.name*#if employee.date_of_birth != "" [, born on #employee.date_of_birth,] has worked with #company.name from #employee.first_day#if employee.last_day != "" [ until #employee.last_day]#if employee.job_title != "" [, latest as #employee.job_title]#if employee.department != "" [ in #employee.department].

#letter.text

We thank #employee.first_name for the work done and wish #employee.first_name all the best.

#v(18mm)
#letter.signed_by \\
#company.name
"""
# Name, what letters of it are kept as, text.
_TEMPLATES = [
    ("Employment contract", "Employment contract", _CONTRACT),
    ("Confirmation of employment", "Letter", _CONFIRMATION),
    ("Reference", "Letter", _REFERENCE),
]


def add_what_new_companies_have(apps: Any, _schema_editor: Any) -> None:
    """Add them, unless the company has some of its own."""
    types, templates = apps.get_model("documents.DocumentType"), apps.get_model("documents.LetterTemplate")
    # A company that is only being built has no settings yet: it is given its own when it is seeded, in its language.
    if not apps.get_model("company_settings.CompanySettings").objects.exists():
        return
    if not types.objects.exists():
        types.objects.bulk_create(types(id=core.ids.new_id(), name=name, **values) for name, values in _TYPES.items())
    if not templates.objects.exists():
        kept_as = {each.name: each for each in types.objects.all()}
        templates.objects.bulk_create(
            templates(id=core.ids.new_id(), name=name, type=kept_as[type_name], source=source)
            for name, type_name, source in _TEMPLATES
            if type_name in kept_as
        )


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_letter_templates"),
        ("company_settings", "0001_initial"),
    ]

    operations = [migrations.RunPython(add_what_new_companies_have, migrations.RunPython.noop)]
