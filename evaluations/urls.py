"""Every page of this app."""

from django.urls import path

from evaluations.views import evaluation, fragment, rating

app_name = "evaluations"
urlpatterns = [
    path("", evaluation.EvaluationListView.as_view(), name="evaluation-list"),
    path("<int:pk>/", evaluation.EvaluationDetailView.as_view(), name="evaluation-detail"),
    path("<int:pk>/submit/", evaluation.EvaluationSubmitView.as_view(), name="evaluation-submit"),
    path("<int:pk>/withdraw/", evaluation.EvaluationWithdrawView.as_view(), name="evaluation-withdraw"),
    path("projects/<int:pk>/assign/", evaluation.EvaluationAssignView.as_view(), name="evaluation-assign"),
    path("projects/<int:pk>/fragment/", fragment.ProjectEvaluationView.as_view(), name="project-evaluation-fragment"),
    path("ratings/", rating.RatingListView.as_view(), name="rating-list"),
]
