"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = "服务联动"

    def ready(self):
        import_module(f"{self.name}.permissions")  # registers the rules
        import_module(f"{self.name}.sources")  # tells projects what was achieved
        import_module(f"{self.name}.merging")  # moves the records of merged people
