"""Forms of the plan: its texts with three tables, insurance, copying."""

from typing import ClassVar

from django import forms

from core.forms import UserFormMixin
from orgs.enums import ServiceGroup
from projects.enums import BudgetCategory
from projects.forms.fields import EvidenceField
from projects.forms.row import BasePricedRowFormSet, BaseRowFormSet, PricedRowForm
from services.enums import ActivityScale, InsuranceCover
from services.forms.fields import PlannableProjectField
from services.models import Activity, ActivityPlan
from services.operations.plan import FACTS, MOST_PEOPLE, MOST_ROWS, TEXTS
from services.queries.activity import plannable_projects
from services.queries.plan import indicators_of, needs_of, plan_of


class RecordField(forms.ChoiceField):
    """One of ``records``, read once for all rows."""

    def __init__(self, *args, records, blank: str, **kwargs):
        self.records = {str(row.pk): row for row in records}
        choices = [("", blank), *((key, str(row)) for key, row in self.records.items())]
        super().__init__(*args, choices=choices, required=False, **kwargs)

    def clean(self, value):
        return self.records.get(super().clean(value))


class CellsMixin:
    """``cells`` are the controls of a row with the columns each takes on a wide screen."""

    widths: ClassVar[dict[str, int]] = {}

    @property
    def cells(self) -> list[tuple[forms.BoundField, int]]:
        return [(self[name], width) for name, width in self.widths.items()]


class ObjectiveForm(CellsMixin, forms.Form):
    widths: ClassVar = {"text": 5, "need": 3, "indicator": 3}

    text = forms.CharField(label="目标", max_length=200)

    def __init__(self, *args, needs=(), indicators=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["need"] = RecordField(label="对应需求", records=needs, blank="不对应需求")
        self.fields["indicator"] = RecordField(label="对应指标", records=indicators, blank="不对应指标")

    def clean(self):
        values = super().clean()
        if values.get("text") and not (values.get("need") or values.get("indicator")):
            self.add_error("need", "请选择对应的需求或指标。")
        return values


class StepForm(CellsMixin, forms.Form):
    widths: ClassVar = {"time": 2, "content": 4, "materials": 3, "responsible": 2}

    time = forms.CharField(label="时间", max_length=30)
    content = forms.CharField(label="环节", max_length=100)
    materials = forms.CharField(label="物资", max_length=100, required=False)
    responsible = forms.CharField(label="负责人", max_length=30, required=False)


class CostForm(CellsMixin, PricedRowForm):
    widths: ClassVar = {"category": 3, "item": 4, "unit_price": 2, "quantity": 2}

    category = forms.ChoiceField(label="科目", choices=[("", "科目"), *BudgetCategory.choices])
    item = forms.CharField(label="明细", max_length=60)


ObjectiveFormSet = forms.formset_factory(ObjectiveForm, formset=BaseRowFormSet, extra=0, max_num=MOST_ROWS)
StepFormSet = forms.formset_factory(StepForm, formset=BaseRowFormSet, extra=0, max_num=MOST_ROWS)
CostFormSet = forms.formset_factory(CostForm, formset=BasePricedRowFormSet, extra=0, max_num=MOST_ROWS)
FORMSETS = {"objectives": ObjectiveFormSet, "steps": StepFormSet, "costs": CostFormSet}
COLUMNS = {
    "objectives": ("text", "need", "indicator"),
    "steps": ("time", "content", "materials", "responsible"),
    "costs": ("category", "item", "unit_price", "quantity"),
}


class PlanForm(UserFormMixin, forms.ModelForm):
    """``cleaned_data`` is what ``save_plan`` takes; ``tables`` are the rows by name."""

    scale = forms.ChoiceField(label="规模", choices=ActivityScale.choices)
    expected_people = forms.IntegerField(
        label="预计人数（每场）", required=False, min_value=1, max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"data-unit": "人"}),
    )  # fmt: skip
    groups = forms.MultipleChoiceField(
        label="服务对象", choices=ServiceGroup.choices, required=False,
        widget=forms.SelectMultiple(attrs={"data-search": "", "data-wide": ""}),
    )  # fmt: skip
    is_dangerous = forms.BooleanField(
        label="有人身危险（涉水、登高、剧烈运动、使用器械等）", required=False,
        help_text="须为参加者和志愿者投保并写明安全应急预案，才能发布",
    )  # fmt: skip
    fieldsets = (
        ("规模与对象", ("scale", "expected_people", "groups", "is_dangerous")),
        ("各方职责", ("party_duties", "union_duties", "worker_duties", "volunteer_duties")),
        ("物资与宣传", ("materials", "publicity")),
        ("安全", ("safety_plan", "weather_plan")),
    )

    class Meta:
        model = ActivityPlan
        fields = list(TEXTS)
        widgets: ClassVar = {name: forms.Textarea(attrs={"rows": 3}) for name in TEXTS}

    def __init__(self, *args, instance: Activity, initial=None, **kwargs):
        self.activity = instance
        facts = {name: getattr(instance, name) for name in FACTS}
        super().__init__(*args, instance=plan_of(instance), initial=facts | (initial or {}), **kwargs)
        data, given = self.data if self.is_bound else None, initial or {}
        self.tables = {
            name: formset(
                data, prefix=name, initial=given.get(name, self._rows(name)), form_kwargs=self.row_options(name)
            )
            for name, formset in FORMSETS.items()
        }

    def row_options(self, name: str) -> dict:
        return options_of(self.activity, self.user) if name == "objectives" else {}

    def _rows(self, name: str) -> list[dict]:
        return list(getattr(self.activity, name).values(*COLUMNS[name]))

    def clean(self):
        values = super().clean()
        for name, label in (("objectives", "活动目标"), ("steps", "流程"), ("costs", "活动预算")):
            if self.tables[name].is_valid():
                values[name] = self.tables[name].filled
            else:
                self.add_error(None, f"“{label}”有误，请改正标出的行。")
        return values


def options_of(activity: Activity, user) -> dict:
    """What an aim may serve: the needs of the project and its indicators."""
    project = activity.project
    return {"needs": list(needs_of(project, user)), "indicators": list(indicators_of(project, user))}


class InsuranceForm(forms.Form):
    insurer = forms.CharField(label="保险公司", max_length=60)
    policy_number = forms.CharField(label="保单号", max_length=40)
    cover = forms.ChoiceField(label="承保对象", choices=InsuranceCover.choices)
    starts_on = forms.DateField(label="保险起期", help_text="含当日")
    ends_on = forms.DateField(label="保险止期", help_text="含当日")
    file = EvidenceField(label="保险单", help_text="PDF 或图片，按文件内容核对")


class CopyForm(UserFormMixin, forms.Form):
    project = PlannableProjectField()
    name = forms.CharField(label="活动名称", max_length=60)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = plannable_projects(self.user)
