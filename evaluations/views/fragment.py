"""What other pages show of this app."""

from django.views.generic import DetailView

from core.views import ScopedMixin
from evaluations.models import Evaluation, Rating
from evaluations.queries import score_counts
from evaluations.scoring import grade, summary
from projects.models import Project


class ProjectEvaluationView(ScopedMixin, DetailView):
    """A project's satisfaction and its final evaluations; loaded by the project page."""

    queryset = Project.objects.all()  # unscoped: narrowed by ScopedMixin
    template_name = "evaluations/_project_evaluation.html"

    def get_context_data(self, **kwargs):
        project = self.object
        ratings = Rating.objects.filter(session__activity__project=project)  # unscoped: of this visible project only
        evaluations = Evaluation.objects.visible_to(self.request.user).filter(project=project)
        return super().get_context_data(**kwargs) | {
            "summary": summary(score_counts(ratings)),
            "evaluations": evaluations.select_related("evaluator"),
            "grade": grade(project.final_score) if project.final_score is not None else None,
        }
