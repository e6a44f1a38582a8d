"""The small world most tests play in, with the people who act in it.

沈阳市总工会 ── 和平区总工会 ── 浑河湾街道总工会 ── 水源地社区联合工会 (+ 党支部)
            │                                 └─ 河畔社区联合工会
            ├─ 沈河区总工会 ── 大西街道总工会 ── 凯旋社区联合工会
            └─ 晨光社会工作服务中心 (contracts), 远山公益中心 (a rival)
"""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from types import SimpleNamespace

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from orgs.enums import OrganizationKind as Kind
from orgs.enums import Role, UnionLevel
from orgs.models import Membership, Organization, User
from orgs.tree import place_children
from projects.enums import EntryKind, Frequency, FundKind, Measure, NeedCategory, NeedState, ProjectState
from projects.models import BudgetLine, Fund, Indicator, LedgerEntry, Need, Project
from projects.models.project import FUNDED
from services.enums import ActivityKind, ActivityState, TimeBand
from services.models import Activity, Session

PASSWORD = "sanlian-test-1"
ENDED_WELL = (ProjectState.COMPLETED, ProjectState.SETTLING, ProjectState.AUDITED, ProjectState.ARCHIVED)


def make_organization(name: str, code: str, parent=None, kind=Kind.UNION, level="", **fields) -> Organization:
    row = Organization(name=name, code=code, kind=kind, level=level, **fields)
    return (
        Organization.objects.add_child(parent, instance=row) if parent else Organization.objects.add_root(instance=row)
    )


def new_user(username: str, **fields) -> User:
    return User(username=username, email=f"{username}@example.test", password=hashed(), **{"name": username} | fields)


@cache
def hashed() -> str:
    return make_password(PASSWORD)


def make_user(username: str, organization=None, role: str = "", **fields) -> User:
    user = new_user(username, **fields)
    user.save()
    if organization:
        Membership.objects.create(user=user, organization=organization, role=role, valid_from=date(2020, 1, 1))
    return user


def make_world() -> SimpleNamespace:
    """The organisations and one user per role; attribute names are the roles' everyday names."""
    w = SimpleNamespace()
    make_tree(w)
    make_people(w)
    return w


def make_tree(w) -> None:
    """In one statement, as thousands of tests begin here."""
    union = partial(Organization, kind=Kind.UNION)
    w.city_union = union(name="沈阳市总工会", code="2101", level=UnionLevel.CITY, place="沈阳市")
    w.district_union = union(
        name="和平区总工会",
        code="210102",
        level=UnionLevel.DISTRICT,
        place="和平区",
        legal_person_number="辽工法证字第0210102号",
        legal_representative="韩立群",
    )
    w.other_district = union(name="沈河区总工会", code="210103", level=UnionLevel.DISTRICT, place="沈河区")
    w.street_union = union(name="浑河湾街道总工会", code="210102001", level=UnionLevel.STREET, place="浑河湾街道")
    w.other_street = union(name="大西街道总工会", code="210103014", level=UnionLevel.STREET, place="大西街道")
    community = partial(union, level=UnionLevel.COMMUNITY)
    w.community_union = community(name="水源地社区联合工会", code="210102001002", place="水源地社区")
    w.neighbour = community(name="河畔社区联合工会", code="210102001003", place="河畔社区")
    w.stranger_union = community(name="凯旋社区联合工会", code="210103014001", place="凯旋社区")
    w.party_branch = Organization(name="水源地社区党支部", code="DZ-0001", kind=Kind.PARTY)
    w.contractor = Organization(
        name="晨光社会工作服务中心", code="SO-0001", kind=Kind.SOCIAL,
        legal_person_number="52210100MJ0000001X", legal_representative="关海涛",
    )  # fmt: skip
    w.rival = Organization(name="远山公益中心", code="SO-0002", kind=Kind.SOCIAL)
    everybody = list(vars(w).values())
    families = (
        (None, [w.city_union]),
        (w.city_union, [w.district_union, w.other_district, w.contractor, w.rival]),
        (w.district_union, [w.street_union]),
        (w.other_district, [w.other_street]),
        (w.street_union, [w.community_union, w.neighbour]),
        (w.other_street, [w.stranger_union]),
        (w.community_union, [w.party_branch]),
    )
    for parent, children in families:
        place_children(parent, children, last="")
        if parent:
            parent.numchild = len(children)
    Organization.objects.bulk_create(everybody)


