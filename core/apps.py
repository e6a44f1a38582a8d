"""App configuration."""

from django import forms
from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "公共"

    def ready(self):
        """Django says 该字段是必填项; nobody in an office calls it a 字段."""
        forms.Field.default_error_messages["required"] = "必填项，请填写或选择。"
