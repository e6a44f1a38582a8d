"""Every page of this app."""

from django.urls import path

from reports.views import dashboard, report_run

app_name = "reports"
urlpatterns = [
    path("dashboard/", dashboard.DashboardView.as_view(), name="dashboard"),
    path("dashboard/places/", dashboard.PlaceListView.as_view(), name="place-list"),
    path("report-runs/", report_run.ReportRunListView.as_view(), name="reportrun-list"),
    path("report-runs/create/", report_run.ReportRunCreateView.as_view(), name="reportrun-create"),
    path("report-runs/<int:pk>/", report_run.ReportRunDetailView.as_view(), name="reportrun-detail"),
    path("report-runs/<int:pk>/retry/", report_run.ReportRunRetryView.as_view(), name="reportrun-retry"),
    path("report-runs/<int:pk>/progress/", report_run.ReportRunProgressView.as_view(), name="reportrun-progress"),
    path("report-runs/<int:pk>/word/", report_run.ReportRunDownloadView.as_view(kind="docx"), name="reportrun-word"),
    path("report-runs/<int:pk>/excel/", report_run.ReportRunDownloadView.as_view(kind="xlsx"), name="reportrun-excel"),
]
