"""Registering and correcting the places where services are held."""

from collections.abc import Mapping

from django.db import transaction

from core.errors import DomainError
from core.workflow import locked
from orgs.enums import OrganizationKind, Role, VenueKind
from orgs.models import Organization, User, Venue, VenueEvent
from orgs.permissions import UNION_STAFF
from orgs.scope import has_role_over

CHANGEABLE = (
    "name", "kind", "address", "area", "capacity", "opening_hours", "phone", "facilities", "is_accessible", "is_open",
    "latitude", "longitude", "radius",
)  # fmt: skip
RADIUS = range(20, 5001)  # metres; configurable default: less than a phone's error, more than a street
LARGEST = 1_000_000  # square metres or people


def create_venue(*, by: User, organization: Organization, name: str, kind: str, **facts) -> Venue:
    """A new venue of ``organization``; ``facts`` are any of ``CHANGEABLE``.

    Unions register for their subtree, a social organisation for itself. Raises ``DomainError`` when the organization
    is out of ``by``'s reach, it has a venue of this name, or a fact is not possible.
    """
    with transaction.atomic():
        organization = locked(organization)  # two venues of one name would both find the name free
        own = organization.kind == OrganizationKind.SOCIAL and has_role_over(by, organization, Role.NGO)
        if not (own or has_role_over(by, organization, *UNION_STAFF)):
            raise DomainError(f"{organization}不在您的管理范围内，不能登记阵地。请改选您管理的组织。")
        row = Venue(organization=organization)
        _apply(row, {"name": name, "kind": kind, **facts})
        row.save()
        VenueEvent.objects.create(subject=row, kind="create", by=by)
    return row


def update_venue(venue: Venue, *, by: User, **changes) -> Venue:
    """Correct the facts in ``changes`` (``CHANGEABLE``), all of them or none; the organization stays."""
    with transaction.atomic():
        locked(venue.organization)
        row = locked(venue)
        before = {name: getattr(row, name) for name in changes}
        _apply(row, changes)
        changed = [name for name in changes if getattr(row, name) != before[name]]
        if changed:
            row.save(update_fields=changed)
            words = "、".join(str(Venue._meta.get_field(name).verbose_name) for name in changed)
            VenueEvent.objects.create(subject=row, kind="update", by=by, note=words)
    return row


def _apply(row: Venue, facts: Mapping) -> None:
    """Put checked ``facts`` onto ``row``."""
    unknown = set(facts) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not facts of a venue: {sorted(unknown)}")
    for name, value in facts.items():
        setattr(row, name, " ".join(value.split()) if isinstance(value, str) else value)
    if not row.name:
        raise DomainError("阵地名称不能为空。")
    if row.kind not in VenueKind.values:
        raise DomainError("没有这种阵地类型，请重新选择。")
    if Venue.objects.filter(organization=row.organization_id, name=row.name).exclude(pk=row.pk).exists():
        raise DomainError(f"该组织已登记“{row.name}”。请换一个名称，或修改已有的阵地。")
    _check_numbers(row)


def _check_numbers(row: Venue) -> None:
    for name, label in (("area", "面积"), ("capacity", "容纳人数")):
        value = getattr(row, name)
        if value is not None and not 1 <= value <= LARGEST:
            raise DomainError(f"{label}须在1至{LARGEST:,}之间；不清楚的请留空。")
    if row.radius not in RADIUS:
        raise DomainError(f"签到范围须在{RADIUS[0]}至{RADIUS[-1]}米之间。")
    if (row.latitude is None) != (row.longitude is None):
        raise DomainError("纬度和经度须同时填写，或都留空。")
    if row.latitude is not None and not (abs(row.latitude) <= 90 and abs(row.longitude) <= 180):
        raise DomainError("坐标不正确：纬度在-90至90之间，经度在-180至180之间。请核对是否填反。")
