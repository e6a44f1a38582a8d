"""Every page of this app."""

from django.urls import path

from reports.views import dashboard

app_name = "reports"
urlpatterns = [
    path("dashboard/", dashboard.DashboardView.as_view(), name="dashboard"),
    path("dashboard/places/", dashboard.PlaceListView.as_view(), name="place-list"),
]
