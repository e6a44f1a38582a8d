"""This app's part of /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from services.api.activity import ActivityViewSet
from services.api.attendance import AttendanceViewSet
from services.api.base import ServiceBaseViewSet
from services.api.calendar import CalendarDayView
from services.api.call_out import CallOutViewSet
from services.api.certificate import CertificateViewSet
from services.api.form import FormFieldViewSet
from services.api.hour import HourClaimViewSet, HourCorrectionViewSet
from services.api.insurance import InsuranceViewSet
from services.api.lecturer import LecturerViewSet
from services.api.notice import NoticeViewSet
from services.api.order import CatalogueItemViewSet, OrderViewSet
from services.api.registration import RegistrationViewSet
from services.api.scan import SessionRosterView, SessionScansView
from services.api.series import SeriesViewSet
from services.api.session import SessionViewSet
from services.api.shift import ShiftSignUpViewSet, ShiftViewSet
from services.api.star import StarApplicationViewSet
from services.api.street import MerchantViewSet, StreetDayViewSet
from services.api.summary import FollowUpViewSet, SummaryViewSet
from services.api.volunteer import TeamViewSet, TrainingViewSet, VolunteerViewSet

router = SimpleRouter(use_regex_path=False)
router.register("activities", ActivityViewSet)
router.register("insurances", InsuranceViewSet)
router.register("catalogue", CatalogueItemViewSet)
router.register("orders", OrderViewSet)
router.register("lecturers", LecturerViewSet)
router.register("sessions", SessionViewSet)
router.register("series", SeriesViewSet)
router.register("attendances", AttendanceViewSet)
router.register("registrations", RegistrationViewSet)
router.register("form-fields", FormFieldViewSet)
router.register("notices", NoticeViewSet)
router.register("service-bases", ServiceBaseViewSet)
router.register("call-outs", CallOutViewSet)
router.register("street-days", StreetDayViewSet)
router.register("merchants", MerchantViewSet)
router.register("hours", HourClaimViewSet)
router.register("hour-corrections", HourCorrectionViewSet)
router.register("star-applications", StarApplicationViewSet)
router.register("summaries", SummaryViewSet)
router.register("follow-ups", FollowUpViewSet)
router.register("certificates", CertificateViewSet)
router.register("volunteers", VolunteerViewSet)
router.register("teams", TeamViewSet)
router.register("trainings", TrainingViewSet)
router.register("shifts", ShiftViewSet)
router.register("shift-sign-ups", ShiftSignUpViewSet)
urlpatterns = [
    path("calendar-days/", CalendarDayView.as_view(), name="calendarday-list"),
    path("sessions/<int:pk>/scans/", SessionScansView.as_view(), name="session-scans"),
    path("sessions/<int:pk>/roster/", SessionRosterView.as_view(), name="session-roster"),
    *router.urls,
]
