"""Money: opening and topping up funds, paying instalments. Every movement is one row of the ledger."""

from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.enums import OrganizationKind
from orgs.models import Organization, User
from projects import notifications, workflow
from projects.enums import EntryKind, InstalmentState
from projects.models import Fund, Instalment, LedgerEntry, Project
from projects.models.project import FUNDED
from projects.money import positive_money, to_money
from projects.operations.duties import check_not_approver, check_outside_contractor

# What the database says when an operation missed it: constraint name → sentence.
REFUSALS = {
    "fund_not_overdrawn": "资金来源余额不足，未入账。请刷新页面查看可用余额。",
    "project_paid_within_commitment": "累计拨付不能超过项目承诺金额，未入账。请核对。",
    "project_spent_within_paid": "认可支出不能超过已拨付与自筹配套之和，未入账。请核对。",
    "projects_ledgerentry_key_key": "这笔账已经登记过，没有重复入账。请刷新页面。",
    "fund_once": "这个工会今年已有同类别、同名称的资金来源。请直接追加安排，或换一个名称。",
    "fund_year_range": "年度应在 2000 到 2100 之间，请核对。",
}


def open_fund(*, by: User, organization: Organization, year: int, kind: str, name: str, amount: Decimal) -> Fund:
    """Open a year's money at a union with its first appropriation of ``amount`` yuan."""
    amount = _money(amount, positive_money)
    if organization.kind != OrganizationKind.UNION:
        raise DomainError(f"“{organization}”不是工会组织，不能设立资金来源。请选择工会。")
    with in_words(), transaction.atomic():
        fund = Fund.objects.create(organization=organization, year=year, kind=kind, name=name)
        post_entry(fund, EntryKind.APPROPRIATION, amount, key=f"appropriation:{fund.pk}:1", by=by, note="年初安排")
    return fund


def appropriate_fund(fund: Fund, *, by: User, amount: Decimal, note: str = "") -> LedgerEntry:
    """Add to the fund, or take back with a negative ``amount``, never below what is committed."""
    amount = _money(amount, to_money)
    if amount == 0:
        raise DomainError("金额不能为 0。追加填正数，调减填负数。")
    with transaction.atomic():
        fund = locked(fund)
        available = available_in(fund)
        if available + amount < 0:
            raise DomainError(f"“{fund}”可用余额 {available:,.2f} 元，最多只能调减这么多。请核对金额。")
        number = fund.entries.filter(kind=EntryKind.APPROPRIATION).count() + 1
        key = f"appropriation:{fund.pk}:{number}"
        return post_entry(fund, EntryKind.APPROPRIATION, amount, key=key, by=by, note=note)


def pay_instalment(instalment: Instalment, *, by: User, note: str = "") -> Instalment:
    """Pay one planned instalment in full, dated today.

    Raises ``DomainError`` when an earlier one is unpaid, when ``by`` approved the project or belongs to the
    contractor (职责分离), or when the final one lacks a passing score.
    """
    with step(instalment, workflow.PAY, by=by, note=note) as instalment:
        project = locked(instalment.project)
        check_not_approver(project, by)
        check_outside_contractor(project, by)
        _check_payable(instalment, project)
        fund = locked(project.fund)
        post_entry(
            fund, EntryKind.PAYMENT, instalment.amount, key=f"payment:{instalment.pk}", by=by,
            project=project, instalment=instalment, note=note,
        )  # fmt: skip
        notifications.instalment_paid(instalment, by=by)
    return instalment


def available_in(fund: Fund) -> Decimal:
    """Appropriated less committed; meaningful while the fund is locked."""
    return fund.available


def post_entry(fund: Fund, kind: str, amount: Decimal, *, key: str, by: User, note: str = "", **about) -> LedgerEntry:
    """Write one row; ``key`` names its cause and exists once. The caller holds transaction and fund lock."""
    with in_words(), transaction.atomic():
        return LedgerEntry.objects.create(
            fund=fund, kind=kind, amount=amount, key=key, by=by, note=note[:200], on=timezone.localdate(), **about
        )


class in_words:
    """Turns a refusal of the database into the sentence people read; any other error stays what it is."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if isinstance(error, IntegrityError):
            diagnosis = getattr(error.__cause__, "diag", None)
            sentence = REFUSALS.get(getattr(diagnosis, "constraint_name", None) or "")
            if sentence:
                raise DomainError(sentence) from error


def _money(value, read) -> Decimal:
    try:
        return read(value)
    except ValueError as error:
        raise DomainError(str(error)) from None


def _check_payable(instalment: Instalment, project: Project) -> None:
    if project.state not in FUNDED or project.fund is None:
        raise DomainError("项目还没有立项，不能拨付。")
    if project.instalments.filter(number__lt=instalment.number, state=InstalmentState.PLANNED).exists():
        raise DomainError("前一期还没有拨付，请按期次顺序办理。")
    if instalment.is_final and not project.has_passed:
        raise DomainError(f"末期款要等末期评估达到 {settings.PASS_MARK} 分以后才能拨付。")
    paid = project.entries.filter(kind=EntryKind.PAYMENT).aggregate(total=Sum("amount"))["total"] or 0
    if paid + instalment.amount > project.budget:
        raise DomainError("累计拨付会超过项目立项金额，未拨付。请核对分期计划。")
