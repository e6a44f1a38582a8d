"""Forms of the steps of an instalment."""

from django import forms

from core.forms import ReasonForm
from projects.forms.fields import MoneyField


class ApplyForm(forms.Form):
    note = forms.CharField(
        label="申请说明",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="本期资金用于什么，发票号码；附件交给区县工会",
    )


class PayForm(forms.Form):
    voucher_number = forms.CharField(label="支付凭证号", max_length=40)
    note = forms.CharField(label="说明", required=False, max_length=200, help_text="可不填")


class ReceiptForm(forms.Form):
    receipt_number = forms.CharField(label="收据号", max_length=40)
    note = forms.CharField(label="说明", required=False, max_length=200, help_text="可不填")


class ClawBackForm(ReasonForm):
    amount = MoneyField(label="追回金额", help_text="不超过这一期已拨付的金额")

    field_order = ["amount", "note"]
