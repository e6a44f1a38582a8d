"""App configuration."""

from importlib import import_module

from django import forms
from django.apps import AppConfig
from django.core import validators


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "公共"

    def ready(self):
        """Registers the checks; and words for an office where Django's are a programmer's (该字段是必填项, …)."""
        import_module(f"{self.name}.checks")
        forms.Field.default_error_messages["required"] = "必填项，请填写或选择。"
        validators.MinValueValidator.message = "不能小于%(limit_value)s。"
        validators.MaxValueValidator.message = "不能大于%(limit_value)s。"
        validators.MaxLengthValidator.message = "最多%(limit_value)d个字，现在有%(show_value)d个。"
        validators.ProhibitNullCharactersValidator.message = "里面有不能保存的字符，请重新填写。"
