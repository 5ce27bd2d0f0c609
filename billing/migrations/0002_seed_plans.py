"""The three plans to begin with. They are rows: later changes of price are made in the console."""

from decimal import Decimal

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Yearly is ten months' price.
PLANS = [
    {
        "code": "basic",
        "name": "Basic",
        "tagline": "Time and people for a small team.",
        "monthly_price": Decimal(29),
        "employee_limit": 25,
        "storage_gb": 5,
        "features": ["Attendance", "Simple payroll", "Basic reports"],
        "position": 1,
    },
    {
        "code": "professional",
        "name": "Professional",
        "tagline": "For companies that outgrew the spreadsheet.",
        "monthly_price": Decimal(79),
        "employee_limit": 100,
        "storage_gb": 20,
        "features": ["Everything in Basic", "Analytics", "Documents", "API access", "Advanced reports", "Own branding"],
        "is_highlighted": True,
        "position": 2,
    },
    {
        "code": "enterprise",
        "name": "Enterprise",
        "tagline": "Several locations, your own domain.",
        "monthly_price": Decimal(199),
        "employee_limit": 500,
        "storage_gb": 100,
        "features": [
            "Everything in Professional",
            "Several locations",
            "Custom integrations",
            "White label with your own domain",
            "Advanced security",
        ],
        "position": 3,
    },
]


def create_plans(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Insert the plans."""
    plan_model = apps.get_model("billing", "Plan")
    for plan in PLANS:
        plan_model.objects.create(**plan, yearly_price=plan["monthly_price"] * 10)


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]

    operations = [migrations.RunPython(create_plans, migrations.RunPython.noop)]
