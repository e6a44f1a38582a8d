"""What other pages show of this app."""

from dataclasses import replace
from decimal import Decimal

from django.urls import reverse
from django.views.generic import DetailView

from core.views import ScopedMixin
from evaluations.models import Evaluation, Rating, Rectification
from evaluations.queries import STAGES, listable, live_evaluation, score_counts
from evaluations.scoring import grade, summary
from projects.enums import ProjectState
from projects.models import Project
from projects.operations.evaluation import FINAL_RECTIFICATIONS, rectifications, score_of
from services.models import Session


class ProjectEvaluationView(ScopedMixin, DetailView):
    """A project's satisfaction, its evaluations and rectifications, and what comes next; loaded by its page."""

    queryset = Project.objects.select_related("organization", "contractor")
    template_name = "evaluations/_project_evaluation.html"

    def get_context_data(self, **kwargs):
        project = self.object
        ratings = Rating.objects.filter(session__activity__project=project)  # unscoped: of this visible project only
        evaluations = Evaluation.objects.visible_to(self.request.user).filter(project=project)
        ordered = Rectification.objects.visible_to(self.request.user).filter(project=project)
        mark = project.pass_mark
        return super().get_context_data(**kwargs) | {
            "summary": summary(score_counts(ratings)),
            "evaluations": [
                {"row": row, "grade": grade(row.score, mark) if row.score is not None else None}
                for row in evaluations.select_related("evaluator")
            ],
            "rectifications": ordered.select_related("evaluation", "responsible"),
            "steps": next_steps(project, self.request.user, mark),
        }


def next_steps(project, user, mark: Decimal) -> list[dict]:
    """What a purchaser decides now, by whether the score reaches ``mark``: assign, pass, order a rectification, review
    again."""
    if not user.has_perm("evaluations.assign_evaluation", project):
        return []
    if project.state == ProjectState.RECTIFYING:
        return [step("进入复评", "evaluations:project-review-again", project)]
    if project.state not in STAGES:
        return []
    score = score_of(project)
    if score is None:
        return [] if live_evaluation(project) else [step("委派评估", "evaluations:evaluation-assign", project)]
    if score >= mark:
        is_midterm = project.state == ProjectState.MIDTERM_REVIEW
        return [step("中期合格", "projects:project-pass-midterm", project)] if is_midterm else []
    is_final = project.state == ProjectState.FINAL_REVIEW
    spent = is_final and rectifications(project, project.state) >= FINAL_RECTIFICATIONS
    return [] if spent else [step("责令整改", "evaluations:rectification-order", project)]


def step(label: str, url_name: str, project) -> dict:
    return {"label": label, "url": reverse(url_name, args=[project.pk])}


class SessionRatingView(ScopedMixin, DetailView):
    """What participants thought of one session; loaded by its summary.

    SECURITY: hidden where the list of ratings withholds the session too: for being a small group itself, or because
    the project's total would otherwise give a small one away.
    """

    queryset = Session.objects.select_related("activity")
    template_name = "evaluations/_session_rating.html"

    def get_context_data(self, **kwargs):
        session = self.object
        ratings = Rating.objects.filter(session__activity__project=session.activity.project_id)  # unscoped: of this one
        found = summary(score_counts(ratings.filter(session=session)))
        if not listable(ratings).filter(session=session).exists():
            found = replace(found, is_hidden=True)
        return super().get_context_data(**kwargs) | {"summary": found, "withheld": 0}
