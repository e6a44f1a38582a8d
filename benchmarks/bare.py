"""The limit a page is held against: a bare Django view on the same rows, no scope, no filter, no frame."""

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, Sum
from django.http import HttpResponse, JsonResponse
from django.template import engines
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from orgs.models import Organization
from projects.models import Expense, LedgerEntry, Project
from sanlian.urls import urlpatterns as product
from services.models import Registration, Session

ROWS = """{% for row in page %}<tr><td>{{ row.activity.name }}</td><td>{{ row.state }}</td><td>{{ row.starts_at }}</td>
<td>{{ row.organization.name }}</td><td>{{ row.venue }}</td><td>{{ row.capacity }}</td></tr>{% endfor %}"""
TEMPLATE = engines["django"].from_string(f"<!doctype html><title>bare</title><table>{ROWS}</table>")
CELLS = engines["django"].from_string(
    "<!doctype html><title>bare</title><table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>"
    "{% endfor %}</tr>{% endfor %}</table>{{ sums.all }} {{ sums.accepted }}"
)
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


def projects(request):
    """The same 50 projects the product's list shows for the same question."""
    found = Project.objects.select_related("organization", "contractor").order_by("-pk")
    if "state" in request.GET:
        found = found.filter(state=request.GET["state"])
    if "organization" in request.GET:
        place = Organization.objects.get(code=request.GET["organization"])
        found = found.filter(organization__path__startswith=place.path)
    if "q" in request.GET:
        found = found.filter(name__icontains=request.GET["q"])
    return table(request, found, ("name", "state", "organization", "contractor", "budget", "paid", "ends_on"))


def entries(request):
    """The same 50 rows of the ledger."""
    found = LedgerEntry.objects.select_related("fund", "project", "by").order_by("-on", "-pk")
    if "project" in request.GET:
        found = found.filter(project=request.GET["project"])
    return table(request, found, ("on", "kind", "amount", "project", "fund", "note", "by"))


def expenses(request):
    """The same 50 vouchers and the two sums below them."""
    found = Expense.objects.select_related("project").order_by("-on", "-pk")
    sums = found.order_by().aggregate(all=Sum("amount"), accepted=Sum("amount", filter=Q(state="accepted")))
    columns = ("purpose", "state", "project", "category", "pk", "invoice_number", "on", "amount")
    return table(request, found, columns, sums)


def table(request, found, columns, sums=None):
    """Count, 50 rows, the named columns."""
    shown = Paginator(found, 50).get_page(request.GET.get("page", 1))
    cells = [[getattr(row, column) for column in columns] for row in shown]
    return HttpResponse(CELLS.render({"rows": cells, "sums": sums or {}}))


@csrf_exempt
def sign_up(request):
    """The least a sign-up can be: lock the session's row, look at its counter, insert one registration."""
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=request.POST["session"])
        state = "registered" if session.registered < session.capacity else "waiting"
        Registration.objects.create(session=session, person_id=request.POST["person"], state=state)
    return HttpResponse(state)


urlpatterns = [
    path("bare/sign-up/", sign_up),
    path("bare/", page),
    path("bare/api/", api),
    path("bare/projects/", projects),
    path("bare/ledger/", entries),
    path("bare/expenses/", expenses),
    *product,
]
