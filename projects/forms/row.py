"""Tables people fill in: as many rows as were written, none of them saved one by one."""

from decimal import Decimal

from django import forms

from projects.forms.fields import MoneyField

MOST = 10_000_000


class BaseRowFormSet(forms.BaseFormSet):
    """Every row is a row somebody wrote; blank ones are ignored. Unbound, it offers at least one."""

    def __init__(self, *args, **kwargs):
        """Once rows are sent, what stood there before is forgotten: a row that equals it would count as blank."""
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.initial = None

    def initial_form_count(self):
        return 0

    def total_form_count(self):
        return super().total_form_count() if self.is_bound else max(len(self.initial or ()), 1)

    @property
    def filled(self) -> list[dict]:
        return [form.cleaned_data for form in self.forms if form.cleaned_data]


class PricedRowForm(forms.Form):
    """A row with a unit price and a quantity."""

    unit_price = MoneyField(label="单价（元）")
    quantity = forms.IntegerField(label="数量", min_value=1, max_value=MOST)

    @property
    def amount(self) -> Decimal | None:
        """What the row comes to as far as it can be read; shown while the form is being filled."""
        try:
            return self.read("unit_price") * self.read("quantity")
        except forms.ValidationError:
            return None

    def read(self, name: str):
        return self.fields[name].clean(self[name].value())


class BasePricedRowFormSet(BaseRowFormSet):
    @property
    def total(self) -> Decimal:
        return sum((form.amount or 0 for form in self.forms), Decimal(0))
