"""The rating page, reached by QR code: no account, no session cookie, nothing personal in the address."""

from django.urls import path

from evaluations.views import respond

app_name = "rate"
urlpatterns = [
    path("s/<slug:token>/", respond.RateSessionView.as_view(), name="session"),
    path("<str:ticket>/", respond.RateTicketView.as_view(), name="ticket"),
    path("<path:rest>/", respond.NowhereView.as_view(), name="nowhere"),
]
