"""This app's part of /api/v1/."""

from rest_framework.routers import SimpleRouter

from evaluations.api import EvaluationViewSet, RatingViewSet, RectificationViewSet

router = SimpleRouter(use_regex_path=False)
router.register("evaluations", EvaluationViewSet)
router.register("rectifications", RectificationViewSet)
router.register("ratings", RatingViewSet)
urlpatterns = router.urls
