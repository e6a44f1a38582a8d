"""Who is told what about vouchers and settlements."""

from itertools import chain

from orgs.enums import Role
from orgs.models import User
from projects.models import Expense, Project, Settlement
from projects.notifications.people import contractor_side, finance, purchasers, tell_step


def auditors(project: Project) -> list[User]:
    return list(User.objects.holding(project.fund.organization, Role.AUDITOR)) if project.fund else []


# kind → (title, what happened or has to happen, who is told). SECURITY: reasons and amounts stay on the page.
EXPENSE_NEWS = {
    "submit": ("有支出凭证待初审", "请核对是否属于项目开支。", purchasers),
    "check": ("有支出凭证待列支", "已初审，请财务审核列支。", finance),
    "accept": ("支出已列支", "已记入台账。", contractor_side),
    "reverse": ("支出列支已撤销", "原因见凭证页面，改正后可以重新登记。", contractor_side),
    "disallow": ("支出不予列支", "原因见凭证页面，改正后可以重新登记。", contractor_side),
}
SETTLEMENT_NEWS = {
    "submit": ("有决算待审计", "请核对账目和结余处理。", (auditors, purchasers)),
    "approve_carry_over": ("结余结转已批准", "等待审计。", (auditors, contractor_side)),
    "audit": ("决算已审计", "结果见决算页面。", (contractor_side, purchasers, finance)),
    "return": ("决算被退回", "请按决算页面上的意见修改后重新提交。", (contractor_side,)),
    "return_balance": ("结余已退回", "已记入台账。", (contractor_side, purchasers)),
}


def expense_changed(expense: Expense, kind: str, *, by: User) -> None:
    """Tell whoever acts next, or whom it concerns; not the person who did it."""
    title, text, audience = EXPENSE_NEWS[kind]
    people = audience(expense.project)
    tell_step(expense, kind, people, by=by, title=title, body=f"“{expense.project}”：{text}")


def settlement_changed(settlement: Settlement, kind: str, *, by: User) -> None:
    title, text, audiences = SETTLEMENT_NEWS[kind]
    people = chain.from_iterable(audience(settlement.project) for audience in audiences)
    tell_step(settlement, kind, people, by=by, title=title, body=f"“{settlement.project}”：{text}")
