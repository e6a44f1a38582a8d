"""Pages of the organization tree."""

from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View
from django.views.generic import FormView

from core.errors import DomainError
from core.views import CreatePage, DetailPage, ListPage, UpdatePage
from orgs import operations
from orgs.filters import OrganizationListFilter
from orgs.forms.division import DivisionForm
from orgs.forms.organization import OrganizationCreateForm, OrganizationUpdateForm
from orgs.models import Membership, Organization, Person
from orgs.permissions import reaches
from orgs.queries import counts_below, lineage, matching_organizations, with_parents
from orgs.tables import OrganizationTable

OPTIONS = 30
CHILDREN_SHOWN = 60
ERRORS_SHOWN = 200


class OrganizationListView(ListPage):
    queryset = with_parents(Organization.objects.all())  # unscoped: ListPage narrows it
    filterset_class = OrganizationListFilter
    table_class = OrganizationTable
    title = "组织"
    actions = (
        ("登记组织", "orgs:organization-create", "orgs.create_organization"),
        ("导入区划", "orgs:division-import", "orgs.import_divisions"),
    )
    empty_title = "还没有组织"
    empty_hint = "先由市总管理员导入区划，建立市、区县、街道、社区工会。"


class OrganizationDetailView(DetailPage):
    queryset = Organization.objects.all()  # unscoped: DetailPage narrows it

    def get_context_data(self, **kwargs):
        organization, user = self.object, self.request.user
        seen = Organization.objects.visible_to(user)
        children = seen.filter(path__startswith=organization.path, depth=organization.depth + 1)
        staff = Membership.objects.visible_to(user).current().filter(organization=organization)
        inside = reaches(user, organization)
        context = super().get_context_data(**kwargs) | {
            "trail": lineage(organization, seen),
            "children": children[:CHILDREN_SHOWN],
            "children_total": children.count(),
            "counts": counts_below(organization, seen),
            "staff": staff.select_related("user").order_by("role", "pk"),
            "people": Person.objects.visible_to(user).filter(organization=organization).count(),
            "is_inside": inside,
            "actions": self.allowed_actions(),
        }
        # SECURITY: the history names staff; bodies above one's own and other social organisations keep theirs.
        return context | ({} if inside else {"events": None})

    def allowed_actions(self) -> list[dict]:
        here = f"?organization={self.object.pk}"
        offered = [
            ("修改", "orgs.update_organization", reverse("orgs:organization-update", args=[self.object.pk])),
            (
                "登记下级组织",
                "orgs.update_organization",
                f"{reverse('orgs:organization-create')}?parent={self.object.pk}",
            ),
            ("新增工作人员", "orgs.grant_membership", reverse("orgs:user-create") + here),
        ]
        return [
            {"label": label, "url": url}
            for label, permission, url in offered
            if self.request.user.has_perm(permission, self.object)
        ]


class OrganizationCreateView(CreatePage):
    form_class = OrganizationCreateForm
    model = Organization
    operation = staticmethod(operations.create_organization)
    title = "登记组织"
    success_message = "已登记"

    def get_initial(self):
        return {"parent": self.request.GET.get("parent")}


class OrganizationUpdateView(UpdatePage):
    queryset = Organization.objects.all()  # unscoped: UpdatePage narrows it
    form_class = OrganizationUpdateForm
    operation = staticmethod(operations.update_organization)
    title = "修改组织信息"


class OrganizationOptionsView(LoginRequiredMixin, View):
    """What a searchable select asks for: visible organizations whose name, initials or code match ``q``."""

    def get(self, request):
        rows = Organization.objects.visible_to(request.user)
        for field in ("kind", "level"):
            if asked := request.GET.get(field, "").replace("\0", ""):
                rows = rows.filter(**{field: asked})
        found = matching_organizations(rows, request.GET.get("q", ""))[:OPTIONS]
        value = "code" if request.GET.get("by") == "code" else "pk"
        return JsonResponse({"results": [{"id": str(getattr(row, value)), "text": row.name} for row in found]})


class DivisionImportView(PermissionRequiredMixin, FormView):
    """Upload official codes; the answer says what changed, or which lines are wrong."""

    template_name = "orgs/division_import.html"
    form_class = DivisionForm
    permission_required = "orgs.import_divisions"
    extra_context = {"title": "导入区划", "submit_label": "导入"}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"cancel_url": reverse("orgs:organization-list")}

    def form_valid(self, form):
        try:
            result = operations.import_divisions(form.cleaned_data["file"], by=self.request.user)
        except DomainError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        context = self.get_context_data(form=DivisionForm(), result=result, errors=result.errors[:ERRORS_SHOWN])
        return render(self.request, self.template_name, context, status=400 if result.errors else 200)
