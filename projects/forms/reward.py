"""Forms of reward schemes and sheets. A scheme's grades are rows; the last one filled has no conditions."""

from django import forms
from django.utils import timezone

from core.forms import UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.enums import OrganizationKind
from orgs.models import Organization
from projects.forms.fields import MoneyField
from projects.models import Fund, RewardScheme
from projects.queries.reward import reward_funds, rewarding_bodies, schemes_in_force
from projects.sources import reward_sources

ROWS = range(1, 5)
LIMITS = (("people", "涉及人数不少于"), ("amount", "涉及金额不少于"))


class RewardSchemeForm(UserFormMixin, forms.Form):
    name = forms.CharField(label="办法名称", max_length=60)
    organization = OrganizationChoiceField(
        label="工会", queryset=Organization.objects.none(), kind=OrganizationKind.UNION, empty_label="请选择工会"
    )
    fund = forms.ModelChoiceField(label="资金来源", queryset=Fund.objects.none())
    source = forms.ChoiceField(label="取数来源")
    yearly_cap = MoneyField(label="每单位年度封顶")
    required_documents = forms.IntegerField(
        label="卷宗材料件数", min_value=0, max_value=60, initial=12, help_text="少于此数不予奖补；可配置默认值"
    )
    publicity_days = forms.IntegerField(label="公示期（工作日）", min_value=1, max_value=60, initial=5)
    valid_from = forms.DateField(label="生效日期", initial=timezone.localdate)
    source_text = forms.CharField(label="依据", max_length=200, help_text="文件名称和文号，或会议纪要")

    fieldsets = (
        ("办法", ("name", "organization", "fund", "source", "valid_from", "source_text")),
        *((f"等级{row}", (f"name_{row}", f"price_{row}", f"people_{row}", f"amount_{row}")) for row in ROWS),
        ("限制", ("yearly_cap", "required_documents", "publicity_days")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = rewarding_bodies(self.user)
        self.fields["fund"].queryset = reward_funds(self.user)
        self.fields["source"].choices = [
            ("", "请选择"),
            *((name, source.label) for name, source in reward_sources().items()),
        ]
        for row in ROWS:
            self.fields[f"name_{row}"] = forms.CharField(
                label="等级名称",
                max_length=20,
                required=row == 1,
                help_text="逐级判定，最后一个填写的等级不设条件" if row == 1 else "",
            )
            self.fields[f"price_{row}"] = MoneyField(label="单价", required=row == 1)
            self.fields[f"people_{row}"] = forms.IntegerField(
                label="涉及人数不少于", min_value=1, max_value=100_000, required=False
            )
            self.fields[f"amount_{row}"] = MoneyField(label="涉及金额不少于", required=False)

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            cleaned["grades"] = [grade_row(cleaned, row) for row in ROWS if cleaned[f"name_{row}"]]
        return {name: value for name, value in cleaned.items() if name.rpartition("_")[2] not in map(str, ROWS)}


def grade_row(cleaned: dict, row: int) -> dict:
    """One grade as the operation reads it."""
    limits = [(fact, cleaned[f"{fact}_{row}"]) for fact, _ in LIMITS]
    when = [{"fact": fact, "at_least": str(limit)} for fact, limit in limits if limit]
    price = cleaned[f"price_{row}"]
    return {"name": cleaned[f"name_{row}"], "price": "" if price is None else str(price), "when": when}


class ComputeSheetForm(UserFormMixin, forms.Form):
    scheme = forms.ModelChoiceField(label="办法", queryset=RewardScheme.objects.none())
    starts_on = forms.DateField(label="取数开始")
    ends_on = forms.DateField(label="取数结束", help_text="期间结束后才能核算，以免漏算")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scheme"].queryset = schemes_in_force(self.user)

    def clean(self):
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "取数结束早于取数开始，请核对。")
        return cleaned
