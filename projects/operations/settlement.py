"""决算: drawn up from the books, audited by the union's own committee, the unspent balance returned or carried over."""

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import User
from projects import notifications, workflow
from projects.budgeting import yuan
from projects.enums import BalanceUse, BudgetCategory, EntryKind, InstalmentState, ProjectState, SettlementState
from projects.models import Instalment, Project, Settlement, SettlementLine
from projects.operations.duties import check_not_archived, check_outside_contractor
from projects.operations.instalment import approved_project, release_commitment
from projects.operations.ledger import post_entry
from projects.operations.need import require_reason
from projects.queries.instalment import ASKED
from projects.queries.settlement import (
    carry_over_approval,
    open_expenses,
    settlement_figures,
    unpaid_advances,
)

NOTE = 200  # characters of what explains one category
VOUCHERS_DECIDED = ("check", "accept", "disallow", "reverse")
DECIDED = (workflow.CHECK.name, workflow.APPROVE_INSTALMENT.name, workflow.PAY.name)


def draw_up_settlement(
    project: Project, *, by: User, use: str = "", explanation: str = "", notes: dict[str, str] | None = None
) -> Settlement:
    """Compute the settlement of a completed project as a draft: per category budget, adjusted, actual, vouchers.

    ``use`` says what becomes of a balance; it may be chosen later. Raises ``DomainError`` while a voucher is undecided.
    """
    with transaction.atomic():
        project = locked(project)
        if project.state != ProjectState.COMPLETED:
            raise DomainError(f"项目目前是“{project.get_state_display()}”，确认结项以后才能编制决算。")
        if Settlement.objects.filter(project=project).exists():
            raise DomainError("这个项目已经有决算，请打开后修改。")
        check_no_open_expense(project)
        settlement = Settlement.objects.create(
            project=project, use=_use(use), explanation=_explained(explanation), created_by=by
        )
        write_figures(settlement, project, notes)
        settlement.events.create(kind="create", to_state=settlement.state, by=by)
    return settlement


def update_settlement(
    settlement: Settlement, *, by: User, use: str = "", explanation: str = "", notes: dict[str, str] | None = None
) -> Settlement:
    """Change what becomes of the balance and the explanations; the figures are computed anew.

    ``notes`` explains the difference of single categories (category → text); those not named stay as they are.
    """
    with transaction.atomic():
        settlement = locked(settlement)
        if settlement.state != SettlementState.DRAFT:
            raise DomainError(f"决算目前是“{settlement.get_state_display()}”，不能修改。")
        project = locked(settlement.project)
        check_not_archived(project)
        check_no_open_expense(project)
        settlement.use, settlement.explanation = _use(use), _explained(explanation)
        settlement.save(update_fields=["use", "explanation"])
        write_figures(settlement, project, notes)
        settlement.events.create(kind="update", by=by)
    return settlement


def submit_settlement(settlement: Settlement, *, by: User, note: str = "") -> Settlement:
    """Hand the settlement to the auditors with the figures of this moment; the project moves to 决算审计中.

    Raises ``DomainError`` while an instalment is on its way, a balance has no use, or a category spent more than its
    adjusted budget without an explanation.
    """
    with step(settlement, workflow.SUBMIT_SETTLEMENT, by=by, note=note) as settlement:
        with step(settlement.project, workflow.SETTLE, by=by, note="提交决算") as project:
            check_no_open_expense(project)
            if Instalment.objects.filter(project=project, state__in=ASKED).exists():
                raise DomainError("还有正在办理的拨款，办结以后再提交决算。")
            write_figures(settlement, project)
        check_explained(settlement)
        if settlement.balance > 0 and not settlement.use:
            raise DomainError(f"有结余 {yuan(settlement.balance)}，请先选择退回或结转。")
        if settlement.balance <= 0 and settlement.use:
            settlement.use = ""
            settlement.save(update_fields=["use"])
        notifications.settlement_changed(settlement, "submit", by=by)
    return settlement


def approve_carry_over(settlement: Settlement, *, by: User, note: str) -> Settlement:
    """The purchaser agrees that the balance is carried over, with the reason; the audit asks for it."""
    reason = require_reason(note)
    with transaction.atomic():
        settlement = locked(settlement)
        check_outside_contractor(settlement.project, by)
        if settlement.state != SettlementState.SUBMITTED or settlement.use != BalanceUse.CARRY_OVER:
            raise DomainError("只有提交审计、申请结转的决算需要批准结转。")
        if carry_over_approval(settlement):
            raise DomainError("结转已经批准过，不用重复办理。")
        notifications.settlement_changed(settlement, "approve_carry_over", by=by)
        settlement.events.create(kind="approve_carry_over", by=by, note=reason)
    return settlement


def audit_settlement(settlement: Settlement, *, by: User, opinion: str) -> Settlement:
    """Confirm the settlement with an opinion (工会法第45条：工会经费由经费审查委员会审查); the project is 已审计.

    The auditor stands outside: not of the contractor, not who approved the project or decided or paid an instalment,
    accepted a voucher, or wrote the settlement.
    """
    opinion = require_reason(opinion)[:2000]
    with step(settlement, workflow.AUDIT_SETTLEMENT, by=by, note=opinion[:500]) as settlement:
        check_outside_auditor(settlement, by)
        if settlement.use == BalanceUse.CARRY_OVER and not carry_over_approval(settlement):
            raise DomainError("结余申请结转，还没有购买主体的批准意见，不能审计通过。")
        with step(settlement.project, workflow.AUDIT, by=by, note="决算审计通过"):
            pass
        settlement.opinion, settlement.audited_by, settlement.audited_on = opinion, by, timezone.localdate()
        settlement.save(update_fields=["opinion", "audited_by", "audited_on"])
        notifications.settlement_changed(settlement, "audit", by=by)
    return settlement


