"""Evaluations of midterm and final reviews: assign, sample, score, withdraw."""

from django import forms
from django.urls import reverse

from core.forms import NoteForm
from core.views import ActionPage, DetailPage, ListPage
from evaluations import operations, workflow
from evaluations.enums import EvaluationState
from evaluations.filters import EvaluationFilter
from evaluations.forms import AssignForm, SubmitForm
from evaluations.models import Evaluation, Rating
from evaluations.queries import is_overdue, score_counts, sessions_to_sample
from evaluations.scoring import grade, summary
from evaluations.tables import EvaluationTable
from projects.models import Expense, Project

PARTIES = ("project__organization", "project__contractor", "project__worker", "evaluator", "assigned_by")


class EvaluationListView(ListPage):
    queryset = Evaluation.objects.select_related("project__organization", "project__contractor", "evaluator")
    filterset_class = EvaluationFilter
    table_class = EvaluationTable
    title = "项目评估"
    empty_title = "还没有项目评估"
    empty_hint = "项目进入中期评估或申请结项后，由区县工会在项目页委派评审专家。"


class EvaluationDetailView(DetailPage):
    queryset = Evaluation.objects.select_related(*PARTIES, "sample")
    transitions = workflow.EVALUATION

    def get_context_data(self, **kwargs):
        evaluation, user = self.object, self.request.user
        ratings = Rating.objects.filter(session__activity__project=evaluation.project)  # unscoped: of this project only
        return super().get_context_data(**kwargs) | {
            "grade": grade(evaluation.score, evaluation.project.pass_mark) if evaluation.score is not None else None,
            "is_overdue": is_overdue(evaluation),
            "summary": summary(score_counts(ratings)),
            "sample": sample_of(evaluation, user),
            "actions": self.next_actions(),
            "back": {"label": "项目评估", "url": reverse("evaluations:evaluation-list")},
            "facts": [
                {"label": "项目", "value": evaluation.project, "url": evaluation.project.get_part_url("evaluation")},
                {"label": "阶段", "value": evaluation.label},
                {"label": "评估人", "value": evaluation.evaluator},
            ],
        }

    def next_actions(self) -> list[dict]:
        evaluation, user = self.object, self.request.user
        waits = evaluation.state == EvaluationState.ASSIGNED and not hasattr(evaluation, "sample")
        if waits and user.has_perm("evaluations.draw_sample", evaluation):
            url = reverse("evaluations:evaluation-sample", args=[evaluation.pk])
            return [{"label": "抽取证据样本", "url": url}]
        return []


def sample_of(evaluation, user) -> dict | None:
    """The drawn sessions and vouchers, as far as the reader may open them."""
    sample = getattr(evaluation, "sample", None)
    if sample is None:
        return None
    sessions = sessions_to_sample(evaluation.project).visible_to(user).filter(pk__in=sample.session_pks)
    expenses = Expense.objects.visible_to(user).filter(project=evaluation.project, pk__in=sample.expense_pks)
    return {
        "drawn": sample,
        "sessions": sessions.select_related("activity", "organization").order_by("starts_at", "pk"),
        "expenses": expenses.order_by("on", "pk"),
    }


class EvaluationAssignView(ActionPage):
    """Addressed by the project; the record does not exist yet."""

    queryset = Project.objects.select_related("organization", "contractor", "worker")
    template_name = "evaluations/evaluation_assign.html"
    form_class = AssignForm
    operation = staticmethod(operations.assign_evaluation)
    title = "委派评估"
    success_message = "已委派，评估人会收到通知"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"project": self.get_object(), "user": self.request.user}


class EvaluationSampleView(ActionPage):
    queryset = Evaluation.objects.select_related("project", "evaluator")
    form_class = forms.Form
    operation = staticmethod(operations.draw_sample)
    title = "抽取证据样本"
    warning = "按随机种子抽取要核查的场次（十分之一，至少3场）和支出凭证（十分之三），种子记入办理过程，只能抽一次。"
    success_message = "样本已抽取"


class EvaluationSubmitView(ActionPage):
    queryset = Evaluation.objects.select_related("project", "evaluator")
    form_class = SubmitForm
    operation = staticmethod(operations.submit_evaluation)
    title = "提交评分"
    warning = "提交后评分和意见不能更改，承接单位和区县工会会收到通知。"
    success_message = "评分已提交"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class EvaluationWithdrawView(ActionPage):
    queryset = Evaluation.objects.select_related("project", "evaluator")
    form_class = NoteForm
    operation = staticmethod(operations.withdraw_evaluation)
    title = "撤销委派"
    warning = "撤销后评估人不再看到本项目，可以另行委派。"
    success_message = "已撤销委派"
