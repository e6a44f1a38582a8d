"""What people can do with reports: ask for one, and ask again when it failed."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import step
from orgs.models import Organization, User
from reports import tasks
from reports.enums import ReportState
from reports.models import ReportRun
from reports.workflow import RETRY_REPORT

FIRST_YEAR = 2000
UNDER_WAY = (ReportState.QUEUED, ReportState.RUNNING)


def request_report(organization: Organization, *, by: User, month: date) -> ReportRun:
    """Queue the monthly report of ``organization`` for the month ``month`` lies in, in ``by``'s present identity.

    Raises ``DomainError`` for a month that has not begun or is before our time, or while the same report of the same
    person is under way.
    """
    month = month.replace(day=1)
    if month > timezone.localdate():
        raise DomainError("这个月还没有开始，没有可统计的数据。请选择本月或以前的月份。")
    if month.year < FIRST_YEAR:
        raise DomainError(f"只能统计{FIRST_YEAR}年以后的月份，请核对年份。")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # two clicks on the same button ask one after the other
        if ReportRun.objects.filter(
            organization=organization, month=month, requested_by=by, state__in=UNDER_WAY
        ).exists():
            raise DomainError("您申请的这份月报正在生成，不必重复申请。请在月报列表里查看进度。")
        run = ReportRun.objects.create(organization=organization, month=month, requested_by=by, identity=by.identity)
        run.events.create(kind="create", to_state=run.state, by=by)
        tasks.build_report.delay_on_commit(run.pk)
    return run


def retry_report(run: ReportRun, *, by: User, note: str = "") -> ReportRun:
    """Queue a failed run again, in the identity it was first asked under."""
    with step(run, RETRY_REPORT, by=by, note=note) as queued:
        queued.progress = 0
        queued.save(update_fields=["progress"])
        tasks.build_report.delay_on_commit(queued.pk)
    return queued
