"""This app's part of /api/v1/."""

from rest_framework.routers import SimpleRouter

from services.api import ActivityViewSet, AttendanceViewSet, RegistrationViewSet, SessionViewSet

router = SimpleRouter(use_regex_path=False)
router.register("activities", ActivityViewSet)
router.register("sessions", SessionViewSet)
router.register("attendances", AttendanceViewSet)
router.register("registrations", RegistrationViewSet)
urlpatterns = router.urls
