"""Pages a worker reaches by QR code: no account, no session cookie, nothing personal in the address."""

from django.urls import path

from services.views import calendar_feed, community, group, public, public_certificate, sign_up, star, volunteering

app_name = "public"
urlpatterns = [
    path("calendar/<str:ticket>.ics", calendar_feed.CalendarFeedView.as_view(), name="calendar-feed"),
    path("stars/", star.StarsPublicView.as_view(), name="stars"),
    path("community/<slug:code>/", community.CommunityPublicView.as_view(), name="community"),
    path("community/<slug:code>/calendar.ics", community.CommunityFeedView.as_view(), name="community-feed"),
    path("community/<slug:code>/need/", community.CommunityNeedPublicView.as_view(), name="community-need"),
    path("a/<slug:token>/", public.ActivityPublicView.as_view(), name="activity"),
    path("r/<str:ticket>/", sign_up.RegistrationPublicView.as_view(), name="registration"),
    path("t/<str:ticket>/", public.AttendancePublicView.as_view(), name="attendance"),
    path("w/join/<slug:code>/", volunteering.VolunteerPublicView.as_view(), name="volunteer"),
    path("w/t/<str:ticket>/", volunteering.ShiftSignUpPublicView.as_view(), name="shift-sign-up"),
    path("w/<slug:token>/", volunteering.ShiftPublicView.as_view(), name="shift"),
    path("w/<slug:token>/check-in/<str:code>/", volunteering.ShiftCheckInPublicView.as_view(), name="shift-check-in"),
    path("<slug:token>/", sign_up.SessionPublicView.as_view(), name="session"),
    path("<slug:token>/group/", group.GroupPublicView.as_view(), name="group-sign-up"),
    path("<slug:token>/group/template/", group.GroupTemplateView.as_view(), name="group-template"),
    path("<slug:token>/mine/", sign_up.RegistrationFindView.as_view(), name="registration-find"),
    path("<slug:token>/check-in/<str:code>/", public.CheckInPublicView.as_view(), name="check-in"),
    path("v/<slug:token>/", public_certificate.CertificatePublicView.as_view(), name="certificate"),
    path(
        "t/<str:ticket>/certificate/",
        public_certificate.AttendanceCertificateView.as_view(),
        name="attendance-certificate",
    ),
    path(
        "t/<str:ticket>/certificate/pdf/",
        public_certificate.AttendanceCertificatePdfView.as_view(),
        name="attendance-certificate-pdf",
    ),
]
