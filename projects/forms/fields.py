"""Form fields the forms of this app share."""

from django import forms
from django.db.models import Q
from django.urls import reverse

from core.errors import DomainError
from projects.money import positive_money, to_figure, to_money
from projects.uploads import check_upload


class FigureField(forms.CharField):
    """A count or measurement above zero, read as it is written on paper."""

    read = staticmethod(to_figure)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(*args, max_length=30, **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            return self.read(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def run_validators(self, value):
        """The length was the text's; the figure has been checked already."""


class MoneyField(FigureField):
    """Yuan with two places, read by ``projects.money``; above zero unless ``signed``."""

    unit = "元"

    def __init__(self, *args, signed: bool = False, **kwargs):
        self.read = to_money if signed else positive_money
        super().__init__(*args, **kwargs)


class EvidenceField(forms.FileField):
    """An uploaded file judged by its content."""

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file and file is not initial:
            try:
                check_upload(file)
            except DomainError as error:
                raise forms.ValidationError(str(error)) from None
        return file


class LatestNeedsMixin:
    """Needs out of thousands: the chosen and the latest are listed, the rest is found by typing."""

    LISTED = 50

    def optgroups(self, name, value, attrs=None):
        everything = self.choices
        rows = everything.queryset
        chosen = Q(pk__in=[key for key in value if str(key).isascii() and str(key).isdigit()])
        latest = rows.order_by("-pk").values("pk")[: self.LISTED]
        self.choices = type(everything)(everything.field)
        self.choices.queryset = rows.filter(chosen | Q(pk__in=latest))
        try:
            return super().optgroups(name, value, attrs)
        finally:
            self.choices = everything


class NeedSelectMultiple(LatestNeedsMixin, forms.SelectMultiple):
    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return attrs | {"data-search-url": reverse("projects:need-options"), "data-wide": "", "size": "5"}
