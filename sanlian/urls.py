"""Every address of the platform starts here."""

from django.contrib.auth import views as auth
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.authtoken.views import ObtainAuthToken

from orgs.forms.user import SignInForm
from orgs.serializers import SignInSerializer
from orgs.views.user import OwnPasswordView
from reports.views.workbench import SearchView, WorkbenchView
from sanlian.health import healthz
from sanlian.manual import ManualView

sign_in = auth.LoginView.as_view(authentication_form=SignInForm, redirect_authenticated_user=True)

api = [
    path("", include("orgs.api_urls")),
    path("", include("projects.api_urls")),
    path("", include("services.api_urls")),
    path("", include("evaluations.api_urls")),
    path("", include("reports.api_urls")),
    path("", include("core.api_urls")),
    path("auth/token/", ObtainAuthToken.as_view(serializer_class=SignInSerializer), name="token"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="api:schema"), name="docs"),
]

urlpatterns = [
    path("", WorkbenchView.as_view(), name="workbench"),
    path("search/", SearchView.as_view(), name="search"),
    path("manual/", ManualView.as_view(), name="manual"),
    path("manual/<str:name>/", ManualView.as_view(), name="manual-page"),
    path("healthz", healthz, name="healthz"),
    path("login/", sign_in, name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", OwnPasswordView.as_view(), name="password_change"),
    path("password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("", include("core.urls")),
    path("orgs/", include("orgs.urls")),
    path("projects/", include("projects.urls")),
    path("services/", include("services.urls")),
    path("evaluations/", include("evaluations.urls")),
    path("", include("reports.urls")),
    path("p/", include("services.public_urls")),
    path("r/", include("evaluations.public_urls")),
    path("c/", include("projects.public_urls")),
    path("api/v1/", include((api, "api"))),
]
