"""拨款申请 as a Word file, from a template people can replace."""

from decimal import Decimal
from pathlib import Path

from django.db.models import Sum
from django.utils import timezone

from core.templatetags.ui import day, money
from core.word import build_word
from projects import workflow
from projects.capitals import in_capitals
from projects.documents.contract import condition_text, plan_rows
from projects.enums import EntryKind
from projects.models import Contract, Instalment, InstalmentEvent
from projects.queries.instalment import TAKEN, condition_checks, conditions_of, expected_amount, plain

SHIPPED = Path(__file__).resolve().parent.parent / "templates_docx" / "payment_request.docx"
STEPS = (workflow.APPLY, workflow.CHECK, workflow.APPROVE_INSTALMENT, workflow.PAY, workflow.RECEIPT)


def build_request(instalment: Instalment) -> bytes:
    """The application as it stands, with every signature the system knows of."""
    return build_word(SHIPPED, request_context(instalment))


def request_context(instalment: Instalment) -> dict:
    """What the template may name; everything is text, ready to print."""
    project = instalment.project
    contract = Contract.objects.filter(project=project).first()
    paid, spent = books_when_asked(instalment)
    amount = expected_amount(instalment)
    return {
        "project": project.name,
        "code": project.code,
        "contractor": project.contractor.name,
        "payer": project.fund.organization.name,
        "fund": str(project.fund),
        "contract_number": contract.number if contract else "—",
        "contract_amount": money(contract.amount) if contract else money(project.committed),
        "number": str(instalment.number),
        "is_final": "（末期）" if instalment.is_final else "",
        "ratio": f"{plain(instalment.ratio)}%",
        "amount": money(amount),
        "capitals": in_capitals(amount),
        "cut": reduction(instalment, contract, money(amount)),
        "paid": money(paid),
        "spent": money(spent),
        "rate": f"{spent * 100 / paid:.2f}%" if paid else "—",
        "note": instalment.request_note or "—",
        "conditions": condition_rows(instalment),
        "steps": steps(instalment),
        "voucher_number": instalment.voucher_number or "—",
        "receipt_number": instalment.receipt_number or "—",
        "printed_on": day(timezone.localdate()),
    }


def asking(instalment: Instalment) -> InstalmentEvent | None:
    """The latest application."""
    return instalment.events.filter(kind=workflow.APPLY.name).order_by("pk").last()


def books_when_asked(instalment: Instalment) -> tuple[Decimal, Decimal]:
    """(paid, spent) of the project when this was applied for: what the paper was decided on, whenever it is printed."""
    rows, asked = instalment.project.entries, asking(instalment)
    rows = rows.filter(at__lt=asked.at) if asked else rows.all()
    sums = dict(rows.order_by().values_list("kind").annotate(Sum("amount")))
    return sums.get(EntryKind.PAYMENT, Decimal(0)), sums.get(EntryKind.EXPENSE, Decimal(0))


def condition_rows(instalment: Instalment) -> list[dict]:
    """Every condition. Once paid they were met, as the operation saw to; today's figures would say nothing about it."""
    if instalment.state in TAKEN:
        return [{"text": condition_text(row), "met": "是（拨付时）"} for row in conditions_of(instalment)]
    return [{"text": check.text, "met": "是" if check.is_met else "否"} for check in condition_checks(instalment)]


def reduction(instalment: Instalment, contract: Contract | None, amount: str) -> str:
    """Why less is paid than the contract planned, for whoever compares the two."""
    planned = {row["number"]: row["amount"] for row in plan_rows(contract)} if contract else {}
    usual = planned.get(f"第{instalment.number}期", amount)
    return "" if usual == amount else f"，合同计划 {usual} 元，按评估结果、审定支出或补充协议调整"


def steps(instalment: Instalment) -> list[dict]:
    """Who made each step of the latest round, and when; empty where nobody has yet."""
    events = {event.kind: event for event in instalment.events.select_related("by").order_by("pk")}
    applied = events.get(workflow.APPLY.name)
    rows = []
    for step in STEPS:
        event = events.get(step.name)
        current = event if event and applied and event.pk >= applied.pk else None
        rows.append(
            {
                "label": step.label,
                "by": str(current.by) if current else "",
                "on": day(current.at) if current else "",
                "note": current.note if current else "",
            }
        )
    return rows
