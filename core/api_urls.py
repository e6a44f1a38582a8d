"""The inbox over the API."""

from rest_framework.routers import DefaultRouter

from core.inbox_api import NotificationViewSet

router = DefaultRouter(use_regex_path=False)
router.register("notifications", NotificationViewSet, basename="notification")
urlpatterns = router.urls
