"""Who is told about reports that are due, submitted, returned."""

from itertools import chain

from django.utils import timezone

from core.notifications import notify
from orgs.models import User
from projects.models import ProgressReport
from projects.notifications.people import contractor_side, purchasers, tell_step

# kind → (title, what to do, who is told)
REPORT_NEWS = {
    "submit": ("有报告待审核", "请审核。", (purchasers,)),
    "return": ("报告被退回修改", "请按报告页上的批注修改后重新提交。", (contractor_side,)),
    "accept": ("报告已通过审核", "数据已固定，补录不再改变这份报告。", (contractor_side,)),
    "fail": ("报告逾期未交，按不合格处理", "期限和说明见报告页面。", (contractor_side, purchasers)),
}


def report_changed(report: ProgressReport, kind: str, *, by: User | None) -> None:
    title, todo, audiences = REPORT_NEWS[kind]
    people = chain.from_iterable(audience(report.project) for audience in audiences)
    tell_step(report, kind, people, by=by, title=title, body=f"“{report}”：{todo}")


def report_due(report: ProgressReport) -> None:
    """Once before the day and once after it, however often the timer asks; a new day after a return counts anew."""
    late = report.due_on < timezone.localdate()
    notify(
        contractor_side(report.project),
        key=f"progressreport:{report.pk}:{'late' if late else 'due'}:{report.due_on}",
        title="报告已逾期" if late else "报告即将到期",
        body=f"“{report}”应于{report.due_on}前提交。" + ("请尽快提交；有正当理由的请说明原因。" if late else ""),
        url=report.get_absolute_url(),
    )