def return_settlement(settlement: Settlement, *, by: User, note: str) -> Settlement:
    """Send the settlement back with what has to change; vouchers may be recorded again."""
    reason = require_reason(note)
    with step(settlement, workflow.RETURN_FOR_SETTLEMENT, by=by, note=reason) as settlement:
        check_outside_auditor(settlement, by)
        with step(settlement.project, workflow.RETURN_SETTLEMENT, by=by, note="退回决算"):
            pass
        notifications.settlement_changed(settlement, "return", by=by)
    return settlement


def return_balance(settlement: Settlement, *, by: User, voucher_number: str = "", note: str = "") -> Settlement:
    """Book the returned balance: a negative payment and a negative commitment, so that the fund has it again.

    Raises ``DomainError`` unless the settlement is audited, says 退回, and has not been booked.
    """
    with transaction.atomic():
        settlement = locked(settlement)
        project = locked(settlement.project)
        check_outside_contractor(project, by)
        if approved_project(project, by):
            raise DomainError("您批准了这个项目，不能再办理结余退回。请由其他财务人员办理。")
        check_to_return(settlement)
        fund = locked(project.fund)
        about = {"by": by, "project": project, "note": " ".join(filter(None, ["结余退回", voucher_number, note]))}
        key = f"return_balance:{settlement.pk}"
        post_entry(fund, EntryKind.PAYMENT, -settlement.balance, key=key, **about)
        post_entry(fund, EntryKind.COMMITMENT, -settlement.balance, key=f"{key}:commitment", **about)
        # Nothing more is owed to who returns money: what is still committed is free again.
        release_commitment(project, by=by, key=f"release:{key}", note="结余退回后剩余的承诺")
        settlement.returned_on = timezone.localdate()
        settlement.save(update_fields=["returned_on"])
        notifications.settlement_changed(settlement, "return_balance", by=by)
        settlement.events.create(kind="return_balance", by=by, note=f"{yuan(settlement.balance)} {note}".strip())
    return settlement


def write_figures(settlement: Settlement, project: Project, notes: dict[str, str] | None = None) -> None:
    """The figures of this moment, in place of the earlier ones; what was explained stays, unless ``notes`` says it
    anew. The caller holds both rows."""
    kept = dict(settlement.lines.values_list("category", "note")) | _noted(notes or {})
    figures = settlement_figures(project)
    settlement.paid, settlement.spent, settlement.balance = figures.paid, figures.spent, figures.balance
    settlement.save(update_fields=["paid", "spent", "balance"])
    settlement.lines.all().delete()
    SettlementLine.objects.bulk_create(
        SettlementLine(
            settlement=settlement, category=line.category, budget=line.budget, adjusted=line.adjusted,
            actual=line.actual, vouchers=line.vouchers, note=kept.get(line.category, ""),
        )
        for line in figures.lines
    )  # fmt: skip


def check_no_open_expense(project: Project) -> None:
    waiting = open_expenses(project).count()
    if waiting:
        raise DomainError(f"还有 {waiting} 张支出凭证没有办结，提交、审核或不予列支以后再编制决算。")
    unpaid = Instalment.objects.filter(project=project).unpaid().exclude(state=InstalmentState.REJECTED)
    if unpaid_advances(project).exists() and not unpaid.exists():
        raise DomainError("还有已初审、没有列支的支出凭证，请财务列支或不予列支以后再编制决算。")


def check_explained(settlement: Settlement) -> None:
    """决算表的说明栏: whatever was spent beyond the adjusted budget says why."""
    for line in settlement.lines.all():
        if line.difference < 0 and not line.note:
            over = f"“{line.get_category_display()}”超出调整后预算 {yuan(-line.difference)}"
            raise DomainError(f"{over}，请先修改决算，填写这一科目的说明。")


def check_outside_auditor(settlement: Settlement, by: User) -> None:
    """Nobody audits what they submitted, approved, paid or accepted."""
    project = settlement.project
    check_outside_contractor(project, by)
    acted = (
        settlement.created_by_id == by.pk
        or approved_project(project, by)
        or project.instalments.filter(events__kind__in=DECIDED, events__by=by).exists()
        or project.expenses.filter(events__kind__in=VOUCHERS_DECIDED, events__by=by).exists()
    )
    if acted:
        raise DomainError("您办理过这个项目的立项、拨付或支出，不能审计它的决算。请由其他经审委员办理。")


def check_to_return(settlement: Settlement) -> None:
    if settlement.state != SettlementState.AUDITED:
        raise DomainError("决算审计通过以后才能办理结余退回。")
    if settlement.balance <= 0 or settlement.use != BalanceUse.RETURN:
        raise DomainError("这份决算没有要退回的结余。")
    if settlement.returned_on:
        raise DomainError(f"结余已于 {settlement.returned_on} 退回，没有重复入账。")


def _use(use: str) -> str:
    if use and use not in BalanceUse.values:
        raise DomainError("结余处理请选择退回或结转。")
    return use


def _explained(text: str) -> str:
    text = text.strip()
    if len(text) > 2000 or "\0" in text:
        raise DomainError("决算说明最多 2000 字，不能有特殊字符。")
    return text


def _noted(notes: dict[str, str]) -> dict[str, str]:
    """Explanations by category as they are kept."""
    if set(notes) - set(BudgetCategory.values):
        raise DomainError("没有这个科目，请刷新页面后重新填写。")
    texts = {category: text.strip() for category, text in notes.items()}
    if any(len(text) > NOTE or "\0" in text for text in texts.values()):
        raise DomainError(f"各科目的说明最多 {NOTE} 字，不能有特殊字符。")
    return texts
