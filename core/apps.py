"""App configuration."""

from importlib import import_module

from django import forms
from django.apps import AppConfig
from django.core import validators
from django.db.models.constraints import BaseConstraint

NO_SUCH_CHOICE = "没有这个选项，请重新选择。"
IN_WORDS: dict[type[forms.Field], dict[str, str]] = {
    forms.ChoiceField: {"invalid_choice": NO_SUCH_CHOICE},
    forms.MultipleChoiceField: {"invalid_choice": NO_SUCH_CHOICE},
    forms.ModelChoiceField: {"invalid_choice": NO_SUCH_CHOICE},
    forms.ModelMultipleChoiceField: {"invalid_choice": NO_SUCH_CHOICE, "invalid_pk_value": NO_SUCH_CHOICE},
    forms.IntegerField: {"invalid": "请填写整数。"},
    forms.DecimalField: {"invalid": "请填写数字。"},
    forms.DateField: {"invalid": "请填写日期，例如 2026-03-01。"},
    forms.DateTimeField: {"invalid": "请填写日期和时间，例如 2026-03-01 09:00。"},
}

# Here and not in ``ready``: a constraint takes its words over when the models are loaded. Django's name the constraint.
BaseConstraint.default_violation_error_message = "填写的内容互相矛盾，请核对日期的先后和数字的大小。"


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "公共"

    def ready(self):
        """Registers the checks; and words for an office where Django's are a programmer's (该字段是必填项, …)."""
        import_module(f"{self.name}.checks")
        forms.Field.default_error_messages["required"] = "必填项，请填写或选择。"
        for field, messages in IN_WORDS.items():
            field.default_error_messages = field.default_error_messages | messages
        validators.MinValueValidator.message = "不能小于%(limit_value)s。"
        validators.MaxValueValidator.message = "不能大于%(limit_value)s。"
        validators.MaxLengthValidator.message = "最多%(limit_value)d个字，现在有%(show_value)d个。"
        validators.ProhibitNullCharactersValidator.message = "里面有不能保存的字符，请重新填写。"
