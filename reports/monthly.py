"""Everything a monthly report says, gathered once, so that Word and Excel cannot differ."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F
from django.utils import timezone

from core.templatetags.ui import count
from orgs.enums import OrganizationKind
from orgs.models import Organization
from reports.effort import effort_figures
from reports.figures import figures
from reports.models import ReportRun
from reports.periods import Period, month_of
from reports.queries import NO_SERVICES, Part, Statistics, breakdown, figures_of, rows_of, statistics
from reports.recount import Comparison, compared, first_snapshot
from services.counting import grouped_figures

SESSIONS_LISTED = 5000  # a Word table longer than that opens in no office program


@dataclass(frozen=True)
class ProjectLine:
    code: str
    name: str
    contractor: str
    place: str
    state: str
    budget: Decimal
    sessions: int
    person_times: int
    online_times: int


@dataclass(frozen=True)
class SessionLine:
    on: date
    activity: str
    place: str
    venue: str
    band: str
    person_times: int
    persons: int
    online_times: int


@dataclass(frozen=True)
class MonthlyReport:
    """One organization's month as one viewer may see it, at one moment."""

    organization: Organization
    period: Period
    taken_at: datetime
    author: str
    now: Statistics
    before: Statistics
    parts: list[Part]
    projects: list[ProjectLine]
    sessions: list[SessionLine]
    sessions_total: int
    snapshot: Comparison | None = None

    @property
    def title(self) -> str:
        return f"{self.organization.name}{self.month}服务月报"

    @property
    def month(self) -> str:
        return f"{self.period.start.year}年{self.period.start.month}月"

    @property
    def figures(self) -> list[dict]:
        """Label, value, unit, change and definition of each figure."""

        def nowhere(url_name: str, **filters) -> str:
            return ""

        found = effort_figures(self.now, self.before, nowhere)
        return [*figures(self.now, self.before, nowhere), *found]

    @property
    def parts_title(self) -> str:
        return "各实施社区" if self.organization.kind == OrganizationKind.SOCIAL else "各下级组织"

    @property
    def definitions(self) -> list[tuple[str, str]]:
        return [(figure["label"], figure["definition"]) for figure in self.figures]

    @property
    def warnings(self) -> list[str]:
        """What a reviewer should look at before signing."""
        found = self.now
        doubts = {
            "本月没有已举办的场次。": found.services.sessions == 0,
            "满意度评价为零，不能得出满意率。": found.services.sessions and not found.satisfaction.valid,
            "满意度有效评价极少，为保护匿名不显示满意率。": found.satisfaction.is_hidden,
            "满意度有效评价过少，满意率仅供参考。": found.satisfaction.rate is not None and found.satisfaction.is_small,
            f"场次过多，只列出前{count(SESSIONS_LISTED)}场。": self.sessions_total > SESSIONS_LISTED,
        }
        return [sentence for sentence, applies in doubts.items() if applies]


def gather(run: ReportRun, user) -> MonthlyReport:
    """Read the month of ``run.organization`` within the scope of ``user``, the requester in their identity."""
    period = month_of(run.month)
    days = (period.start, period.end)
    rows = rows_of(user, run.organization, period)
    now, former = figures_of(rows), period.previous
    first = first_snapshot(run)
    return MonthlyReport(
        organization=run.organization,
        period=period,
        taken_at=timezone.localtime(),
        author=str(user),
        now=now,
        before=statistics(user, run.organization, former.start, former.end),
        parts=breakdown(user, run.organization, *days),
        projects=project_lines(rows),
        sessions=session_lines(rows.sessions),
        sessions_total=now.services.sessions,
        snapshot=first and compared(first, now),
    )


def project_lines(rows) -> list[ProjectLine]:
    """Funded projects of the month with what was done under each; three queries."""
    done = grouped_figures(rows.sessions, lambda prefix: F(f"{prefix}activity__project_id"))
    projects = rows.projects.select_related("organization", "contractor").order_by("code")
    return [
        ProjectLine(
            code=project.code,
            name=project.name,
            contractor=project.contractor.name,
            place=project.organization.short_name,
            state=project.get_state_display(),
            budget=project.budget,
            sessions=facts.sessions,
            person_times=facts.person_times,
            online_times=facts.online_times,
        )
        for project in projects
        for facts in [done.get(project.pk, NO_SERVICES)]
    ]


def session_lines(sessions) -> list[SessionLine]:
    """Held sessions in order of time; 人次 and 人数 of each."""
    done = grouped_figures(sessions, lambda prefix: F(f"{prefix}pk"))
    held = sessions.held().select_related("activity", "organization").order_by("starts_at", "pk")[:SESSIONS_LISTED]
    return [
        SessionLine(
            on=session.starts_on,
            activity=session.activity.name,
            place=session.organization.short_name,
            venue=session.venue,
            band=session.get_time_band_display(),
            person_times=done[session.pk].person_times,
            persons=done[session.pk].persons,
            online_times=done[session.pk].online_times,
        )
        for session in held
    ]


PART_COLUMNS = ("名称", "项目", "立项金额", "已拨付", "场次", "人次", "人数", "满意率", "8小时外占比", "线上观看人次")
PROJECT_COLUMNS = (
    "项目编号",
    "项目名称",
    "承接单位",
    "实施社区",
    "状态",
    "预算总额",
    "本月场次",
    "本月人次",
    "本月线上观看人次",
)
SESSION_COLUMNS = ("日期", "活动", "举办社区", "地点", "时段", "人次", "人数", "线上观看人次")
SIGNATURES = ("填报人", "审核人", "签发人")


def part_cells(part: Part) -> tuple:
    """One line of the breakdown in the order of ``PART_COLUMNS``."""
    found, made = part.statistics, part.statistics.services
    done = (made.sessions, made.person_times, made.persons)
    rates = (found.satisfaction.rate, made.outside_share)
    return (part.name, found.projects, found.committed, found.paid, *done, *rates, made.online_times)
