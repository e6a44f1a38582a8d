"""This app's part of /api/v1/."""

from rest_framework.routers import DefaultRouter

from evaluations.api import EvaluationViewSet, RatingViewSet

router = DefaultRouter(use_regex_path=False)
router.register("evaluations", EvaluationViewSet)
router.register("ratings", RatingViewSet)
urlpatterns = router.urls
