"""This app's part of /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from services.api.activity import ActivityViewSet
from services.api.attendance import AttendanceViewSet
from services.api.calendar import CalendarDayView
from services.api.notice import NoticeViewSet
from services.api.registration import RegistrationViewSet
from services.api.session import SessionViewSet

router = SimpleRouter(use_regex_path=False)
router.register("activities", ActivityViewSet)
router.register("sessions", SessionViewSet)
router.register("attendances", AttendanceViewSet)
router.register("registrations", RegistrationViewSet)
router.register("notices", NoticeViewSet)
urlpatterns = [path("calendar-days/", CalendarDayView.as_view(), name="calendarday-list"), *router.urls]
