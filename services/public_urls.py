"""Pages a worker reaches by QR code: no account, no session cookie, nothing personal in the address."""

from django.urls import path  # noqa: F401

app_name = "public"
urlpatterns = []
