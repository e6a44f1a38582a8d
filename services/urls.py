"""Every page of this app."""

from django.urls import path

from services.views import activity, attendance, calendar, community, fragment, notice, session

app_name = "services"
urlpatterns = [
    path("activities/", activity.ActivityListView.as_view(), name="activity-list"),
    path("activities/create/", activity.ActivityCreateView.as_view(), name="activity-create"),
    path("activities/<int:pk>/", activity.ActivityDetailView.as_view(), name="activity-detail"),
    path("activities/<int:pk>/update/", activity.ActivityUpdateView.as_view(), name="activity-update"),
    path("activities/<int:pk>/submit/", activity.ActivitySubmitView.as_view(), name="activity-submit"),
    path("activities/<int:pk>/approve/", activity.ActivityApproveView.as_view(), name="activity-approve"),
    path("activities/<int:pk>/return/", activity.ActivityReturnView.as_view(), name="activity-return"),
    path("activities/<int:pk>/finish/", activity.ActivityFinishView.as_view(), name="activity-finish"),
    path("activities/<int:pk>/publish/", activity.ActivityPublishView.as_view(), name="activity-publish"),
    path("activities/<int:pk>/match/", activity.ActivityMatchView.as_view(), name="activity-match"),
    path("activities/<int:pk>/cancel/", activity.ActivityCancelView.as_view(), name="activity-cancel"),
    path("sessions/", session.SessionListView.as_view(), name="session-list"),
    path("sessions/create/", session.SessionCreateView.as_view(), name="session-create"),
    path("sessions/<int:pk>/", session.SessionDetailView.as_view(), name="session-detail"),
    path("sessions/<int:pk>/update/", session.SessionUpdateView.as_view(), name="session-update"),
    path("sessions/<int:pk>/register/", session.SessionRegisterView.as_view(), name="session-register"),
    path("sessions/<int:pk>/hold/", session.SessionHoldView.as_view(), name="session-hold"),
    path("sessions/<int:pk>/postpone/", session.SessionPostponeView.as_view(), name="session-postpone"),
    path("sessions/<int:pk>/resume/", session.SessionResumeView.as_view(), name="session-resume"),
    path("sessions/<int:pk>/cancel/", session.SessionCancelView.as_view(), name="session-cancel"),
    path("sessions/<int:pk>/check-in/", attendance.SessionCheckInView.as_view(), name="session-check-in"),
    path("sessions/<int:pk>/headcount/", attendance.SessionHeadcountView.as_view(), name="session-headcount"),
    path("sessions/<int:pk>/screen/", attendance.SessionScreenView.as_view(), name="session-screen"),
    path("registrations/", attendance.RegistrationListView.as_view(), name="registration-list"),
    path(
        "registrations/<int:pk>/check-in/", attendance.RegistrationCheckInView.as_view(), name="registration-check-in"
    ),
    path("registrations/<int:pk>/cancel/", attendance.RegistrationCancelView.as_view(), name="registration-cancel"),
    path("attendances/", attendance.AttendanceListView.as_view(), name="attendance-list"),
    path("attendances/<int:pk>/reverse/", attendance.AttendanceReverseView.as_view(), name="attendance-reverse"),
    path("participants/", attendance.ParticipantListView.as_view(), name="participant-list"),
    path("calendar/", calendar.CalendarDayListView.as_view(), name="calendarday-list"),
    path("calendar/create/", calendar.CalendarDayCreateView.as_view(), name="calendarday-create"),
    path("projects/<int:pk>/fragment/", fragment.ProjectServicesView.as_view(), name="project-services-fragment"),
    path("communities/<int:pk>/poster/", community.CommunityPosterView.as_view(), name="community-poster"),
    path("notices/", notice.NoticeListView.as_view(), name="notice-list"),
    path("notices/create/", notice.NoticeCreateView.as_view(), name="notice-create"),
    path("notices/<int:pk>/", notice.NoticeDetailView.as_view(), name="notice-detail"),
    path("notices/<int:pk>/update/", notice.NoticeUpdateView.as_view(), name="notice-update"),
    path("notices/<int:pk>/publish/", notice.NoticePublishView.as_view(), name="notice-publish"),
    path("notices/<int:pk>/withdraw/", notice.NoticeWithdrawView.as_view(), name="notice-withdraw"),
]
