"""The inbox over the API."""

from rest_framework.routers import SimpleRouter

from core.inbox_api import NotificationViewSet

router = SimpleRouter(use_regex_path=False)
router.register("notifications", NotificationViewSet, basename="notification")
urlpatterns = router.urls
