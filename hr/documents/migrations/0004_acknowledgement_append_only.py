"""Signatures are facts: the database refuses to change or delete one."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER acknowledgement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON documents_acknowledgement
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
BACKWARD = "DROP TRIGGER acknowledgement_append_only ON documents_acknowledgement;"


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_policies"), ("audit", "0002_append_only")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
