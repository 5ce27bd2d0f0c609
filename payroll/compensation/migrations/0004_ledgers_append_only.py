"""Movements of loans and orders are facts: the database refuses to change or delete one."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER loan_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON compensation_loanentry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER garnishment_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON compensation_garnishmententry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
BACKWARD = """
DROP TRIGGER loan_entry_append_only ON compensation_loanentry;
DROP TRIGGER garnishment_entry_append_only ON compensation_garnishmententry;
"""


class Migration(migrations.Migration):
    dependencies = [("compensation", "0003_items_loans_and_orders"), ("audit", "0002_append_only")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
