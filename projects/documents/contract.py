"""The contract as a Word file, from a template people can replace."""

from pathlib import Path

from core import word
from core.templatetags.ui import day, money
from projects.capitals import in_capitals
from projects.models import Contract
from projects.money import shares

SHIPPED = Path(__file__).resolve().parent.parent / "templates_docx" / "contract.docx"
WITHOUT_PERSON = "（不具有法人资格，作为服务实施地点参与签署，其责任由甲方承担）"


def build_contract(contract: Contract) -> bytes:
    """The contract as ``.docx``."""
    return word.build_word(SHIPPED, context_of(contract))


def context_of(contract: Contract) -> dict:
    """What the template and the print page may name; everything is text, ready to print."""
    project, items = contract.project, list(contract.items.all())
    return {
        "number": contract.number,
        "procurement_number": contract.procurement_number,
        "project": project.name,
        "code": project.code,
        "parties": parties(contract),
        "amount": money(contract.amount),
        "capitals": in_capitals(contract.amount),
        "own_contribution": money(contract.own_contribution) if contract.own_contribution else "",
        "fund": f"{project.fund}（{project.fund.get_kind_display()}）",
        "starts_on": day(contract.starts_on),
        "ends_on": day(contract.ends_on),
        "goal": project.goal,
        "items": [item_row(item) for item in items],
        "items_total": money(sum(item.amount for item in items)),
        "services": [
            {"name": row.name, "form": row.form, "sessions": str(row.sessions), "people": str(row.people or "—")}
            for row in project.service_items.all()
        ],
        "plan": plan_rows(contract),
        "indicators": [
            {"name": row.title, "target": f"{row.target:,}", "unit": row.unit or row.get_measure_display(),
             "method": row.method or "由平台按服务记录统计"}
            for row in project.indicators.order_by("pk")
        ],
        "acceptance": contract.acceptance.splitlines(),
        "personal_data": contract.personal_data.splitlines(),
        "breach": contract.breach.splitlines(),
        "dispute": contract.dispute,
        "signed_on": day(contract.signed_on) if contract.signed_on else "　　　　年　　月　　日",
    }  # fmt: skip


def parties(contract: Contract) -> list[dict]:
    rows = [
        party("甲方（购买主体）", contract.party_a, contract.signer_a),
        party("乙方（承接单位）", contract.party_b, contract.signer_b),
    ]
    if contract.party_c:
        answers_itself = contract.party_c.can_contract(contract.signed_on or contract.created_at.date())
        rows.append(
            party("丙方（实施社区）", contract.party_c, contract.signer_c, "" if answers_itself else WITHOUT_PERSON)
        )
    return rows


def party(title: str, body, signer: str, note: str = "") -> dict:
    return {
        "title": title, "name": body.name, "note": note, "signer": signer,
        "code": body.credit_code or body.legal_person_number or "—", "address": body.address or "—",
        "phone": body.contact_phone or "—",
    }  # fmt: skip


def item_row(item) -> dict:
    return {
        "number": str(item.number), "name": item.name, "unit": item.unit, "requirement": item.requirement,
        "price": money(item.unit_price), "quantity": f"{item.quantity:,}", "amount": money(item.amount),
    }  # fmt: skip


def plan_rows(contract: Contract) -> list[dict]:
    """The plan as it was signed; what supplements add is theirs."""
    rows = list(contract.project.instalments.order_by("number").prefetch_related("conditions"))
    amounts = shares(contract.amount, [row.ratio for row in rows]) if rows else []
    return [plan_row(row, amount) for row, amount in zip(rows, amounts, strict=True)]


def plan_row(row, amount) -> dict:
    return {
        "number": f"第{row.number}期", "ratio": f"{row.ratio.normalize():f}%", "amount": money(amount),
        "due_on": day(row.due_on), "conditions": "；".join(map(condition_text, row.conditions.all())) or "—",
    }  # fmt: skip


def condition_text(condition) -> str:
    """A condition with its limit, as the contract words it."""
    label = condition.get_kind_display()
    if condition.report_kind:
        return f"{condition.get_report_kind_display()}已通过"
    if condition.kind == "services_done":
        return f"{label}（{condition.value:.0f} 场）"
    return f"{label} {condition.value.normalize():f}%" if condition.value is not None else label
