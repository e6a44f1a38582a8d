"""Pages of the organization tree."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import JsonResponse
from django.views import View

from orgs.models import Organization
from orgs.queries import matching_organizations

OPTIONS = 30


class OrganizationOptionsView(LoginRequiredMixin, View):
    """What a searchable select asks for: visible organizations whose name, initials or code match ``q``."""

    def get(self, request):
        rows = Organization.objects.visible_to(request.user)
        for field in ("kind", "level"):
            if request.GET.get(field):
                rows = rows.filter(**{field: request.GET[field]})
        found = matching_organizations(rows, request.GET.get("q", ""))[:OPTIONS]
        value = "code" if request.GET.get("by") == "code" else "pk"
        return JsonResponse({"results": [{"id": str(getattr(row, value)), "text": row.name} for row in found]})
