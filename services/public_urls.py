"""Pages a worker reaches by QR code: no account, no session cookie, nothing personal in the address."""

from django.urls import path

from services.views import (
    arrival,
    calendar_feed,
    community,
    group,
    my_calendar,
    my_service,
    public,
    public_certificate,
    public_order,
    sign_up,
    star,
    volunteering,
)

app_name = "public"
urlpatterns = [
    path("calendar/<str:ticket>.ics", calendar_feed.CalendarFeedView.as_view(), name="calendar-feed"),
    path("mine/", my_calendar.MyCalendarFindView.as_view(), name="my-calendar-find"),
    path("mine/<slug:token>.ics", my_calendar.MyFeedView.as_view(), name="my-feed"),
    path("mine/<str:ticket>/", my_calendar.MyCalendarView.as_view(), name="my-calendar"),
    path("stars/", star.StarsPublicView.as_view(), name="stars"),
    path("community/<slug:code>/", community.CommunityPublicView.as_view(), name="community"),
    path("community/<slug:code>/calendar.ics", community.CommunityFeedView.as_view(), name="community-feed"),
    path("community/<slug:code>/need/", community.CommunityNeedPublicView.as_view(), name="community-need"),
    path("community/<slug:code>/order/", public_order.CommunityOrderPublicView.as_view(), name="community-order"),
    path("o/<str:ticket>/", public_order.OrderPublicView.as_view(), name="order"),
    path("a/<slug:token>/", public.ActivityPublicView.as_view(), name="activity"),
    path("r/<str:ticket>/", sign_up.RegistrationPublicView.as_view(), name="registration"),
    path("r/<str:ticket>/session.ics", sign_up.RegistrationCalendarView.as_view(), name="registration-calendar"),
    path("t/<str:ticket>/", public.AttendancePublicView.as_view(), name="attendance"),
    path("w/mine/", my_service.MyServiceFindView.as_view(), name="my-service-find"),
    path("w/mine/<str:ticket>/", my_service.MyServiceView.as_view(), name="my-service"),
    path("w/mine/<str:ticket>/correct/<int:number>/", my_service.MyCorrectionView.as_view(), name="my-correction"),
    path("w/mine/<str:ticket>/pdf/<int:number>/", my_service.MyCertificateView.as_view(), name="my-certificate"),
    path("w/join/<slug:code>/", volunteering.VolunteerPublicView.as_view(), name="volunteer"),
    path("w/t/<str:ticket>/", volunteering.ShiftSignUpPublicView.as_view(), name="shift-sign-up"),
    path("w/<slug:token>/", volunteering.ShiftPublicView.as_view(), name="shift"),
    path("w/<slug:token>/check-in/<str:code>/", volunteering.ShiftCheckInPublicView.as_view(), name="shift-check-in"),
    path("<slug:token>/", sign_up.SessionPublicView.as_view(), name="session"),
    path("<slug:token>/group/", group.GroupPublicView.as_view(), name="group-sign-up"),
    path("<slug:token>/group/template/", group.GroupTemplateView.as_view(), name="group-template"),
    path("<slug:token>/mine/", sign_up.RegistrationFindView.as_view(), name="registration-find"),
    path("<slug:token>/check-in/<str:code>/", arrival.CheckInPublicView.as_view(), name="check-in"),
    path("<slug:token>/voice/", arrival.VoicePublicView.as_view(), name="voice-check-in"),
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
    path("<path:rest>/", public.NowherePublicView.as_view(), name="nowhere"),
]
