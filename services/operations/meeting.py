"""What every session obeys, whoever makes or moves it: place, time, places, lecturer and workers."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from core.errors import DomainError
from core.templatetags.ui import moment
from orgs.enums import OrganizationKind
from orgs.models import Organization, User, Venue
from projects.models import Project
from projects.operations.commission import YEARS
from services.models import Lecturer, Session
from services.queries.session import ON_SITE

CAPACITY_LIMIT = 10_000  # configurable default: more places than the largest hall
DETAILS = ("topic", "place", "lecturer", "workers", "is_online")  # what a session has beside time, venue and capacity


def checked(project: Project, organization: Organization, facts: dict) -> dict:
    """The columns of a session ``facts`` stand for; raises ``DomainError`` for the first that is not allowed.

    ``facts`` may hold ``venue``, ``capacity`` and any of ``DETAILS``. The name of the 阵地 is the venue unless another
    text is given, and a new text without a 阵地 is a place that is none.
    """
    unknown = set(facts) - {"venue", "capacity", *DETAILS}
    if unknown:
        raise TypeError(f"not facts of a session: {sorted(unknown)}")
    columns = {name: value for name, value in facts.items() if name != "workers"}
    if "capacity" in facts:
        check_capacity(facts["capacity"])
    if "venue" in facts or "place" in facts:
        columns |= _where(project, organization, facts)
    if facts.get("lecturer"):
        _check_lecturer(project, facts["lecturer"])
    if facts.get("workers"):
        _check_workers(project, facts["workers"])
    return columns


def check_host(project: Project, organization: Organization) -> None:
    """The project's community or a body below it, else any territory the contractor is registered in."""
    served = organization.path.startswith(project.contractor.parent_path)
    if organization.kind == OrganizationKind.SOCIAL or not (served or project.organization.contains(organization)):
        raise DomainError(f"{organization}不在本项目的实施范围内。请选择项目的实施社区，或承接单位服务区域内的社区。")


def check_time(project: Project, starts_at: datetime, ends_at: datetime) -> None:
    if starts_at.year not in YEARS or ends_at.year not in YEARS:  # also what no clock can convert
        raise DomainError("日期的年份不正确，请改正。")
    starts_on, ends_on = timezone.localtime(starts_at).date(), timezone.localtime(ends_at).date()
    if ends_at <= starts_at:
        raise DomainError("结束时间早于或等于开始时间，请改正。")
    if starts_on != ends_on:
        raise DomainError("一场活动须在同一天内结束；持续多日的活动请按天分别安排场次。")
    if not project.starts_on <= starts_on <= project.ends_on:
        raise DomainError(f"{starts_on}不在项目期（{project.starts_on}至{project.ends_on}）内，请改选日期。")


def check_capacity(capacity: int) -> None:
    if not 1 <= capacity <= CAPACITY_LIMIT:
        raise DomainError(f"名额须在1至{CAPACITY_LIMIT}之间。")


def check_fits(session: Session, capacity: int) -> None:
    """Nobody who signed up loses the place; who has been offered one holds it too."""
    taken = session.registered + session.offered
    if taken > capacity:
        raise DomainError(f"已有{taken}人报名，名额不能少于{taken}。")


def what_changed(session: Session, columns: dict, workers: Collection[User] | None = None) -> str:
    """For the history: what ``columns`` and ``workers`` change about ``session``, in words."""
    shown = {
        "starts_at": moment, "ends_at": lambda value: f"至{timezone.localtime(value):%H:%M}", "venue": str,
        "capacity": lambda value: f"{value}个名额", "topic": lambda value: f"主题“{value}”",
        "lecturer": lambda value: f"讲师{value}" if value else "无讲师",
        "is_online": lambda value: "线上" if value else "线下",
    }  # fmt: skip
    pairs = [(getattr(session, name), columns[name], words) for name, words in shown.items() if name in columns]
    changes = [f"{words(old)}改为{words(new)}" for old, new, words in pairs if old != new]
    if workers is not None and set(workers) != set(session.workers.all()):
        changes.append(f"到场社工：{'、'.join(map(str, workers)) or '无'}")
    return "；".join(changes)


def _where(project: Project, organization: Organization, facts: dict) -> dict:
    place, venue = facts.get("place"), " ".join(facts.get("venue", "").split())
    if place is not None:
        _check_place(project, organization, place)
    if not venue and place is None:
        raise DomainError("请选择阵地，或填写地点。")
    return {"place": place, "venue": venue or place.name}


def _check_place(project: Project, organization: Organization, place: Venue) -> None:
    """Of the host, of a union above it, of a body inside it, or the contractor's own."""
    owner = place.organization
    if not (owner.contains(organization) or organization.contains(owner) or owner.pk == project.contractor_id):
        raise DomainError(f"阵地“{place}”不属于举办社区、其上级工会或承接单位，请改选阵地。")


def _check_lecturer(project: Project, lecturer: Lecturer) -> None:
    if not lecturer.is_active:
        raise DomainError(f"讲师{lecturer}已出库，不能排课。请改选讲师。")
    if not lecturer.is_schedulable:
        raise DomainError(f"讲师{lecturer}还没有通过试讲，不能排课。请先登记试讲，或改选讲师。")
    owner = lecturer.organization
    if owner.pk != project.contractor_id and not owner.contains(project.organization):
        raise DomainError(f"讲师{lecturer}不在承接单位的讲师库里，请改选讲师。")


def _check_workers(project: Project, workers: Collection[User]) -> None:
    employed = User.objects.holding(project.contractor, *ON_SITE)
    known = set(employed.filter(pk__in=[worker.pk for worker in workers]).values_list("pk", flat=True))
    if others := [str(worker) for worker in workers if worker.pk not in known]:
        raise DomainError(f"{'、'.join(others)}不是承接单位的在职人员，不能安排到场。请改选承接单位的人员。")
