"""Final evaluations: assign, score, withdraw."""

from django.urls import reverse

from core.forms import NoteForm
from core.views import ActionPage, DetailPage, ListPage
from evaluations import operations, workflow
from evaluations.filters import EvaluationFilter
from evaluations.forms import AssignForm, SubmitForm
from evaluations.models import Evaluation, Rating
from evaluations.queries import is_overdue, score_counts
from evaluations.scoring import grade, summary
from evaluations.tables import EvaluationTable
from projects.models import Project

PARTIES = ("project__organization", "project__contractor", "project__worker", "evaluator", "assigned_by")


class EvaluationListView(ListPage):
    queryset = Evaluation.objects.select_related("project__organization", "project__contractor", "evaluator")
    filterset_class = EvaluationFilter
    table_class = EvaluationTable
    title = "末期评估"
    empty_title = "还没有末期评估"
    empty_hint = "项目申请结项后，由区县工会在项目页委派评审专家。"


class EvaluationDetailView(DetailPage):
    queryset = Evaluation.objects.select_related(*PARTIES)
    transitions = workflow.EVALUATION

    def get_context_data(self, **kwargs):
        evaluation = self.object
        ratings = Rating.objects.filter(session__activity__project=evaluation.project)  # unscoped: of this project only
        return super().get_context_data(**kwargs) | {
            "grade": grade(evaluation.score) if evaluation.score is not None else None,
            "is_overdue": is_overdue(evaluation),
            "summary": summary(score_counts(ratings)),
            "back": {"label": "末期评估", "url": reverse("evaluations:evaluation-list")},
            "facts": [
                {"label": "项目", "value": evaluation.project, "url": evaluation.project.get_absolute_url()},
                {"label": "评估人", "value": evaluation.evaluator},
            ],
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
