"""Versions are facts, which stored calculations name: the database refuses to change or delete one."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER pay_structure_version_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON structures_paystructureversion
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
BACKWARD = "DROP TRIGGER pay_structure_version_append_only ON structures_paystructureversion;"


class Migration(migrations.Migration):
    dependencies = [("structures", "0002_versions_and_assignments"), ("audit", "0002_append_only")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
