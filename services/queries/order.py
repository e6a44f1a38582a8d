"""Reads worth a name: who may order what, and under which activities an order can be scheduled."""

from django.db.models import Avg, Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from orgs.enums import OrganizationKind
from orgs.models import Organization, User
from orgs.scope import STEP
from projects.models import Project
from projects.queries.project import own_contractors
from services.models import Activity, CatalogueItem, Lecturer, Order
from services.models.order import ORDERERS
from services.queries.activity import plannable_activities, plannable_projects


def orderers_for(user: User) -> QuerySet[Organization]:
    """The unions in whose name ``user`` may order."""
    return Organization.objects.managed_by(user, *ORDERERS).filter(kind=OrganizationKind.UNION)


def orderable_items(user: User) -> QuerySet[CatalogueItem]:
    rows = CatalogueItem.objects.visible_to(user).filter(is_open=True)
    return rows.select_related("organization", "project__organization")


def serves(item: CatalogueItem, organization: Organization) -> bool:
    """Whether ``organization`` lies where the item is offered: in the territory its provider is registered in, or in
    the community of its project."""
    if item.project_id:
        return item.project.organization.contains(organization)
    return organization.path.startswith(item.organization.parent_path)


def offered_to(organization: Organization) -> QuerySet[CatalogueItem]:
    """What is open to ``organization``, by the rule of ``serves``."""
    above = [organization.path[:end] for end in range(0, len(organization.path) + 1, STEP)]
    near = Q(pk__in=[])
    for path in above:
        near |= Q(organization__path__startswith=path, organization__depth=len(path) // STEP + 1)
    bound = Q(project__organization__path__in=above)
    rows = CatalogueItem.objects.filter(bound | Q(near, project=None), is_open=True)  # unscoped: an offer to all there
    return rows.select_related("organization").order_by("name", "pk")


def providers_for(user: User) -> QuerySet[Organization]:
    """Whose catalogue ``user`` keeps."""
    return own_contractors(user)


def projects_of(user: User) -> QuerySet[Project]:
    """Projects an item may be bound to."""
    return plannable_projects(user).select_related("organization")


def activities_for(order: Order, user: User) -> QuerySet[Activity]:
    """Under which ``order`` can be scheduled: the provider's own, of the item's project where it names one."""
    item = order.item
    rows = plannable_activities(user).filter(project__contractor=item.organization_id)
    return rows.filter(project=item.project_id) if item.project_id else rows


def lecturers_for(order: Order) -> QuerySet[Lecturer]:
    """Those of the provider who passed their trial lecture."""
    return Lecturer.objects.filter(organization=order.item.organization_id).schedulable()


def with_demand(items: QuerySet[CatalogueItem], user: User) -> QuerySet[CatalogueItem]:
    """Adds ``ordered``, the orders ``user`` sees and the list shows, and ``score``, the mean of all feedback."""
    seen = Order.objects.visible_to(user).filter(item=OuterRef("pk")).order_by().values("item")
    ordered = Coalesce(Subquery(seen.annotate(n=Count("pk")).values("n")), 0)
    judged = Order.objects.filter(item=OuterRef("pk"), score__isnull=False)  # unscoped: the mean names nobody
    score = Subquery(judged.order_by().values("item").annotate(mean=Avg("score")).values("mean"))
    return items.annotate(ordered=ordered, score=score)
