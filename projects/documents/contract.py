"""The contract as a Word file, from a template people can replace."""

from pathlib import Path

from django.utils import timezone

from core import word
from core.templatetags.ui import day, money
from projects.capitals import in_capitals
from projects.enums import Measure, ServiceForm
from projects.models import Contract
from projects.money import shares

SHIPPED = Path(__file__).resolve().parent.parent / "templates_docx" / "contract.docx"
UNITS = {
    Measure.SESSIONS: "场",
    Measure.PERSON_TIMES: "人次",
    Measure.PERSONS: "人",
    Measure.HOURS: "小时",
    Measure.CASES: "个",
}
COPIES = {2: "叁", 3: "肆"}  # each party and the body it is filed with
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
        **bond_of(contract),
        "fund": f"{project.fund}（{project.fund.get_kind_display()}）",
        "starts_on": day(contract.starts_on),
        "ends_on": day(contract.ends_on),
        "goal": project.goal,
        "items": [item_row(item) for item in items],
        "items_total": money(sum(item.amount for item in items)),
        "services": [
            {"name": row.name, "form": form_label(row.form), "sessions": f"{row.sessions:,}",
             "people": f"{row.people:,}" if row.people else "—"}
            for row in project.service_items.all()
        ],
        "plan": plan_rows(contract),
        "indicators": [
            {"name": row.title, "target": f"{row.target:,}", "unit": row.unit or UNITS.get(row.measure, "—"),
             "method": row.method or "由平台按服务记录统计"}
            for row in project.indicators.order_by("pk")
        ],
        "acceptance": contract.acceptance.splitlines(),
        "personal_data": contract.personal_data.splitlines(),
        "breach": contract.breach.splitlines(),
        "dispute": contract.dispute,
        "copies": COPIES[2 if contract.party_c is None else 3],
        "signed_on": day(contract.signed_on) if contract.signed_on else "　　　　年　　月　　日",
    }  # fmt: skip


def bond_of(contract: Contract) -> dict:
    """The performance bond in words; nothing where there is none."""
    return {
        "bond": money(contract.bond_amount) if contract.bond_amount else "",
        "bond_capitals": in_capitals(contract.bond_amount),
        "bond_form": contract.get_bond_form_display(),
        "bond_return": contract.bond_return,
    }


def form_label(form: str) -> str:
    """讲座 for ``lecture``; what a contract brought of its own stays as it is."""
    return dict(ServiceForm.choices).get(form, form)


def parties(contract: Contract) -> list[dict]:
    rows = [
        party("甲方（购买主体）", contract.party_a, contract.signer_a),
        party("乙方（承接单位）", contract.party_b, contract.signer_b),
    ]
    if contract.party_c:
        answers_itself = contract.party_c.can_contract(contract.signed_on or timezone.localdate(contract.created_at))
        rows.append(
            party("丙方（实施社区）", contract.party_c, contract.signer_c, "" if answers_itself else WITHOUT_PERSON)
        )
    return rows


def party(title: str, body, signer: str, note: str = "") -> dict:
    return {
        "title": title, "name": body.name, "note": note, "signer": signer or "—",
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
