"""Forms of the procurement plan."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone

from core.forms import UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.enums import OrganizationKind
from orgs.models import Organization
from projects.enums import NeedCategory, Procedure
from projects.forms.fields import MoneyField
from projects.forms.project import FundChoiceField
from projects.models import Fund, Plan, PlanItem
from projects.queries.plan import funds_of_plan, purchasing_bodies


class PlanForm(UserFormMixin, forms.ModelForm):
    organization = OrganizationChoiceField(
        label="购买主体", queryset=Organization.objects.none(), kind=OrganizationKind.UNION, empty_label="请选择工会"
    )
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)

    fieldsets = (("", ("name", "organization", "year")),)

    class Meta:
        model = Plan
        fields = ["organization", "year", "name"]
        error_messages = {
            NON_FIELD_ERRORS: {
                "unique_together": "这个工会今年已有同名的采购计划。请直接打开它，或换一个名称。",
                "unique": "这个工会今年已有同名的采购计划。请直接打开它，或换一个名称。",
            }
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        bodies = purchasing_bodies(self.user)
        self.fields["organization"].queryset = bodies
        self.fields["organization"].initial = bodies.order_by("depth", "path").values_list("pk", flat=True).first()
        self.fields["year"].initial = timezone.localdate().year


class PlanItemForm(UserFormMixin, forms.Form):
    name = forms.CharField(label="采购内容", max_length=60)
    category = forms.ChoiceField(label="类别", choices=[("", "请选择"), *NeedCategory.choices])
    fund = FundChoiceField(label="资金来源", queryset=Fund.objects.none(), empty_label="请选择")
    amount = MoneyField(label="预算金额")
    procedure = forms.ChoiceField(label="采购方式", choices=[("", "请选择"), *Procedure.choices])
    reason = forms.CharField(
        label="采用理由",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="采购方式比应当采用的宽松时必须填写",
    )

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fund"].queryset = funds_of_plan(plan, self.user)


class RemoveItemForm(forms.Form):
    item = forms.ModelChoiceField(label="要删除的明细", queryset=PlanItem.objects.none(), empty_label="请选择")

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = plan.items.all()
