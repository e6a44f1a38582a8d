"""拨款申请 as a Word file, from a template people can replace."""

from pathlib import Path

from django.utils import timezone

from core.templatetags.ui import day, money
from core.word import build_word
from projects import workflow
from projects.capitals import in_capitals
from projects.models import Contract, Instalment
from projects.queries.instalment import condition_checks, execution_rate, expected_amount, plain

SHIPPED = Path(__file__).resolve().parent.parent / "templates_docx" / "payment_request.docx"
STEPS = (workflow.APPLY, workflow.CHECK, workflow.APPROVE_INSTALMENT, workflow.PAY, workflow.RECEIPT)


def build_request(instalment: Instalment) -> bytes:
    """The application as it stands, with every signature the system knows of."""
    return build_word(SHIPPED, request_context(instalment))


def request_context(instalment: Instalment) -> dict:
    """What the template may name; everything is text, ready to print."""
    project = instalment.project
    contract = Contract.objects.filter(project=project).first()
    rate = execution_rate(project)
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
        "paid": money(project.paid),
        "spent": money(project.spent),
        "rate": "—" if rate is None else f"{rate:.2f}%",
        "note": instalment.request_note or "—",
        "conditions": [
            {"text": check.text, "met": "是" if check.is_met else "否"} for check in condition_checks(instalment)
        ],
        "steps": steps(instalment),
        "voucher_number": instalment.voucher_number or "—",
        "receipt_number": instalment.receipt_number or "—",
        "printed_on": day(timezone.localdate()),
    }


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
