"""Who is told about reports: the one who asked."""

from core.notifications import notify
from reports.models import ReportRun


def report_finished(run: ReportRun) -> None:
    """One notification for each time the run ends well."""
    notify(
        [run.requested_by],
        key=f"reportrun:{run.pk}:done:{run.events.count()}",
        title=f"{run}已生成",
        body="Word 和 Excel 已可下载。",
        url=run.get_absolute_url(),
    )


def report_failed(run: ReportRun) -> None:
    """One notification for each time the run ends badly."""
    notify(
        [run.requested_by],
        key=f"reportrun:{run.pk}:failed:{run.events.count()}",
        title=f"{run}没有生成",
        body="请打开页面重新生成；仍不成功请告知系统管理员。",
        url=run.get_absolute_url(),
    )
