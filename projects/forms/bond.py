"""Forms of performance bonds."""

from django import forms
from django.utils import timezone

from projects.forms.contract import SIGNED_COPY_HELP
from projects.forms.fields import EvidenceField, MoneyField


class TakeBondForm(forms.Form):
    """The amount and the form are those of the contract; nobody types them again."""

    handed_by = forms.CharField(label="交存人", max_length=30, help_text="承接单位办理交存的人员")
    number = forms.CharField(label="保函或票据号码", max_length=60)
    on = forms.DateField(label="交存日期", initial=timezone.localdate)
    file = EvidenceField(label="保函、票据或收据扫描件", help_text=SIGNED_COPY_HELP)
    note = forms.CharField(label="说明", required=False, max_length=200, help_text="可不填，例如保函到期日")


class ReturnBondForm(forms.Form):
    amount = MoneyField(label="退还金额")
    on = forms.DateField(label="退还日期", initial=timezone.localdate)
    note = forms.CharField(label="说明", required=False, max_length=200, help_text="可不填，例如由谁领回")
    file = EvidenceField(label="退还凭证", required=False, help_text=f"可不传。{SIGNED_COPY_HELP}")


class CallBondForm(forms.Form):
    amount = MoneyField(label="扣留金额")
    on = forms.DateField(label="扣留日期", initial=timezone.localdate)
    note = forms.CharField(
        label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="违反合同哪一条、抵扣什么，依据哪份材料",
    )  # fmt: skip
    file = EvidenceField(label="依据材料", required=False, help_text=f"可不传。{SIGNED_COPY_HELP}")
