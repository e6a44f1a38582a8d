"""分期拨付: the contractor applies, one purchaser checks, another approves, finance pays, the contractor receipts."""

from decimal import Decimal

from core.errors import DomainError
from core.workflow import Transition, locked, step
from orgs.models import User
from projects import notifications, workflow
from projects.enums import EntryKind, ProjectState
from projects.models import Instalment, Project
from projects.money import positive_money
from projects.operations.duties import check_not_approver, check_not_archived, check_outside_contractor
from projects.operations.ledger import as_money, post_entry
from projects.operations.need import require_reason
from projects.permissions import PURCHASERS
from projects.queries.contract import contract_amount
from projects.queries.instalment import PAYABLE, payable, plain, result_share, unmet_conditions

ENDED = (ProjectState.TERMINATED, ProjectState.CLAWBACK)
NUMBER = 40  # characters of a voucher or receipt number


def meet_conditions_instalment(instalment: Instalment) -> Instalment:
    """The timer found every condition met; the contractor hears that they may apply."""
    with step(instalment, workflow.MEET_CONDITIONS, by=None) as instalment:
        check_ready(instalment)
        notifications.instalment_changed(instalment, "meet_conditions", by=None)
    return instalment


def apply_instalment(instalment: Instalment, *, by: User, note: str = "") -> Instalment:
    """Ask for the money; ``note`` says for what. The invoice arrives with it, so the days to pay run from today.

    Raises ``DomainError`` naming every condition of the contract that is not met, and while the project is stopped.
    """
    with step(instalment, workflow.APPLY, by=by, note=note) as instalment:
        check_ready(instalment)
        instalment.request_note = note.strip()[:200]
        instalment.save(update_fields=["request_note"])
        notifications.instalment_changed(instalment, "apply", by=by)
    return instalment


def check_instalment(instalment: Instalment, *, by: User, note: str = "") -> Instalment:
    """Confirm that conditions and papers are in order. Nobody checks their own unit's application."""
    with step(instalment, workflow.CHECK, by=by, note=note) as instalment:
        check_outside_contractor(instalment.project, by)
        check_ready(instalment)
        notifications.instalment_changed(instalment, "check", by=by)
    return instalment


def approve_instalment(instalment: Instalment, *, by: User, note: str = "") -> Instalment:
    """Release the money for payment. A second person decides: not the one who checked, and not the one who approved
    the project as long as somebody else could."""
    with step(instalment, workflow.APPROVE_INSTALMENT, by=by, note=note) as instalment:
        check_outside_contractor(instalment.project, by)
        check_second_person(instalment, by)
        check_ready(instalment)
        notifications.instalment_changed(instalment, "approve", by=by)
    return instalment


def pay_instalment(instalment: Instalment, *, by: User, voucher_number: str = "", note: str = "") -> Instalment:
    """Pay an approved instalment, dated today, and write it into the ledger.

    The last one is paid at the share its result earns (``queries.instalment.payable``); what remains of the
    commitment after it is free again. Raises ``DomainError`` when a condition no longer holds, when the contract
    amount would be exceeded, when ``by`` approved project or instalment or belongs to the contractor (职责分离).
    """
    with step(instalment, workflow.PAY, by=by, note=note) as instalment:
        project = instalment.project = locked(instalment.project)
        check_not_approver(project, by)
        check_outside_contractor(project, by)
        check_not_decider(instalment, by)
        check_ready(instalment)
        instalment.amount = amount_to_pay(instalment, project)
        instalment.voucher_number = numbered(voucher_number, "支付凭证号")
        instalment.save(update_fields=["amount", "voucher_number"])
        fund = locked(project.fund)
        post_entry(
            fund, EntryKind.PAYMENT, instalment.amount, key=f"payment:{instalment.pk}", by=by, project=project,
            instalment=instalment, note=note or instalment.voucher_number,
        )  # fmt: skip
        if instalment.is_final:
            release_commitment(project, by=by, key=f"release:{instalment.pk}", note="末期款拨付后余额")
        notifications.instalment_paid(instalment, by=by)
    return instalment


def receipt_instalment(instalment: Instalment, *, by: User, receipt_number: str, note: str = "") -> Instalment:
    """The contractor confirms the money has arrived, with the number of its receipt."""
    receipt_number = numbered(receipt_number, "收据号")
    if not receipt_number:
        raise DomainError("请填写收据号，财务据此入账。")
    with step(instalment, workflow.RECEIPT, by=by, note=note) as instalment:
        check_not_archived(instalment.project)
        instalment.receipt_number = receipt_number
        instalment.save(update_fields=["receipt_number"])
        notifications.instalment_changed(instalment, "receipt", by=by)
    return instalment


def reject_instalment(instalment: Instalment, *, by: User, note: str) -> Instalment:
    """Refuse an application with a reason; the contractor may ask again."""
    return _decide(instalment, workflow.REJECT_INSTALMENT, by, require_reason(note))


def hold_instalment(instalment: Instalment, *, by: User, note: str) -> Instalment:
    """Stop an instalment before it is paid, with a reason."""
    return _decide(instalment, workflow.HOLD, by, require_reason(note))


