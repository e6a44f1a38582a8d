"""Pages a worker reaches by QR code: no account, no session cookie, nothing personal in the address."""

from django.urls import path

from services.views import community, public

app_name = "public"
urlpatterns = [
    path("community/<slug:code>/", community.CommunityPublicView.as_view(), name="community"),
    path("community/<slug:code>/need/", community.CommunityNeedPublicView.as_view(), name="community-need"),
    path("a/<slug:token>/", public.ActivityPublicView.as_view(), name="activity"),
    path("r/<str:ticket>/", public.RegistrationPublicView.as_view(), name="registration"),
    path("t/<str:ticket>/", public.AttendancePublicView.as_view(), name="attendance"),
    path("<slug:token>/", public.SessionPublicView.as_view(), name="session"),
    path("<slug:token>/check-in/<str:code>/", public.CheckInPublicView.as_view(), name="check-in"),
]
