"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "资源联合"

    def ready(self):
        import_module(f"{self.name}.permissions")  # registers the rules
