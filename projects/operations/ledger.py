"""Money: opening and topping up funds, and the one way to write the ledger."""

import hashlib
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked
from orgs.enums import OrganizationKind
from orgs.models import Organization, User
from projects.enums import EntryKind
from projects.models import Fund, LedgerEntry
from projects.money import WHOLE_DIGITS, positive_money, to_money

# What the database says when an operation missed it: constraint name → sentence.
REFUSALS = {
    "fund_not_overdrawn": "资金来源余额不足，未入账。请刷新页面查看可用余额。",
    "fund_paid_within_commitment": "累计拨付不能超过已承诺金额，未入账。请核对。",
    "project_paid_within_commitment": "累计拨付不能超过项目承诺金额，未入账。请核对。",
    "project_spent_within_paid": "认可支出不能超过已拨付与自筹配套之和，未入账。请核对。",
    "projects_ledgerentry_key_key": "这笔账已经登记过，没有重复入账。请刷新页面。",
    "instalment_clawed_back": "追回金额不能超过这一期的拨付金额，请核对。",
    "expense_invoice_once": "这个发票号码已经登记过，不能重复报销。请核对发票号码。",
    "settlement_balance_has_use": "有结余，请选择退回或结转。",
    "fund_once": "这个工会今年已有同类别、同名称的资金来源。请直接追加安排，或换一个名称。",
    "fund_year_range": "年度应在 2000 到 2100 之间，请核对。",
}


def open_fund(*, by: User, organization: Organization, year: int, kind: str, name: str, amount: Decimal) -> Fund:
    """Open a year's money at a union with its first appropriation of ``amount`` yuan."""
    amount = as_money(amount, positive_money)
    if organization.kind != OrganizationKind.UNION:
        raise DomainError(f"“{organization}”不是工会组织，不能设立资金来源。请选择工会。")
    with in_words(), transaction.atomic():
        fund = Fund.objects.create(organization=organization, year=year, kind=kind, name=name)
        post_entry(fund, EntryKind.APPROPRIATION, amount, key=f"appropriation:{fund.pk}:1", by=by, note="年初安排")
    return fund


def appropriate_fund(fund: Fund, *, by: User, amount: Decimal, note: str = "", key: str = "") -> LedgerEntry:
    """Add to the fund, or take back with a negative ``amount``, never below what is committed.

    A program that repeats a request names it with ``key``: the second time finds the row of the first.
    """
    amount = as_money(amount, to_money)
    if amount == 0:
        raise DomainError("金额不能为 0。追加填正数，调减填负数。")
    with transaction.atomic():
        fund = locked(fund)
        repeated = _repeated(fund, key, amount)
        if repeated:
            return repeated
        available = available_in(fund)
        if available + amount < 0:
            raise DomainError(f"“{fund}”可用余额 {available:,.2f} 元，最多只能调减这么多。请核对金额。")
        if fund.appropriated + amount >= Decimal(10) ** WHOLE_DIGITS:
            raise DomainError(f"预算安排合计超过 {WHOLE_DIGITS} 位数，未入账。请核对金额。")
        number = fund.entries.filter(kind=EntryKind.APPROPRIATION).count() + 1
        key = _client_key(fund, key) if key else f"appropriation:{fund.pk}:{number}"
        return post_entry(fund, EntryKind.APPROPRIATION, amount, key=key, by=by, note=note)


def _client_key(fund: Fund, key: str) -> str:
    """A digest, because the caller's text may be anything."""
    return f"appropriation:{fund.pk}:{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def _repeated(fund: Fund, key: str, amount: Decimal) -> LedgerEntry | None:
    """The row an earlier request with the same ``key`` wrote; the fund is locked."""
    entry = fund.entries.filter(key=_client_key(fund, key)).first() if key else None
    if entry and entry.amount != amount:
        raise DomainError("这个请求编号已经用于另一笔金额，没有入账。请换一个编号。")
    return entry


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


def as_money(value, read) -> Decimal:
    try:
        return read(value)
    except ValueError as error:
        raise DomainError(str(error)) from None
