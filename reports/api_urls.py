"""This app's part of /api/v1/."""

from django.urls import path
from rest_framework.routers import DefaultRouter

from reports.api import ReportRunViewSet, StatisticsView

router = DefaultRouter(use_regex_path=False)
router.register("report-runs", ReportRunViewSet, basename="reportrun")
urlpatterns = [path("statistics/", StatisticsView.as_view(), name="statistics"), *router.urls]
