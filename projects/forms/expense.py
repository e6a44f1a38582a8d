"""The form of a voucher, made for a phone: take a picture, copy five figures."""

from django import forms
from django.utils import timezone

from core.errors import DomainError
from core.forms import UserFormMixin
from projects.forms.fields import EvidenceField, MoneyField
from projects.models import BudgetLine, Expense
from projects.operations.expense import MOST, normal_invoice
from projects.queries.expense import rooms


class LineField(forms.ModelChoiceField):
    """Budget lines by category, each with what is left of it."""

    left: dict = {}

    def label_from_instance(self, line):
        return f"{line.get_category_display()} · {line.item}（余 {self.left.get(line.pk, 0):,.2f} 元）"


class ExpenseForm(UserFormMixin, forms.ModelForm):
    line = LineField(label="预算明细", queryset=BudgetLine.objects.none(), empty_label="请选择预算明细")
    unit_price = MoneyField(label="单价")
    quantity = forms.IntegerField(label="数量", min_value=1, max_value=MOST, initial=1)
    file = EvidenceField(
        label="发票照片",
        help_text="拍照，或选择 JPG、PNG 图片；最大 10 MB",
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf", "capture": "environment"}),
    )

    fieldsets = (
        ("发票", ("file", "invoice_number", "on", "payee", "unit_price", "quantity")),
        ("用途", ("line", "purpose", "service_item")),
    )

    class Meta:
        model = Expense
        fields = [
            "line", "invoice_number", "on", "payee", "purpose", "unit_price", "quantity", "file", "service_item",
        ]  # fmt: skip
        help_texts = {"invoice_number": "照发票填写，一张发票只能登记一次"}

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["line"]
        field.queryset = project.budget_lines.all()
        field.left = {pk: room.adjusted - room.used for pk, room in rooms(project).items()}
        self.fields["service_item"].queryset = project.service_items.all()
        self.fields["service_item"].empty_label = "不对应具体服务内容"
        if not project.service_items.exists():
            del self.fields["service_item"]
        self.fields["on"].initial = timezone.localdate()
        if self.instance.pk:
            self.fields["file"].required = False
            self.fields["file"].help_text = "不选择则保留原来的照片"

    def clean_invoice_number(self):
        try:
            return normal_invoice(self.cleaned_data["invoice_number"])
        except DomainError as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self):
        values = super().clean()
        if "file" in values and "file" not in self.changed_data:
            values["file"] = None  # the stored picture stays
        return values

    def validate_constraints(self):
        """The operation asks the database, and says it in words."""
