"""The inbox."""

from django.urls import path

from core import inbox

urlpatterns = [
    path("notifications/", inbox.NotificationListView.as_view(), name="notification-list"),
    path("notifications/read/", inbox.NotificationReadView.as_view(), name="notification-read"),
    path("notifications/<int:pk>/", inbox.NotificationOpenView.as_view(), name="notification-open"),
]
