"""Every page of this app."""

from django.urls import path

from projects import views

app_name = "projects"
urlpatterns = [
    path("needs/<int:pk>/", views.NeedDetailView.as_view(), name="need-detail"),
    path("<int:pk>/", views.ProjectDetailView.as_view(), name="project-detail"),
    path("funds/<int:pk>/", views.FundDetailView.as_view(), name="fund-detail"),
]
