"""Every page of this app."""

from django.urls import path

from orgs.views import organization, person, user, venue

app_name = "orgs"
urlpatterns = [
    path("organizations/", organization.OrganizationListView.as_view(), name="organization-list"),
    path("organizations/create/", organization.OrganizationCreateView.as_view(), name="organization-create"),
    path("organizations/options/", organization.OrganizationOptionsView.as_view(), name="organization-options"),
    path("organizations/<int:pk>/", organization.OrganizationDetailView.as_view(), name="organization-detail"),
    path("organizations/<int:pk>/update/", organization.OrganizationUpdateView.as_view(), name="organization-update"),
    path("divisions/import/", organization.DivisionImportView.as_view(), name="division-import"),
    path("users/", user.UserListView.as_view(), name="user-list"),
    path("users/create/", user.UserCreateView.as_view(), name="user-create"),
    path("users/<int:pk>/", user.UserDetailView.as_view(), name="user-detail"),
    path("users/<int:pk>/update/", user.UserUpdateView.as_view(), name="user-update"),
    path("users/<int:pk>/grant/", user.UserGrantView.as_view(), name="user-grant"),
    path("users/<int:pk>/reset-password/", user.UserResetPasswordView.as_view(), name="user-reset-password"),
    path("memberships/<int:pk>/end/", user.MembershipEndView.as_view(), name="membership-end"),
    path("identity/", user.IdentitySwitchView.as_view(), name="identity-switch"),
    path("people/", person.PersonListView.as_view(), name="person-list"),
    path("people/create/", person.PersonCreateView.as_view(), name="person-create"),
    path("people/lookup/", person.PersonLookupView.as_view(), name="person-lookup"),
    path("people/duplicates/", person.PersonDuplicatesView.as_view(), name="person-duplicates"),
    path("people/<int:pk>/", person.PersonDetailView.as_view(), name="person-detail"),
    path("people/<int:pk>/update/", person.PersonUpdateView.as_view(), name="person-update"),
    path("people/<int:pk>/reveal/", person.PersonRevealView.as_view(), name="person-reveal"),
    path("people/<int:pk>/merge/", person.PersonMergeView.as_view(), name="person-merge"),
    path("venues/", venue.VenueListView.as_view(), name="venue-list"),
    path("venues/create/", venue.VenueCreateView.as_view(), name="venue-create"),
    path("venues/<int:pk>/", venue.VenueDetailView.as_view(), name="venue-detail"),
    path("venues/<int:pk>/update/", venue.VenueUpdateView.as_view(), name="venue-update"),
]
