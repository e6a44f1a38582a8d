"""This app's part of /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from orgs import api

router = SimpleRouter(use_regex_path=False)
router.register("organizations", api.OrganizationViewSet, basename="organization")
router.register("users", api.UserViewSet, basename="user")
router.register("memberships", api.MembershipViewSet, basename="membership")
router.register("venues", api.VenueViewSet, basename="venue")
router.register("people", api.PersonViewSet, basename="person")
urlpatterns = [
    path("divisions/", api.DivisionImportView.as_view(), name="division-import"),
    *router.urls,
]
