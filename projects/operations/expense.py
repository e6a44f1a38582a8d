"""支出凭证: the contractor records and submits, a purchaser checks, finance accepts into the ledger or disallows."""

import unicodedata
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import User
from projects import notifications, parameters, workflow
from projects.budgeting import yuan
from projects.enums import EntryKind, ExpenseState, ParameterName, ProjectState
from projects.models import BudgetLine, Expense, Project, ServiceItem
from projects.money import WHOLE_DIGITS, positive_money
from projects.operations.duties import belongs_to, check_outside_contractor
from projects.operations.instalment import latest
from projects.operations.ledger import as_money, in_words, post_entry
from projects.operations.need import require_reason
from projects.queries.expense import RECORDED, expense_findings
from projects.uploads import stored

PICTURES = ("pdf", "png", "jpg")
MOST = 1_000_000
INVOICE = 30  # characters of an invoice number
CLOSED_BOOKS = (ProjectState.ARCHIVED,)
SETTLED = (ProjectState.SETTLING, ProjectState.AUDITED)
TEXTS = {"payee": ("收款方", 60), "purpose": ("用途", 100)}


def create_expense(
    *,
    by: User,
    project: Project,
    line: BudgetLine,
    invoice_number: str,
    on: date,
    payee: str,
    purpose: str,
    unit_price: Decimal,
    quantity: int = 1,
    file: File,
    service_item: ServiceItem | None = None,
) -> Expense:
    """Record one invoice with its picture as a draft; the amount is unit price times quantity, in yuan.

    An invoice number is used once in the whole platform. Raises ``DomainError`` when the project takes no vouchers
    any more, when the day lies outside its period, or a figure or the file does not hold.
    """
    fields = {
        "line": line, "invoice_number": invoice_number, "on": on, "payee": payee, "purpose": purpose,
        "unit_price": unit_price, "quantity": quantity, "service_item": service_item,
    }  # fmt: skip
    with in_words(), transaction.atomic():
        project = locked(project)
        if not belongs_to(by, project.contractor):
            raise DomainError("只能登记本单位承接项目的支出。")
        columns = checked_columns(project, fields) | picture(file, by)
        expense = Expense.objects.create(project=project, **columns)
        expense.events.create(kind="create", to_state=expense.state, by=by)
    return expense


def update_expense(
    expense: Expense,
    *,
    by: User,
    line: BudgetLine,
    invoice_number: str,
    on: date,
    payee: str,
    purpose: str,
    unit_price: Decimal,
    quantity: int = 1,
    file: File | None = None,
    service_item: ServiceItem | None = None,
) -> Expense:
    """Rewrite a draft; without ``file`` the picture stays."""
    fields = {
        "line": line, "invoice_number": invoice_number, "on": on, "payee": payee, "purpose": purpose,
        "unit_price": unit_price, "quantity": quantity, "service_item": service_item,
    }  # fmt: skip
    with in_words(), transaction.atomic():
        expense = locked(expense)
        if expense.state != ExpenseState.DRAFT:
            raise DomainError(f"这张凭证目前是“{expense.get_state_display()}”，不能修改。只有草稿可以改。")
        columns = checked_columns(expense.project, fields) | (picture(file, by) if file else {})
        for name, value in columns.items():
            setattr(expense, name, value)
        expense.save(update_fields=columns)
        expense.events.create(kind="update", by=by)
    return expense


def submit_expense(expense: Expense, *, by: User, note: str = "") -> Expense:
    """Hand the voucher in. The rules of the call judge it; a blocking finding refuses it with its source."""
    with step(expense, workflow.SUBMIT_EXPENSE, by=by, note=note) as expense:
        project = expense.project = locked(expense.project)  # two vouchers of one line are judged one after the other
        check_recordable(project)
        blocking = [finding for finding in expense_findings(expense) if finding.blocks]
        if blocking:
            raise DomainError("不能提交：" + "；".join(str(finding) for finding in blocking))
        notifications.expense_changed(expense, "submit", by=by)
    return expense


def check_expense(expense: Expense, *, by: User, note: str = "") -> Expense:
    """The purchasing union confirms that the expense belongs to the project."""
    with step(expense, workflow.CHECK_EXPENSE, by=by, note=note) as expense:
        check_outside_contractor(expense.project, by)
        check_books_open(expense.project)
        notifications.expense_changed(expense, "check", by=by)
    return expense


def accept_expense(expense: Expense, *, by: User, note: str = "") -> Expense:
    """Recognise the expense: one row of the ledger. Together they never exceed what was paid and the contractor's own
    contribution. Whoever checked the voucher does not accept it (职责分离)."""
    with step(expense, workflow.ACCEPT_EXPENSE, by=by, note=note) as expense:
        project = expense.project = locked(expense.project)
        check_outside_contractor(project, by)
        check_books_open(project)
        if latest(expense, workflow.CHECK_EXPENSE) == by.pk:
            raise DomainError("您初审了这张凭证，不能再列支。请由其他财务人员办理。")
        most = project.paid + project.own_contribution
        if project.spent + expense.amount > most:
            raise DomainError(
                f"已拨付与自筹配套合计 {yuan(most)}，已列支 {yuan(project.spent)}，"
                f"再列支 {yuan(expense.amount)}就会超出。请等下一期款拨付后再办理。"
            )
        post_entry(
            project.fund, EntryKind.EXPENSE, expense.amount, key=f"expense:{expense.pk}", by=by, project=project,
            expense=expense, note=expense.purpose,
        )  # fmt: skip
        notifications.expense_changed(expense, "accept", by=by)
    return expense


