"""Forms of the panel, the sheets and the ranking."""

from django import forms
from django.urls import reverse

from core.forms import UserFormMixin
from orgs.models import Organization, User
from orgs.scope import has_role
from projects import panel
from projects.enums import TieKind
from projects.permissions import PURCHASERS
from projects.queries.review import experts_around, tie_organizations


class TieOrganizationSelect(forms.Select):
    """Renders the chosen body and the first others; the rest is found by typing (``experttie-options``)."""

    LISTED = 50

    def build_attrs(self, base_attrs, extra_attrs=None):
        return super().build_attrs(base_attrs, extra_attrs) | {"data-search-url": reverse("projects:experttie-options")}

    def optgroups(self, name, value, attrs=None):
        everything = self.choices
        rows = everything.queryset
        chosen = [key for key in map(str, value) if key.isascii() and key.isdigit()]
        listed = rows.order_by("path").values("pk")[: self.LISTED]
        self.choices = type(everything)(everything.field)
        self.choices.queryset = rows.filter(pk__in=chosen) | rows.filter(pk__in=listed)
        try:
            return super().optgroups(name, value, attrs)
        finally:
            self.choices = everything


class ExpertTieForm(UserFormMixin, forms.Form):
    """An expert declares their own ties, a purchaser those of any expert in reach."""

    expert = forms.ModelChoiceField(label="专家", queryset=User.objects.none(), empty_label="请选择")
    organization = forms.ModelChoiceField(
        label="关联单位", queryset=Organization.objects.none(), empty_label="请选择", widget=TieOrganizationSelect
    )
    kind = forms.ChoiceField(label="关联", choices=TieKind.choices, widget=forms.RadioSelect)
    until = forms.DateField(label="离任日期", required=False, help_text="仍在任则不填；离任后三年内仍须回避")

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance = instance
        experts = experts_around(self.user)
        if not has_role(self.user, *PURCHASERS):
            experts = experts.filter(pk=self.user.pk)
        self.fields["expert"].queryset = experts
        self.fields["organization"].queryset = tie_organizations()
        only = list(experts[:2])
        if len(only) == 1:
            self.fields["expert"].initial = only[0].pk


class RecuseForm(forms.Form):
    tie = forms.ChoiceField(label="回避原因", choices=TieKind.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="说明", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class ScoreField(forms.CharField):
    """Points from zero to what the criterion is worth; blank while the sheet is a draft."""

    def __init__(self, item):
        most = f"{item.points.normalize():f}"
        # No step: half points are suggested, hundredths allowed, and the server has the last word.
        control = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label=f"{item.number}. {item.title}", required=False, max_length=12, widget=control)
        self.item, self.unit, self.help_text = item, f"/ {most} 分", item.guidance

    def to_python(self, value):
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            return panel.to_points(text, self.item.points)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def run_validators(self, value):
        """The length was the text's; the points have been checked already."""


class ScoreForm(forms.Form):
    """One field for each criterion of the call's card, then the comment."""

    def __init__(self, *args, items=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.items = {f"points_{item.pk}": item for item in items}
        for name, item in self.items.items():
            self.fields[name] = ScoreField(item)
        self.fields["comment"] = forms.CharField(
            label="评审意见", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
            help_text="最多1000字；评审报告中不署名引用",
        )  # fmt: skip

    @property
    def points(self) -> dict:
        """Criterion → points of every field that could be read."""
        return {item.pk: self.cleaned_data[name] for name, item in self.items.items() if name in self.cleaned_data}


class SpreadForm(forms.Form):
    text = forms.CharField(
        label="复核说明", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明分差的原因和复核情况，写入评审报告",
    )  # fmt: skip


class RankForm(forms.Form):
    note = forms.CharField(
        label="说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="拟立项资金低于薄弱社区专项额度时，必须写明理由",
    )  # fmt: skip


class DrawForm(forms.Form):
    note = forms.CharField(label="原因", required=False, max_length=200, help_text="首次抽取可不填；补抽时请说明")
