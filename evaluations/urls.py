"""Every page of this app."""

from django.urls import path

from evaluations.views import evaluation, fragment, rating, rectification

app_name = "evaluations"
urlpatterns = [
    path("", evaluation.EvaluationListView.as_view(), name="evaluation-list"),
    path("<int:pk>/", evaluation.EvaluationDetailView.as_view(), name="evaluation-detail"),
    path("<int:pk>/sample/", evaluation.EvaluationSampleView.as_view(), name="evaluation-sample"),
    path("<int:pk>/submit/", evaluation.EvaluationSubmitView.as_view(), name="evaluation-submit"),
    path("<int:pk>/withdraw/", evaluation.EvaluationWithdrawView.as_view(), name="evaluation-withdraw"),
    path("projects/<int:pk>/assign/", evaluation.EvaluationAssignView.as_view(), name="evaluation-assign"),
    path("projects/<int:pk>/fragment/", fragment.ProjectEvaluationView.as_view(), name="project-evaluation-fragment"),
    path("projects/<int:pk>/rectify/", rectification.RectificationOrderView.as_view(), name="rectification-order"),
    path("projects/<int:pk>/review-again/", rectification.ReviewAgainView.as_view(), name="project-review-again"),
    path("sessions/<int:pk>/rating/", fragment.SessionRatingView.as_view(), name="session-rating-fragment"),
    path("rectifications/", rectification.RectificationListView.as_view(), name="rectification-list"),
    path("rectifications/<int:pk>/", rectification.RectificationDetailView.as_view(), name="rectification-detail"),
    path(
        "rectifications/<int:pk>/submit/", rectification.RectificationSubmitView.as_view(), name="rectification-submit"
    ),
    path("rectifications/<int:pk>/close/", rectification.RectificationCloseView.as_view(), name="rectification-close"),
    path(
        "rectifications/<int:pk>/return/", rectification.RectificationReturnView.as_view(), name="rectification-return"
    ),
    path(
        "rectifications/files/<int:pk>/", rectification.RectificationFileView.as_view(), name="rectificationfile-file"
    ),
    path("ratings/", rating.RatingListView.as_view(), name="rating-list"),
]
