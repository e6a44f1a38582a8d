"""Who is told about figures filled in by hand."""

from orgs.models import User
from projects.models import ManualActual
from projects.notifications.people import contractor_side, purchasers, tell_step

# kind → (title, what to do, who is told)
ACTUAL_NEWS = {
    "create": ("有指标填报待核定", "请核对证明材料后核定。", purchasers),
    "approve": ("指标填报已核定", "已计入完成值。", contractor_side),
    "return": ("指标填报被退回", "请按意见重新填报。", contractor_side),
}


def actual_changed(actual: ManualActual, kind: str, *, by: User) -> None:
    title, todo, audience = ACTUAL_NEWS[kind]
    project = actual.indicator.project
    people = audience(project)
    tell_step(
        actual, kind, people, by=by, title=title, body=f"“{project}”（{project.code}）{actual.indicator.title}：{todo}"
    )
