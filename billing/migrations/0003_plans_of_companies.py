"""Companies that were there before plans counted get the recommended one."""

from django.db import migrations

_ENTITLE = """
INSERT INTO features_entitlement (company_id, plan_code, plan_name, employee_limit, storage_gb, changed_at)
SELECT company.id, plan.code, plan.name, plan.employee_limit, plan.storage_gb, now()
  FROM companies_company company
 CROSS JOIN (SELECT * FROM billing_plan WHERE is_public ORDER BY is_highlighted DESC, position LIMIT 1) plan
ON CONFLICT (company_id) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0002_seed_plans"), ("features", "0001_initial")]
    operations = [migrations.RunSQL(_ENTITLE, migrations.RunSQL.noop)]
