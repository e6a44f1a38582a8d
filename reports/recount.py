"""快照版 and 重算版: what a finished monthly report said, beside what the same month amounts to now.

Late entries and corrections count in the month in which things happened. A finished report keeps the figures it said;
everybody who reads it sees how far the records have moved since.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.errors import DomainError
from core.templatetags.ui import count, figure, money, percent
from orgs.models import User
from reports.enums import ReportState
from reports.figures import signed
from reports.models import ReportRun
from reports.periods import month_of
from reports.queries import Statistics, reachable, statistics

RATES = ("satisfaction", "outside_share")
MONEY = ("committed", "paid")
HOURS = ("hours", "worker_hours", "converted_hours")
KEPT: dict[str, tuple[str, Callable[[Statistics], int | Decimal | None]]] = {
    "projects": ("购买服务项目", lambda found: found.projects),
    "committed": ("立项金额", lambda found: found.committed),
    "paid": ("已拨付", lambda found: found.paid),
    "sessions": ("服务场次", lambda found: found.services.sessions),
    "person_times": ("服务人次", lambda found: found.services.person_times),
    "named_times": ("其中实名人次", lambda found: found.services.named_times),
    "persons": ("服务人数", lambda found: found.services.persons),
    "online_times": ("线上观看人次", lambda found: found.services.online_times),
    "hours": ("服务小时", lambda found: found.effort.hours),
    "worker_hours": ("社工投入工时", lambda found: found.effort.worker_hours),
    "converted_hours": ("折算工时", lambda found: found.effort.converted_hours),
    "satisfaction": ("满意率", lambda found: found.satisfaction.rate),
    "outside_share": ("8小时外占比", lambda found: found.services.outside_share),
}


@dataclass(frozen=True)
class Line:
    """One figure in both versions; ``None`` where there was no base for a rate."""

    name: str
    label: str
    before: int | Decimal | None
    now: int | Decimal | None

    @property
    def difference(self) -> int | Decimal | None:
        return None if self.before is None or self.now is None else self.now - self.before

    @property
    def is_changed(self) -> bool:
        return self.before != self.now

    @property
    def texts(self) -> list[str]:
        """Label, 快照版, 重算版, 差异, as people read them."""
        written = self._written
        return [self.label, written(self.before), written(self.now), self.written_difference]

    @property
    def written_difference(self) -> str:
        if not self.is_changed:
            return "—"
        if self.difference is None:
            return "有变化"
        if self.name in RATES:
            return f"{signed(self.difference * 100, '{:.1f}')} 个百分点"
        pattern = "{:,.2f}" if self.name in MONEY else "{:,.1f}" if self.name in HOURS else "{:,}"
        return signed(self.difference, pattern)

    def _written(self, value) -> str:
        if self.name in RATES:
            return percent(value)
        return money(value) if self.name in MONEY else figure(value) if self.name in HOURS else count(value)


@dataclass(frozen=True)
class Comparison:
    """The figures of one finished report beside the present ones."""

    taken_at: datetime
    rows: list[Line]

    @property
    def is_changed(self) -> bool:
        return any(row.is_changed for row in self.rows)


def snapshot_of(found: Statistics) -> dict[str, str | None]:
    """The figures as a finished report keeps them: shares to four places, everything else exactly."""
    return {name: _kept(name, value(found)) for name, (_, value) in KEPT.items()}


def compared(run: ReportRun, now: Statistics) -> Comparison:
    """What ``run`` said beside ``now``; a figure the run did not have yet is not compared."""
    present = snapshot_of(now)
    rows = [
        Line(name, label, _read(name, run.snapshot[name]), _read(name, present[name]))
        for name, (label, _) in KEPT.items()
        if name in run.snapshot
    ]
    return Comparison(run.taken_at, rows)


def recounted(run: ReportRun) -> Comparison | None:
    """The month counted again in the scope the run was made in; None without a snapshot, or when the requester's
    membership has ended: another scope would be another figure."""
    if run.snapshot is None:
        return None
    try:
        user = viewer_of(run)
    except DomainError:
        return None
    period = month_of(run.month)
    return compared(run, statistics(user, run.organization, period.start, period.end))


def first_snapshot(run: ReportRun) -> ReportRun | None:
    """The first report of the same month, place and role that was finished when the month was over."""
    runs = ReportRun.objects.filter(organization=run.organization, month=run.month, state=ReportState.DONE)
    role = run.identity.role if run.identity_id else None
    same = runs.filter(snapshot__isnull=False, identity__role=role) if role else runs.none()
    over = month_of(run.month).end
    return same.filter(taken_at__date__gt=over).exclude(pk=run.pk).order_by("taken_at", "pk").first()


def viewer_of(run: ReportRun) -> User:
    """The requester in the identity they asked under; raises ``DomainError`` when it no longer reaches the place.

    SECURITY: without this check an ended membership would fall back to all others of the same person.
    """
    user = run.requested_by
    if run.identity_id:
        user.act_as(run.identity)
    if (run.identity_id and user.identity is None) or not reachable(user).filter(pk=run.organization_id).exists():
        raise DomainError("申请时的任职已结束或范围已变，不能再生成。请由现任人员重新申请。")
    return user


def _kept(name: str, value) -> str | None:
    if value is None:
        return None
    return f"{value:.4f}" if name in RATES else str(value)


def _read(name: str, text: str | None) -> int | Decimal | None:
    if text is None:
        return None
    return Decimal(text) if name in (*RATES, *MONEY, *HOURS) else int(text)
