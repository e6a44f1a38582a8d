"""Pages of indicators: progress across projects, figures filled in by hand, the part of a project's page."""

from django.urls import reverse

from core.forms import NoteForm, ReasonForm
from core.views import ActionPage, ListPage
from projects import operations
from projects.enums import ActualState, Measure
from projects.filters.indicator import IndicatorFilter, ManualActualFilter
from projects.forms.indicator import FillForm, PeriodsForm
from projects.models import Indicator, ManualActual, Project
from projects.operations.indicator import PERIODS_OPEN
from projects.queries.indicator import items_of, ranked, sees_people, with_periods
from projects.queries.report import REPORTING
from projects.tables.indicator import IndicatorTable, ManualActualTable
from projects.views.files import StoredFileView
from projects.views.section import ProjectSection

OF_PROJECT = ("project__organization", "project__contractor")


class IndicatorListView(ListPage):
    """Progress is computed for all that match, so that the furthest behind come first."""

    queryset = Indicator.objects.select_related(*OF_PROJECT)
    filterset_class = IndicatorFilter
    table_class = IndicatorTable
    title = "指标进度"
    empty_title = "没有在实施的指标"
    empty_hint = "项目启动实施后，在这里按进度列出各项指标；完成值按服务记录自动计算。"

    def get_table_data(self):
        return ranked(self.object_list, only_behind=self.filterset.only_behind)

    def get_table_kwargs(self):
        return {"sees_people": sees_people(self.request.user)}


class ManualActualListView(ListPage):
    queryset = ManualActual.objects.select_related(
        "indicator__project__organization", "indicator__project__contractor", "uploaded_by"
    )
    filterset_class = ManualActualFilter
    table_class = ManualActualTable
    title = "指标填报"
    empty_title = "还没有人工填报"
    empty_hint = "系统不能自动计算的指标，由承接单位附证明材料填报，区县工会核定后计入。"

    def get_table_kwargs(self):
        return {} if self.request.user.has_perm("projects.approve_actuals") else {"exclude": ("decide",)}

    def get_table(self, **kwargs):
        table = super().get_table(**kwargs)
        for row in table.page.object_list:
            mark_decidable(row.record, self.request.user)
        return table


def mark_decidable(actual: ManualActual, user) -> ManualActual:
    """Sets ``may_decide`` for the buttons beside a figure."""
    waits = actual.state == ActualState.SUBMITTED
    actual.may_decide = waits and user.has_perm("projects.approve_actual", actual)
    return actual


class ManualActualFileView(StoredFileView):
    model = ManualActual


class IndicatorActionPage(ActionPage):
    queryset = Indicator.objects.select_related(*OF_PROJECT)

    def get_success_url(self):
        return self.get_object().project.get_part_url("indicators")


class IndicatorFillView(IndicatorActionPage):
    form_class = FillForm
    operation = staticmethod(operations.fill_actual)
    title = "填报完成情况"
    warning = "由区县工会核对证明材料，核定后计入完成值。"
    success_message = "已填报，等待核定"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class IndicatorPeriodsView(IndicatorActionPage):
    form_class = PeriodsForm
    operation = staticmethod(operations.plan_periods)
    title = "指标分期"
    warning = "写明每期结束时累计应完成多少，最后一期为项目结束日和目标值。进度按分期目标判断。"
    success_message = "指标分期已保存"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "indicator": self.get_object()}


class ActualActionPage(ActionPage):
    queryset = ManualActual.objects.select_related("indicator__project__organization", "uploaded_by")
    template_name = "projects/manualactual_action.html"


class ManualActualApproveView(ActualActionPage):
    form_class = NoteForm
    operation = staticmethod(operations.approve_actual)
    title = "核定填报"
    warning = "核定后计入完成值，不能撤销。请先打开证明材料核对。"
    success_message = "已核定"


class ManualActualReturnView(ActualActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.return_actual)
    title = "退回填报"
    warning = "退回后不计入完成值，承接单位可以重新填报。"
    success_message = "已退回"


class ProjectIndicatorsView(ProjectSection):
    """Aims, indicators, periods and promised services beside what was achieved; loaded by the project page."""

    section = "indicators"
    queryset = Project.objects.select_related("organization", "contractor")
    template_name = "projects/_project_indicators.html"

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        found, people = with_periods(project), sees_people(user)
        waiting = ManualActual.objects.visible_to(user).filter(indicator__project=project, state=ActualState.SUBMITTED)
        waiting = waiting.select_related("indicator__project__organization", "uploaded_by")
        first = found[0][0].indicator if found else None
        may_fill = project.state in REPORTING and user.has_perm("projects.fill_actual", first)
        may_plan = project.state in PERIODS_OPEN and user.has_perm("projects.plan_periods", first)
        return super().get_context_data(**kwargs) | {
            "rows": [
                {
                    "progress": row,
                    "url": row.url_for(sees_people=people),
                    "periods": periods,
                    "fill_url": fill_url(row.indicator) if may_fill else "",
                    "periods_url": reverse("projects:indicator-periods", args=[row.indicator.pk]) if may_plan else "",
                }
                for row, periods in found
            ],
            "items": items_of(project),
            "waiting": [mark_decidable(actual, user) for actual in waiting],
        }


def fill_url(indicator: Indicator) -> str:
    """Only what the system cannot count is filled in by hand."""
    return reverse("projects:indicator-fill", args=[indicator.pk]) if indicator.measure == Measure.MANUAL else ""
