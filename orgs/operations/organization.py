"""Registering and correcting the bodies of the tree."""

import re
import unicodedata
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from stdnum.cn import uscc

from core.errors import DomainError
from core.workflow import locked
from orgs.enums import OrganizationKind as Kind
from orgs.enums import UnionLevel
from orgs.models import Organization, OrganizationEvent, User
from orgs.permissions import MANAGERS
from orgs.pinyin import initials
from orgs.scope import has_role_over
from orgs.tree import lock_tree

PREFIX = {
    Kind.UNION: "JC",
    Kind.PARTY: "DZ",
    Kind.SOCIAL: "SO",
    Kind.ENTERPRISE: "QY",
    Kind.VOLUNTEER: "ZY",
    Kind.STATION: "ZD",
}
# Bodies that may hang under something smaller than a territory.
INSIDE_UNITS = (Kind.UNION, Kind.PARTY, Kind.VOLUNTEER)
UNITS = (Kind.ENTERPRISE, Kind.SOCIAL)
CODE = re.compile(r"[0-9A-Z][0-9A-Z-]{1,29}")
CHANGEABLE = (
    "name", "credit_code", "legal_representative", "legal_person_number", "legal_person_until", "contact_phone",
    "address", "tier", "is_pilot", "active_from", "active_to",
)  # fmt: skip


def create_organization(
    *, by: User, parent: Organization, name: str, kind: str, code: str = "", **facts
) -> Organization:
    """A new body under ``parent``: anything but a territorial union, which only the official codes make.

    A union created here is a 基层工会. ``facts`` are the fields of ``update_organization``; without ``code`` the
    next number of its kind is taken. Raises ``DomainError`` when the place is wrong or out of ``by``'s reach, a
    code is taken, or a fact is invalid.
    """
    level = UnionLevel.GRASSROOTS if kind == Kind.UNION else ""
    row = Organization(kind=kind, level=level, code=code.strip().upper())
    with transaction.atomic():
        lock_tree()
        parent = locked(parent)
        _check_place(parent, kind, by)
        row.code = row.code or _next_code(kind)
        if not CODE.fullmatch(row.code):
            raise DomainError("代码应为2至30位的数字、大写字母或短横线。")
        _apply(row, {"name": name, **facts})
        if Organization.objects.filter(code=row.code).exists():
            raise DomainError(f"代码 {row.code} 已被使用。请换一个代码，或留空由系统编号。")
        Organization.objects.add_child(parent, instance=row)
        OrganizationEvent.objects.create(subject=row, kind="create", by=by)
    return row


def update_organization(organization: Organization, *, by: User, **changes) -> Organization:
    """Correct the facts in ``changes`` (``CHANGEABLE``), all of them or none; the tree and the code stay.

    Raises ``DomainError`` for an empty name, a credit code whose check character is wrong (GB 32100) or that
    another body holds, a tier for anything but a community, or a period that ends before it starts.
    """
    with transaction.atomic():
        row = locked(organization)
        before = {field: getattr(row, field) for field in changes}
        _apply(row, changes)
        changed = [field for field in changes if getattr(row, field) != before[field]]
        if changed:
            row.initials = initials(row.name)
            row.save(update_fields=[*changed, "initials"])
            labels = "、".join(str(Organization._meta.get_field(field).verbose_name) for field in changed)
            OrganizationEvent.objects.create(subject=row, kind="update", by=by, note=labels)
    organization.refresh_from_db()
    return organization


def _check_place(parent: Organization, kind: str, by: User) -> None:
    if not has_role_over(by, parent, *MANAGERS):
        raise DomainError(f"{parent}不在您的管理范围内，请选择您管理的组织作为上级。")
    if not (parent.is_territorial or (parent.kind in UNITS and kind in INSIDE_UNITS)):
        raise DomainError(f"{Kind(kind).label}不能设在{parent}之下。请选择所在的区县、街道或社区工会。")
    if not parent.is_active(timezone.localdate()):
        raise DomainError(f"{parent}已停用，不能在其下登记组织。")


def _next_code(kind: str) -> str:
    """``SO-0013`` after ``SO-0012``; the tree lock keeps two callers apart."""
    prefix = f"{PREFIX[Kind(kind)]}-"
    used = Organization.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    numbers = [int(code.removeprefix(prefix)) for code in used if code.removeprefix(prefix).isdigit()]
    return f"{prefix}{max(numbers, default=0) + 1:04d}"


def _apply(row: Organization, facts: Mapping) -> None:
    """Put checked ``facts`` onto ``row``."""
    unknown = set(facts) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not facts of an organization: {sorted(unknown)}")
    for field, value in facts.items():
        setattr(row, field, value)
    row.name = row.name.strip()
    row.initials = initials(row.name)
    row.credit_code = _credit_code(row)
    if not row.name:
        raise DomainError("名称不能为空。")
    if row.legal_person_until and not row.legal_person_number.strip():
        raise DomainError("填写了法人资格有效期，请同时填写法人资格证书号。")
    if row.tier and row.level != UnionLevel.COMMUNITY:
        raise DomainError("只有社区（村）联合工会可以分级。请清空社区分级。")
    if row.active_from and row.active_to and row.active_to < row.active_from:
        raise DomainError("停用日期早于启用日期，请改正。")


def _credit_code(row: Organization) -> str:
    code = unicodedata.normalize("NFKC", row.credit_code).replace(" ", "").upper()
    if code and not uscc.is_valid(code):
        raise DomainError("统一社会信用代码不正确（18位，校验码须相符）。请对照登记证书核对。")
    if code and Organization.objects.filter(credit_code=code).exclude(pk=row.pk).exists():
        raise DomainError("该统一社会信用代码已登记在另一个组织名下。请先查找已有组织。")
    return code
