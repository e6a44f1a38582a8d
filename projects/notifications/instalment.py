"""Who is told what about instalments."""

from core.notifications import notify
from orgs.enums import Role
from orgs.models import User
from projects.models import Instalment
from projects.notifications.people import contractor_side, event_key, finance, purchasers, tell_step

# kind → (title, what happened or has to happen, who is told). SECURITY: reasons and amounts stay on the page.
INSTALMENT_NEWS = {
    "meet_conditions": ("拨款条件已满足", "可以申请拨款。", contractor_side),
    "apply": ("有拨款申请待复核", "请核对条件和发票。", purchasers),
    "check": ("有拨款待批准", "已复核，请另一位负责人批准。", purchasers),
    "approve": ("有款项待拨付", "已批准，请办理支付。", finance),
    "receipt": ("承接单位已确认收款", "收据号见项目页面。", finance),
    "reject": ("拨款申请未通过", "原因见项目页面，改正后可以重新申请。", contractor_side),
    "hold": ("款项暂缓拨付", "原因见项目页面。", contractor_side),
    "release": ("款项解除暂缓", "可以重新申请拨款。", contractor_side),
    "claw_back": ("款项已追回", "原因见项目页面。", contractor_side),
}


def instalment_changed(instalment: Instalment, kind: str, *, by: User | None) -> None:
    """Tell whoever acts next, or whom it concerns; not the person who did it."""
    title, text, audience = INSTALMENT_NEWS[kind]
    project = instalment.project
    people = purchasers(project, but=by) if kind == "check" else audience(project)  # a second person approves
    tell_step(instalment, kind, people, by=by, title=title, body=f"“{project}”第{instalment.number}期款：{text}")


def instalment_paid(instalment: Instalment, *, by: User) -> None:
    project = instalment.project
    notify(
        [person for person in contractor_side(project) if person != by],
        key=event_key(instalment, "pay"),
        title="款项已拨付",
        body=f"“{project}”第{instalment.number}期款已拨付，请查收。",
        url=project.get_part_url("money"),
    )


def instalment_due(instalment: Instalment) -> None:
    """Once per instalment, however often the timer asks."""
    project = instalment.project
    notify(
        [*finance(project), *User.objects.holding(project.contractor, Role.NGO)],
        key=f"instalment:{instalment.pk}:due",
        title="分期款即将到期",
        body=f"“{project}”第{instalment.number}期款应于{instalment.due_on}前拨付。",
        url=project.get_part_url("money"),
    )


def instalment_waits_for_payment(instalment: Instalment, days: int) -> None:
    """Once per application: the days to pay after the invoice are running out."""
    project = instalment.project
    applications = instalment.events.filter(kind="apply").count()
    notify(
        [*purchasers(project), *finance(project)],
        key=f"instalment:{instalment.pk}:late:{applications}",
        title="拨款时限将到",
        body=f"“{project}”第{instalment.number}期款：收到发票后 {days} 个工作日内付款，请抓紧办理。",
        url=project.get_part_url("money"),
    )
