"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "报表"

    def ready(self):
        import_module(f"{self.name}.permissions")  # registers the rules
