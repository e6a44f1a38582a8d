"""The small world most tests play in, with the people who act in it.

沈阳市总工会 ── 和平区总工会 ── 浑河湾街道总工会 ── 水源地社区联合工会 (+ 党支部)
            │                                 └─ 河畔社区联合工会
            ├─ 沈河区总工会 ── 大西街道总工会 ── 凯旋社区联合工会
            └─ 晨光社会工作服务中心 (contracts), 远山公益中心 (a rival)
"""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.utils import timezone

from orgs.enums import OrganizationKind as Kind
from orgs.enums import Role, UnionLevel
from orgs.models import Membership, Organization, User
from projects.enums import EntryKind, Frequency, FundKind, Measure, NeedCategory, NeedState, ProjectState
from projects.models import BudgetLine, Fund, Indicator, LedgerEntry, Need, Project
from projects.models.project import CLOSED, FUNDED
from services.enums import ActivityKind, ActivityState, TimeBand
from services.models import Activity, Session

PASSWORD = "sanlian-test-1"


def make_organization(name: str, code: str, parent=None, kind=Kind.UNION, level="", **fields) -> Organization:
    row = Organization(name=name, code=code, kind=kind, level=level, **fields)
    return (
        Organization.objects.add_child(parent, instance=row) if parent else Organization.objects.add_root(instance=row)
    )


def make_user(username: str, organization=None, role: str = "", **fields) -> User:
    user = User(username=username, name=fields.pop("name", username), email=f"{username}@example.test", **fields)
    user.set_password(PASSWORD)
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
    w.city_union = make_organization("沈阳市总工会", "2101", level=UnionLevel.CITY, place="沈阳市")
    w.district_union = make_organization(
        "和平区总工会",
        "210102",
        Organization.objects.get(pk=w.city_union.pk),
        level=UnionLevel.DISTRICT,
        place="和平区",
        legal_person_number="辽工法证字第0210102号",
        legal_representative="韩立群",
    )
    w.other_district = make_organization(
        "沈河区总工会",
        "210103",
        Organization.objects.get(pk=w.city_union.pk),
        level=UnionLevel.DISTRICT,
        place="沈河区",
    )
    w.street_union = make_organization(
        "浑河湾街道总工会", "210102001", w.district_union, level=UnionLevel.STREET, place="浑河湾街道"
    )
    w.other_street = make_organization(
        "大西街道总工会", "210103014", w.other_district, level=UnionLevel.STREET, place="大西街道"
    )
    w.community_union = make_organization(
        "水源地社区联合工会", "210102001002", w.street_union, level=UnionLevel.COMMUNITY, place="水源地社区"
    )
    w.neighbour = make_organization(
        "河畔社区联合工会",
        "210102001003",
        Organization.objects.get(pk=w.street_union.pk),
        level=UnionLevel.COMMUNITY,
        place="河畔社区",
    )
    w.stranger_union = make_organization(
        "凯旋社区联合工会", "210103014001", w.other_street, level=UnionLevel.COMMUNITY, place="凯旋社区"
    )
    w.party_branch = make_organization("水源地社区党支部", "DZ-0001", w.community_union, Kind.PARTY)
    w.contractor = make_organization(
        "晨光社会工作服务中心", "SO-0001", Organization.objects.get(pk=w.city_union.pk), Kind.SOCIAL,
        legal_person_number="52210100MJ0000001X", legal_representative="关海涛",
    )  # fmt: skip
    w.rival = make_organization("远山公益中心", "SO-0002", Organization.objects.get(pk=w.city_union.pk), Kind.SOCIAL)


def make_people(w) -> None:
    w.city = make_user("city", w.city_union, Role.CITY_ADMIN)
    w.district = make_user("district", w.district_union, Role.DISTRICT_UNION)
    w.street = make_user("street", w.street_union, Role.STREET_UNION)
    w.community = make_user("community", w.community_union, Role.COMMUNITY_UNION)
    w.party = make_user("party", w.party_branch, Role.PARTY)
    w.ngo = make_user("ngo", w.contractor, Role.NGO)
    w.worker = make_user("worker", w.contractor, Role.WORKER)
    w.supervisor = make_user("supervisor", w.contractor, Role.SUPERVISOR)
    w.expert = make_user("expert", w.city_union, Role.EXPERT)
    w.finance = make_user("finance", w.district_union, Role.FINANCE)
    w.auditor = make_user("auditor", w.district_union, Role.AUDITOR)
    w.leader = make_user("leader", w.city_union, Role.LEADER)
    w.stranger = make_user("stranger", w.stranger_union, Role.COMMUNITY_UNION)
    w.rival_head = make_user("rival", w.rival, Role.NGO)


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
    if state in CLOSED:
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
