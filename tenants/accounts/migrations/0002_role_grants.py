"""What a role allows becomes rows with a scope, so that it may hold over some people only. Roles keep what they allowed."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import core.ids

# What the built-in roles come to allow beside what they allowed. The column that is left is read by the release before.
FORWARD = """
INSERT INTO accounts_rolegrant (id, role_id, capability, scope)
SELECT gen_random_uuid(), id, unnest(capabilities), 'company' FROM accounts_role;

INSERT INTO accounts_rolegrant (id, role_id, capability, scope)
SELECT gen_random_uuid(), role.id, data_group || '.' || level, 'company'
  FROM accounts_role role
 CROSS JOIN unnest('{personal,job,salary,bank,medical,documents,attendance,leave,payroll}'::text[]) data_group
 CROSS JOIN unnest('{view,manage}'::text[]) level
 WHERE role.code = 'owner'
    OR role.code = 'hr' AND data_group NOT IN ('salary', 'bank', 'payroll')
    OR role.code = 'payroll' AND data_group IN ('salary', 'bank', 'payroll')
    OR role.code = 'payroll' AND data_group IN ('personal', 'job', 'leave') AND level = 'view'
    OR role.code = 'auditor' AND data_group <> 'medical' AND level = 'view'
ON CONFLICT DO NOTHING;

INSERT INTO accounts_rolegrant (id, role_id, capability, scope)
SELECT gen_random_uuid(), role.id, added.capability, added.scope
  FROM accounts_role role JOIN (VALUES
       ('owner', 'roles.manage', 'company'),
       ('owner', 'settings.view', 'company'),
       ('owner', 'billing.view', 'company'),
       ('owner', 'billing.manage', 'company'),
       ('auditor', 'settings.view', 'company'),
       ('auditor', 'billing.view', 'company'),
       ('manager', 'job.view', 'direct_reports'),
       ('manager', 'attendance.view', 'direct_reports'),
       ('manager', 'attendance.manage', 'direct_reports'),
       ('manager', 'leave.view', 'direct_reports'),
       ('manager', 'leave.manage', 'direct_reports'),
       ('employee', 'personal.view', 'self'),
       ('employee', 'personal.manage', 'self'),
       ('employee', 'job.view', 'self'),
       ('employee', 'salary.view', 'self'),
       ('employee', 'bank.view', 'self'),
       ('employee', 'bank.manage', 'self'),
       ('employee', 'medical.view', 'self'),
       ('employee', 'documents.view', 'self'),
       ('employee', 'documents.manage', 'self'),
       ('employee', 'attendance.view', 'self'),
       ('employee', 'leave.view', 'self'),
       ('employee', 'payroll.view', 'self')
  ) AS added (code, capability, scope) ON added.code = role.code
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="role",
            name="capabilities",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), db_default=[], default=list, editable=False
            ),
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "capability",
                    models.CharField(
                        choices=[
                            ("admin.enter", "Open the company administration"),
                            ("people.view", "See the people directory"),
                            ("people.manage", "Add people, departments and accounts"),
                            ("roles.manage", "Make and change roles, and look at pages as somebody else"),
                            ("personal.view", "See personal data"),
                            ("personal.manage", "Change personal data"),
                            ("job.view", "See job and employment"),
                            ("job.manage", "Change job and employment"),
                            ("salary.view", "See salary and benefits"),
                            ("salary.manage", "Change salary and benefits"),
                            ("bank.view", "See bank accounts"),
                            ("bank.manage", "Change bank accounts"),
                            ("medical.view", "See medical data"),
                            ("medical.manage", "Change medical data"),
                            ("documents.view", "See documents"),
                            ("documents.manage", "Add and change documents"),
                            ("attendance.view", "See attendance"),
                            ("attendance.manage", "Administer attendance"),
                            ("leave.view", "See leave"),
                            ("leave.manage", "Approve and administer leave"),
                            ("payroll.view", "See payslips and pay runs"),
                            ("payroll.manage", "Run payroll"),
                            ("settings.view", "See the company's settings"),
                            ("settings.manage", "Change the company's settings"),
                            ("billing.view", "See plan and invoices"),
                            ("billing.manage", "Change plan and payment"),
                            ("audit.view", "Read the audit trail"),
                            ("console.enter", "Use the platform's console"),
                        ],
                        max_length=40,
                        verbose_name="allows",
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("self", "Themselves"),
                            ("direct_reports", "Direct reports"),
                            ("all_reports", "All reports, also indirect"),
                            ("department", "Own department and its parts"),
                            ("location", "Own location"),
                            ("company", "Everybody"),
                        ],
                        max_length=20,
                        verbose_name="over",
                    ),
                ),
                ("role", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="grants", to="accounts.role")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("role", "capability"), name="role_grant_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scope__in", ["self", "direct_reports", "all_reports", "department", "location", "company"])
                        ),
                        name="role_grant_scope_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scope", "company"),
                            (
                                "capability__in",
                                (
                                    "personal.view",
                                    "personal.manage",
                                    "job.view",
                                    "job.manage",
                                    "salary.view",
                                    "salary.manage",
                                    "bank.view",
                                    "bank.manage",
                                    "medical.view",
                                    "medical.manage",
                                    "documents.view",
                                    "documents.manage",
                                    "attendance.view",
                                    "attendance.manage",
                                    "leave.view",
                                    "leave.manage",
                                    "payroll.view",
                                    "payroll.manage",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="role_grant_company_wide",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scope", "self"), _negated=True),
                            models.Q(
                                (
                                    "capability__in",
                                    ("job.manage", "salary.manage", "attendance.manage", "leave.manage", "payroll.manage"),
                                ),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="role_grant_not_over_oneself",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
