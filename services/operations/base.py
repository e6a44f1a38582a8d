"""How many people should be served at a place."""

from datetime import date

from django.utils import timezone

from core.errors import DomainError
from orgs.enums import OrganizationKind
from orgs.models import Organization, User
from services.models import ServiceBase

BASE_LIMIT = 10_000_000  # nonsense beyond: more than a city has people


def state_base(*, by: User, organization: Organization, number: int, source: str, as_of: date) -> ServiceBase:
    """The number of people to be served at ``organization`` from ``as_of`` on, with its source (domain practice: a
    coverage without source and date of its base is not shown). Raises ``DomainError`` for anything incomplete."""
    if organization.kind != OrganizationKind.UNION:
        raise DomainError("底数按工会组织（地区）登记，请选择工会。")
    if not 1 <= number <= BASE_LIMIT:
        raise DomainError(f"底数须在1至{BASE_LIMIT:,}人之间，请核对。")
    source = " ".join(source.split())
    if not source:
        raise DomainError("请写明底数的来源，例如会员名册。")
    if not as_of.year >= 2000 or as_of > timezone.localdate():
        raise DomainError("截至日期须在2000年之后、不晚于今天。")
    return ServiceBase.objects.create(organization=organization, number=number, source=source, as_of=as_of, by=by)
