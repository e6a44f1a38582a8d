"""The limit a page is held against: a bare Django view on the same rows, no scope, no filter, no frame."""

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from orgs.models import Organization
from sanlian.urls import urlpatterns as product
from services.models import Session

ROWS = """{% for row in page %}<tr><td>{{ row.activity.name }}</td><td>{{ row.state }}</td><td>{{ row.starts_at }}</td>
<td>{{ row.organization.name }}</td><td>{{ row.venue }}</td><td>{{ row.capacity }}</td></tr>{% endfor %}"""
TEMPLATE = engines["django"].from_string(f"<!doctype html><title>bare</title><table>{ROWS}</table>")
LOOKUPS = {"state": "state", "start": "starts_on__gte", "q": "activity__name__icontains"}


def rows(request):
    """The same 50 rows the product's list shows for the same question."""
    found = Session.objects.select_related("activity", "organization").order_by("-starts_at", "-pk")
    for name, value in request.GET.items():
        if name in LOOKUPS:
            found = found.filter(**{LOOKUPS[name]: value})
    if "organization" in request.GET:
        place = Organization.objects.get(code=request.GET["organization"])
        found = found.filter(organization__path__startswith=place.path)
    return Paginator(found, 50).get_page(request.GET.get("page", 1))


def page(request):
    """Count, 50 rows, a table."""
    return HttpResponse(TEMPLATE.render({"page": rows(request)}))


def api(request):
    """Count, 50 rows, JSON."""
    found = [
        {"id": row.pk, "name": row.activity.name, "state": row.state, "starts_at": row.starts_at, "venue": row.venue}
        for row in rows(request)
    ]
    return JsonResponse({"results": found})


urlpatterns = [path("bare/", page), path("bare/api/", api), *product]
