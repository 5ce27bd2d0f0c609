"""Punches are facts: the database refuses to change or delete one."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER punch_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON attendance_punch
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
BACKWARD = "DROP TRIGGER punch_append_only ON attendance_punch;"


class Migration(migrations.Migration):
    dependencies = [("attendance", "0001_initial"), ("audit", "0002_append_only")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
