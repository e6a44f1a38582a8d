"""One form for each kind of change; ``cleaned_data`` is ``{reason, content}``."""

from django import forms

from core.forms import ReasonForm, UserFormMixin
from projects.enums import ChangeKind, ServiceForm
from projects.forms.fields import MoneyField
from projects.queries.change import contractor_workers, purchaser_communities
from projects.queries.contract import adjusted_lines

MOST = 10_000_000
EXTRA = 3  # blank rows for new services


class ChangeForm(UserFormMixin, forms.Form):
    """What every request has; subclasses add their fields and ``content``."""

    reason = forms.CharField(label="变更理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.project = project
        self.build()
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def build(self):
        """Fields that depend on the project."""

    def content(self, values: dict) -> dict:
        raise NotImplementedError

    def clean(self):
        values = super().clean()
        if self.errors:
            return values
        return {"kind": self.kind, "reason": values["reason"], "content": self.content(values)}


class TerminateForm(ReasonForm):
    is_breach = forms.BooleanField(
        label="承接单位违约",
        required=False,
        help_text="勾选后，承接单位在规则中心规定的年限内不得申报征集批次，认定错了由其他人员撤销；协商终止等其他情形不勾选",
    )


class StaffForm(ChangeForm):
    kind = ChangeKind.STAFF
    worker = forms.ModelChoiceField(label="新的执行社工", queryset=None)

    def build(self):
        self.fields["worker"].queryset = contractor_workers(self.project)

    def content(self, values):
        return {"worker": values["worker"].pk}


class CommunityForm(ChangeForm):
    kind = ChangeKind.COMMUNITY
    organization = forms.ModelChoiceField(label="新的实施社区", queryset=None)

    def build(self):
        self.fields["organization"].queryset = purchaser_communities(self.project)

    def content(self, values):
        return {"organization": values["organization"].pk}


class PeriodForm(ChangeForm):
    kind = ChangeKind.PERIOD
    ends_on = forms.DateField(label="新的结束日期")

    def build(self):
        self.fields["ends_on"].help_text = f"目前到 {self.project.ends_on}；每个项目只能延期一次"

    def content(self, values):
        return {"ends_on": str(values["ends_on"])}


class BudgetForm(ChangeForm):
    kind = ChangeKind.BUDGET

    def build(self):
        now = adjusted_lines(self.project)
        for line in self.project.budget_lines.order_by("pk"):
            self.fields[f"line_{line.pk}"] = MoneyField(
                label=f"{line.item}（{line.get_category_display()}）", signed=True, required=False,
                help_text=f"目前 {now[line.pk]:,.2f} 元；调入填正数，调出填负数",
            )  # fmt: skip

    def content(self, values):
        moves = [(name.removeprefix("line_"), values[name]) for name in values if name.startswith("line_")]
        return {"moves": [{"line": int(pk), "amount": str(amount)} for pk, amount in moves if amount]}


class AmountForm(ChangeForm):
    kind = ChangeKind.AMOUNT
    amount = MoneyField(label="增加金额", help_text="只增不减；补充协议累计不超过原合同金额的10%（政府采购法第49条）")
    line = forms.ModelChoiceField(label="列入预算明细", queryset=None)

    def build(self):
        self.fields["line"].queryset = self.project.budget_lines.order_by("pk")

    def content(self, values):
        return {"amount": str(values["amount"]), "line": values["line"].pk}


class ContentForm(ChangeForm):
    kind = ChangeKind.CONTENT

    def build(self):
        kept = []
        for item in self.project.service_items.order_by("number"):
            name = f"sessions_{item.pk}"
            self.fields[name] = forms.IntegerField(
                label=f"{item.name}（场次）", min_value=0, max_value=MOST, initial=item.sessions,
                help_text="填 0 为取消；已举办的场次不能减",
            )  # fmt: skip
            kept.append(name)
        added = [(f"新增服务 {number + 1}", self.add_row(number)) for number in range(EXTRA)]
        self.fieldsets = [*([("现有服务", kept)] if kept else []), *added, ("", ["reason"])]

    def add_row(self, number: int) -> list[str]:
        """The fields of one new service; all of them empty, there is none."""
        count = {"required": False, "min_value": 1, "max_value": MOST}
        row = {
            "name": forms.CharField(label="服务名称", required=False, max_length=60),
            "form": forms.ChoiceField(label="形式", required=False, choices=[("", "请选择"), *ServiceForm.choices]),
            "new": forms.IntegerField(label="场次", **count),
            "people": forms.IntegerField(label="每场人数", **count),
        }
        self.fields |= {f"{column}_{number}": field for column, field in row.items()}
        return [f"{column}_{number}" for column in row]

    def clean(self):
        for n in range(EXTRA):
            typed = any(self.cleaned_data.get(f"{column}_{n}") for column in ("form", "new", "people"))
            if typed and not self.cleaned_data.get(f"name_{n}"):
                self.add_error(f"name_{n}", "请填写服务名称；不增加的请清空这一组。")
        return super().clean()

    def content(self, values):
        update, remove = [], []
        for item in self.project.service_items.all():
            sessions = values[f"sessions_{item.pk}"]
            if sessions == 0:
                remove.append(item.pk)
            elif sessions != item.sessions:
                update.append({"item": item.pk, "sessions": sessions, "people": item.people})
        add = [
            {
                "name": values[f"name_{n}"], "form": values[f"form_{n}"], "sessions": values[f"new_{n}"] or 0,
                "people": values[f"people_{n}"] or 0,
            }
            for n in range(EXTRA)
            if values[f"name_{n}"]
        ]  # fmt: skip
        return {"add": add, "update": update, "remove": remove}


FORMS = {form.kind: form for form in (StaffForm, CommunityForm, PeriodForm, BudgetForm, AmountForm, ContentForm)}
