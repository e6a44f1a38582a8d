"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "evaluations"
    verbose_name = "评估"

    def ready(self):
        import_module(f"{self.name}.permissions")  # registers the rules
        import_module(f"{self.name}.sources")  # tells projects what people thought
        import_module(f"{self.name}.volume")  # adds evaluations to a project's archived volume