def make_people(w) -> None:
    posts = {
        "city": (w.city_union, Role.CITY_ADMIN),
        "district": (w.district_union, Role.DISTRICT_UNION),
        "street": (w.street_union, Role.STREET_UNION),
        "community": (w.community_union, Role.COMMUNITY_UNION),
        "party": (w.party_branch, Role.PARTY),
        "ngo": (w.contractor, Role.NGO),
        "worker": (w.contractor, Role.WORKER),
        "supervisor": (w.contractor, Role.SUPERVISOR),
        "expert": (w.city_union, Role.EXPERT),
        "finance": (w.district_union, Role.FINANCE),
        "auditor": (w.district_union, Role.AUDITOR),
        "leader": (w.city_union, Role.LEADER),
        "stranger": (w.stranger_union, Role.COMMUNITY_UNION),
        "rival": (w.rival, Role.NGO),
    }
    users = User.objects.bulk_create([new_user(username) for username in posts])
    Membership.objects.bulk_create(
        Membership(user=user, organization=organization, role=role, valid_from=date(2020, 1, 1))
        for user, (organization, role) in zip(users, posts.values(), strict=True)
    )
    vars(w).update(zip(ROLE_NAMES, users, strict=True))


ROLE_NAMES = (
    "city", "district", "street", "community", "party", "ngo", "worker", "supervisor", "expert", "finance",
    "auditor", "leader", "stranger", "rival_head",
)  # fmt: skip


def make_fund(w, amount="1000000.00", name="三联服务专项") -> Fund:
    fund = Fund.objects.create(
        organization=w.district_union, year=timezone.localdate().year, kind=FundKind.UNION, name=name
    )
    LedgerEntry.objects.create(
        fund=fund, kind=EntryKind.APPROPRIATION, amount=Decimal(amount), by=w.finance, key=f"appropriation:{fund.pk}:1",
        on=timezone.localdate(),
    )  # fmt: skip
    return fund


def make_need(w, state=NeedState.VERIFIED, **fields) -> Need:
    defaults = {
        "title": "快递员心理减压",
        "organization": w.community_union,
        "category": NeedCategory.PSYCHOLOGY,
        "groups": ["new_form"],
        "frequency": Frequency.MONTHLY,
        "people": 120,
        "evidence": "走访12个站点，86份问卷，七成反映压力大。",
        "raised_by": w.community,
    }
    if state == NeedState.MERGED and "merged_into" not in fields:
        fields["merged_into"] = make_need(w)
    return Need.objects.create(state=state, **(defaults | fields))


def make_project(w, state=ProjectState.DRAFT, need=None, **fields) -> Project:
    """A project in ``state``; from APPROVED on it holds a fund and its commitment."""
    today = timezone.localdate()
    defaults = {
        "code": f"XM-T{Project.objects.count() + 1:04d}",
        "name": "新业态劳动者心理关爱",
        "category": NeedCategory.PSYCHOLOGY,
        "organization": w.community_union,
        "contractor": w.contractor,
        "worker": w.worker,
        "goal": "一年内为片区快递员提供稳定的心理支持。",
        "starts_on": today - timedelta(days=30),
        "ends_on": today + timedelta(days=300),
        "budget": Decimal("50000.00"),
        "created_by": w.ngo,
    }
    if state in FUNDED and "fund" not in fields:
        fields["fund"] = make_fund(w, name=f"专项{Project.objects.count() + 1}")
    if state in ENDED_WELL:
        fields.setdefault("final_score", Decimal("91.00"))
    project = Project.objects.create(state=state, **(defaults | fields))
    project.needs.add(need or make_need(w))
    Indicator.objects.create(project=project, measure=Measure.SESSIONS, target=18)
    BudgetLine.objects.create(project=project, category="activity", item="讲座", unit_price=project.budget, quantity=1)
    if project.fund_id:
        LedgerEntry.objects.create(
            fund=project.fund, project=project, kind=EntryKind.COMMITMENT, amount=project.budget, by=w.district,
            key=f"commitment:{project.pk}", on=today,
        )  # fmt: skip
    return project


def make_activity(w, project=None, state=ActivityState.PUBLISHED, **fields) -> Activity:
    project = project or make_project(w, ProjectState.ACTIVE)
    defaults = {"name": "心理减压讲座", "kind": ActivityKind.PSYCHOLOGY, "lead": w.worker}
    return Activity.objects.create(project=project, state=state, **(defaults | fields))


def make_session(w, activity=None, starts_at=None, **fields) -> Session:
    """A session two days ahead at 19:00 for an hour and a half unless told otherwise."""
    activity = activity or make_activity(w)
    starts_at = starts_at or timezone.localtime().replace(hour=19, minute=0, second=0, microsecond=0) + timedelta(
        days=2
    )
    defaults = {
        "organization": activity.project.organization,
        "venue": "社区职工之家",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=90),
        "starts_on": timezone.localtime(starts_at).date(),
        "time_band": TimeBand.OUTSIDE,
        "capacity": 40,
    }
    return Session.objects.create(activity=activity, **(defaults | fields))
