"""No tables; an app so that its command and its words are found."""

from django.apps import AppConfig


class StatutoryConfig(AppConfig):
    """What the law of each country takes from pay."""

    name = "payroll.statutory"
    label = "statutory"