def disallow_expense(expense: Expense, *, by: User, note: str) -> Expense:
    """Refuse the expense with a reason the contractor can read; its invoice number is free again.

    Raises ``DomainError`` once the settlement is handed in: it counts the checked vouchers as spent.
    """
    reason = require_reason(note)
    with step(expense, workflow.DISALLOW_EXPENSE, by=by, note=reason) as expense:
        project = expense.project = locked(expense.project)
        check_outside_contractor(project, by)
        check_books_open(project)
        if project.state in SETTLED:
            raise DomainError("决算已经提交，凭证按决算列支，不能再改为不予列支。审计以前可由经审委员退回决算后办理。")
        expense.verdict = reason[:200]
        expense.save(update_fields=["verdict"])
        notifications.expense_changed(expense, "disallow", by=by)
    return expense


def reverse_expense(expense: Expense, *, by: User, note: str) -> Expense:
    """Take back an acceptance that was wrong: a row of the opposite sign, and the voucher is disallowed.

    Raises ``DomainError`` for whoever accepted it (职责分离) and once the settlement is handed in: it rests on the
    accepted vouchers.
    """
    reason = require_reason(note)
    with step(expense, workflow.REVERSE_EXPENSE, by=by, note=reason) as expense:
        project = expense.project = locked(expense.project)
        check_outside_contractor(project, by)
        check_books_open(project)
        if project.state not in RECORDED:
            raise DomainError("决算已经提交，列支不能再撤销。请在审计意见中处理。")
        if latest(expense, workflow.ACCEPT_EXPENSE) == by.pk:
            raise DomainError("这张凭证由您列支，不能由您撤销。请由其他人员办理。")
        post_entry(
            project.fund, EntryKind.EXPENSE, -expense.amount, key=f"expense-reversal:{expense.pk}", by=by,
            project=project, expense=expense, note=f"撤销列支：{expense.purpose}",
        )  # fmt: skip
        expense.verdict = reason[:200]
        expense.save(update_fields=["verdict"])
        notifications.expense_changed(expense, "reverse", by=by)
    return expense


def checked_columns(project: Project, fields: dict) -> dict:
    """The columns of a voucher after every check; raises ``DomainError`` with the first thing wrong."""
    check_recordable(project)
    line, item = fields["line"], fields["service_item"]
    if line.project_id != project.pk or (item and item.project_id != project.pk):
        raise DomainError("预算明细或服务内容不属于这个项目，请重新选择。")
    price = as_money(fields["unit_price"], positive_money)
    quantity = fields["quantity"]
    if not 1 <= quantity <= MOST:
        raise DomainError(f"数量应在 1 到 {MOST:,} 之间，请核对。")
    if price >= Decimal(10) ** 10 or price * quantity >= Decimal(10) ** WHOLE_DIGITS:
        raise DomainError("金额过大，请核对单价和数量。")
    check_day(project, fields["on"])
    texts = {name: short(fields[name], *TEXTS[name]) for name in TEXTS}
    return texts | {
        "line": line, "category": line.category, "service_item": item, "on": fields["on"], "unit_price": price,
        "quantity": quantity, "amount": price * quantity, "invoice_number": normal_invoice(fields["invoice_number"]),
    }  # fmt: skip


def normal_invoice(text: str) -> str:
    """One spelling for one invoice: full-width digits, blanks, dashes and small letters make no difference."""
    number = "".join(mark for mark in unicodedata.normalize("NFKC", text) if mark.isalnum()).upper()
    if not number or not number.isascii() or len(number) > INVOICE:
        raise DomainError(f"发票号码应为数字或字母，最多 {INVOICE} 位，请核对。")
    return number


def short(text: str, label: str, most: int) -> str:
    text = text.strip()
    if not text or len(text) > most or not text.isprintable():
        raise DomainError(f"请填写{label}，最多 {most} 个字，不能有换行等特殊字符。")
    return text


def check_recordable(project: Project) -> None:
    """Vouchers come while services run and until the settlement is handed in."""
    if project.state not in RECORDED:
        raise DomainError(f"项目目前是“{project.get_state_display()}”，不能登记支出。实施期间和决算提交以前可以登记。")


def check_books_open(project: Project) -> None:
    if project.state in CLOSED_BOOKS:
        raise DomainError("项目已经归档，账目不能再变动。")


def check_day(project: Project, on: date) -> None:
    """Within the project's period and the days of grace after it (configurable default), never in the future."""
    last = project.ends_on + timedelta(days=parameters.days(ParameterName.EXPENSE_GRACE_DAYS))
    if not project.starts_on <= on <= min(last, timezone.localdate()):
        raise DomainError(f"开支日期应在 {project.starts_on} 至 {min(last, timezone.localdate())} 之间，请核对。")


def picture(file: File, by: User) -> dict:
    """The stored picture or PDF of an invoice; office files prove nothing."""
    columns = stored(file, by=by)
    if columns["name"].rpartition(".")[2] not in PICTURES:
        raise DomainError("凭证应为照片（JPG、PNG）或 PDF，未保存。请换一种格式。")
    return columns
