"""Every page of this app."""

from django.urls import path

from orgs.views import organization

app_name = "orgs"
urlpatterns = [
    path("organizations/options/", organization.OrganizationOptionsView.as_view(), name="organization-options"),
]