def release_instalment(instalment: Instalment, *, by: User, note: str) -> Instalment:
    """Lift a hold with a reason; the instalment is asked for anew."""
    return _decide(instalment, workflow.RELEASE, by, require_reason(note))


def claw_back_instalment(instalment: Instalment, *, by: User, amount, note: str) -> Instalment:
    """Take back ``amount`` yuan of a paid instalment: one negative payment row.

    Accepted expenses stay covered by what is left (kept by the database). When the project has ended, the money is
    free in its fund again. Local practice (中山 2014): money of a failed project may be taken back.
    """
    reason, amount = require_reason(note), as_money(amount, positive_money)
    with step(instalment, workflow.CLAW_BACK_INSTALMENT, by=by, note=f"{amount:,.2f} 元：{reason}") as instalment:
        project = instalment.project = locked(instalment.project)
        check_outside_contractor(project, by)
        check_not_approver(project, by)
        if amount > instalment.amount:
            raise DomainError(f"这一期只拨付了 {instalment.amount:,.2f} 元，不能追回 {amount:,.2f} 元。请核对金额。")
        instalment.clawed_back = amount
        instalment.save(update_fields=["clawed_back"])
        post_entry(
            locked(project.fund), EntryKind.PAYMENT, -amount, key=f"claw_back:{instalment.pk}", by=by, project=project,
            instalment=instalment, note=reason,
        )  # fmt: skip
        if project.state in ENDED:
            release_commitment(
                project, by=by, key=f"release:claw_back:{instalment.pk}", note="项目终止，追回款退回资金来源"
            )
        notifications.instalment_changed(instalment, "claw_back", by=by)
    return instalment


def release_commitment(project: Project, *, by: User, key: str, note: str) -> Decimal:
    """Free in the fund what is committed to the project and will not be paid any more; returns how much.

    The caller holds the lock of the project and knows that nothing else is owed.
    """
    project.refresh_from_db(fields=["committed", "paid"])
    rest = project.committed - project.paid
    if rest > 0:
        post_entry(locked(project.fund), EntryKind.COMMITMENT, -rest, key=key, by=by, project=project, note=note)
    return rest


def check_ready(instalment: Instalment) -> None:
    """The project is alive and the conditions hold; asked again at every step, for they may change."""
    project = instalment.project
    if project.fund_id is None or project.state not in PAYABLE:
        raise DomainError(f"项目目前是“{project.get_state_display()}”，不能办理拨款。")
    missing = unmet_conditions(instalment)
    if missing:
        raise DomainError(f"拨款条件还没有满足：{'；'.join(missing)}。满足后再办理。")


def check_second_person(instalment: Instalment, by: User) -> None:
    """Four eyes: check and approval are different people's (职责分离, configurable by giving out roles)."""
    if latest(instalment, workflow.CHECK) == by.pk:
        raise DomainError("您复核了这一期拨款，不能再批准。请由另一位负责人批准。")
    project = instalment.project
    if not approved_project(project, by):
        return
    others = User.objects.holding(project.organization, *PURCHASERS).exclude(
        pk__in=[by.pk, latest(instalment, workflow.CHECK)]
    )
    if any(not approved_project(project, other) for other in others):
        raise DomainError("您批准了项目立项，拨款请由另一位负责人批准。")


def approved_project(project: Project, by: User) -> bool:
    return project.events.filter(kind__in=[workflow.APPROVE.name, "award"], by=by).exists()


def check_not_decider(instalment: Instalment, by: User) -> None:
    """Whoever checked or approved the instalment does not pay it."""
    if by.pk in (latest(instalment, workflow.CHECK), latest(instalment, workflow.APPROVE_INSTALMENT)):
        raise DomainError("您复核或批准了这一期拨款，不能再办理支付。请由其他财务人员办理。")


def latest(instalment: Instalment, transition: Transition) -> int | None:
    """Who made the move last; an application that was refused starts over."""
    return instalment.events.filter(kind=transition.name).values_list("by", flat=True).last()


def amount_to_pay(instalment: Instalment, project: Project) -> Decimal:
    """The payable amount, refused when it is nothing or more than the contract leaves."""
    amount, share = payable(instalment), result_share(project) if instalment.is_final else 100
    if share == 0:
        raise DomainError(f"按末期评估结果，末期款可拨比例为 {plain(share)}%，不能拨付。")
    if amount <= 0:
        raise DomainError("审定支出没有超过已拨付，这一期不再拨付，结余按决算办理。")
    limit = contract_amount(project)
    if project.paid + amount > limit:
        raise DomainError(f"累计拨付会超过合同金额 {limit:,.2f} 元，未拨付。请核对分期计划。")
    return amount


def numbered(text: str, label: str) -> str:
    """A voucher or receipt number as it is kept: without blanks around it, short, printable."""
    text = text.strip()
    if len(text) > NUMBER or not text.isprintable():
        raise DomainError(f"{label}最多 {NUMBER} 个字，不能有换行等特殊字符，请核对。")
    return text


def _decide(instalment: Instalment, transition: Transition, by: User, note: str) -> Instalment:
    with step(instalment, transition, by=by, note=note) as instalment:
        check_outside_contractor(instalment.project, by)
        check_not_archived(instalment.project)
        notifications.instalment_changed(instalment, transition.name, by=by)
    return instalment
