"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "orgs"
    verbose_name = "组织联建"

    def ready(self):
        import_module(f"{self.name}.permissions")  # registers the rules
