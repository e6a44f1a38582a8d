"""This app's part of /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from reports.api import ReportRunViewSet, StatisticsView

router = SimpleRouter(use_regex_path=False)
router.register("report-runs", ReportRunViewSet, basename="reportrun")
urlpatterns = [path("statistics/", StatisticsView.as_view(), name="statistics"), *router.urls]
