"""Pages of the rule centre (规则中心)."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from core.templatetags.ui import day
from core.views import ActionPage, CreatePage, DetailPage, ListPage, UpdatePage
from projects import operations
from projects.enums import ParameterName
from projects.filters.rule import BudgetRuleSetFilter, ParameterHistoryFilter, ScorecardFilter, ThresholdFilter
from projects.forms.rule import BudgetRuleSetForm, ParameterForm, ScorecardForm, ThresholdForm
from projects.models import BudgetRuleSet, Parameter, Scorecard, Threshold
from projects.queries.rule import overview, setting, settings_on
from projects.tables.rule import BudgetRuleSetTable, ParameterTable, ScorecardTable, ThresholdTable


def back_to(label: str, url_name: str) -> dict:
    return {"label": label, "url": reverse(url_name)}


class RuleOverviewView(LoginRequiredMixin, TemplateView):
    template_name = "projects/rule_overview.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"kinds": overview(timezone.localdate())}


class ThresholdListView(ListPage):
    queryset = Threshold.objects.select_related("organization")
    filterset_class = ThresholdFilter
    table_class = ThresholdTable
    template_name = "projects/rule_list.html"
    title = "采购门槛"
    actions = (("登记门槛", "projects:threshold-create", "projects.set_threshold"),)
    empty_title = "还没有登记采购门槛"
    empty_hint = "各地的公开招标数额标准、采购限额标准和公开征集起点不同，由市总、区县总工会按当地文件登记。"


class ThresholdCreateView(CreatePage):
    model = Threshold
    form_class = ThresholdForm
    operation = staticmethod(operations.set_threshold)
    title = "登记门槛"
    success_message = "门槛已登记，自生效日期起适用"

    def get_success_url(self):
        return reverse("projects:threshold-list")


class ParameterListView(LoginRequiredMixin, TemplateView):
    """Every setting: what applies today, since when and why, and what has been decided for later."""

    template_name = "projects/parameter_list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "settings": settings_on(timezone.localdate()),
            "may_set": self.request.user.has_perm("projects.set_parameter"),
        }


class ParameterHistoryView(ListPage):
    """All values of one setting, past and future."""

    queryset = Parameter.objects.select_related("by")
    filterset_class = ParameterHistoryFilter
    table_class = ParameterTable
    template_name = "projects/parameter_history.html"
    empty_title = "还没有登记过，适用默认值"

    @property
    def name(self) -> ParameterName:
        if self.kwargs["name"] not in ParameterName.values:
            raise Http404("No such parameter.")
        return ParameterName(self.kwargs["name"])

    @property
    def title(self):
        return self.name.label

    def get_queryset(self):
        return super().get_queryset().filter(name=self.name)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "setting": setting(self.name, timezone.localdate()),
        }

    def allowed_actions(self) -> list[dict]:
        if not self.request.user.has_perm("projects.set_parameter"):
            return []
        url = f"{reverse('projects:parameter-create')}?name={self.name.value}"
        return [{"label": "登记新值", "url": url, "style": "primary"}]


class ParameterCreateView(CreatePage):
    model = Parameter
    form_class = ParameterForm
    operation = staticmethod(operations.set_parameter)
    title = "登记参数"
    success_message = "参数已登记，自生效日期起适用"

    def get_initial(self):
        return super().get_initial() | {"name": self.request.GET.get("name", "")}

    def get_success_url(self):
        return reverse("projects:parameter-history", args=[self.object.name])


class VersionListView(ListPage):
    """All versions, the past ones included."""

    template_name = "projects/rule_list.html"

    def get_queryset(self):
        return super().get_queryset().with_standing(timezone.localdate())


class VersionDetailView(DetailPage):
    verb_permission = ""

    def get_queryset(self):
        return super().get_queryset().select_related("by", "published_by").with_standing(timezone.localdate())

    def get_context_data(self, **kwargs):
        row = self.object
        versions = type(row).objects.visible_to(self.request.user).filter(name=row.name).order_by("-version")
        return super().get_context_data(**kwargs) | {
            "title": row.name,
            "actions": self.next_actions(),
            "versions": versions.with_standing(timezone.localdate()),
            "facts": [
                {"label": "版本", "value": f"第{row.version}版"},
                {"label": "生效日期", "value": day(row.valid_from)},
            ],
        }

    def next_actions(self) -> list[dict]:
        """A draft is corrected and published; a published version is the start of the next one."""
        row, user = self.object, self.request.user
        model = row._meta.model_name
        if not user.has_perm(self.verb_permission):
            return []
        if row.published_at:
            url = f"{reverse(f'projects:{model}-create')}?copy={row.pk}"
            return [{"label": "新建版本", "url": url}]
        return [
            {"label": "发布", "url": reverse(f"projects:{model}-publish", args=[row.pk]), "primary": True},
            {"label": "修改", "url": reverse(f"projects:{model}-update", args=[row.pk])},
        ]


class VersionFormMixin:
    """Criteria or rules as rows below the form."""

    template_name = "projects/rule_form.html"
    columns: tuple[str, ...] = ()

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        row = kwargs.pop("instance", None)
        return kwargs | {"fixed_name": bool(row and row.pk)}

    def initial_of(self, row) -> dict:
        return {"source_text": row.source_text, "rows": list(self.parts_of(row).values(*self.columns))}


class VersionCreateMixin(VersionFormMixin):
    """``?copy=<pk>`` starts from a version of the same name."""

    def get_initial(self):
        key = self.request.GET.get("copy", "")
        rows = self.model.objects.visible_to(self.request.user)
        row = rows.filter(pk=key).first() if key.isascii() and key.isdigit() and len(key) < 10 else None
        return super().get_initial() | (self.initial_of(row) | {"name": row.name} if row else {})


class VersionUpdateMixin(VersionFormMixin):
    def get_initial(self):
        row = self.get_object()
        return super().get_initial() | self.initial_of(row) | {"valid_from": row.valid_from}


class ScorecardParts:
    model = Scorecard
    form_class = ScorecardForm
    columns = ("title", "points", "guidance")

    def parts_of(self, row):
        return row.items


class BudgetRuleSetParts:
    model = BudgetRuleSet
    form_class = BudgetRuleSetForm
    columns = ("kind", "categories", "keyword", "value", "tiers", "message", "source_text")

    def parts_of(self, row):
        return row.rules


class ScorecardListView(VersionListView):
    queryset = Scorecard.objects.all()  # unscoped: narrowed by the page base
    filterset_class = ScorecardFilter
    table_class = ScorecardTable
    title = "评分卡"
    actions = (("新建评分卡", "projects:scorecard-create", "projects.create_scorecard"),)
    empty_title = "还没有评分卡"


class ScorecardDetailView(VersionDetailView):
    queryset = Scorecard.objects.prefetch_related("items")
    verb_permission = "projects.publish_scorecard"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "total": sum(item.points for item in self.object.items.all()),
            "back": back_to("评分卡", "projects:scorecard-list"),
        }


class ScorecardCreateView(ScorecardParts, VersionCreateMixin, CreatePage):
    operation = staticmethod(operations.create_scorecard)
    title = "新建评分卡"
    submit_label = "保存草稿"
    success_message = "草稿已保存，核对合计 100 分后发布"


class ScorecardUpdateView(ScorecardParts, VersionUpdateMixin, UpdatePage):
    operation = staticmethod(operations.update_scorecard)
    title = "修改评分卡"


class ScorecardPublishView(ActionPage):
    queryset = Scorecard.objects.all()  # unscoped: narrowed by the page base
    form_class = Form
    operation = staticmethod(operations.publish_scorecard)
    title = "发布评分卡"
    warning = "发布后不能再改，需要调整时另建版本。已选用旧版本的批次继续按旧版本评审。"
    success_message = "评分卡已发布"


class BudgetRuleSetListView(VersionListView):
    queryset = BudgetRuleSet.objects.all()  # unscoped: narrowed by the page base
    filterset_class = BudgetRuleSetFilter
    table_class = BudgetRuleSetTable
    title = "预算规则集"
    actions = (("新建规则集", "projects:budgetruleset-create", "projects.create_budget_rule_set"),)
    empty_title = "还没有预算规则集"


class BudgetRuleSetDetailView(VersionDetailView):
    queryset = BudgetRuleSet.objects.prefetch_related("rules")
    verb_permission = "projects.publish_budget_rule_set"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back": back_to("预算规则集", "projects:budgetruleset-list")}


class BudgetRuleSetCreateView(BudgetRuleSetParts, VersionCreateMixin, CreatePage):
    operation = staticmethod(operations.create_budget_rule_set)
    title = "新建规则集"
    submit_label = "保存草稿"
    success_message = "草稿已保存，核对后发布"


class BudgetRuleSetUpdateView(BudgetRuleSetParts, VersionUpdateMixin, UpdatePage):
    operation = staticmethod(operations.update_budget_rule_set)
    title = "修改规则集"


class BudgetRuleSetPublishView(ActionPage):
    queryset = BudgetRuleSet.objects.all()  # unscoped: narrowed by the page base
    form_class = Form
    operation = staticmethod(operations.publish_budget_rule_set)
    title = "发布规则集"
    warning = "发布后不能再改，需要调整时另建版本。已选用旧版本的批次继续按旧版本审核预算、变更和支出。"
    success_message = "规则集已发布"
