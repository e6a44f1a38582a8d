"""What tests of contracts share."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from projects import operations
from projects.models import Contract
from tests.cast import make_project
from tests.projects.build_contract import make_instalments

PDF = b"%PDF-1.4 signed"


def signed_copy(content=PDF, name="合同签署件.pdf"):
    return ContentFile(content, name)


def today():
    return timezone.localdate()


def drafted(w, **fields) -> Contract:
    project = make_project(w, "approved", **fields)
    make_instalments(project, project.budget)
    return operations.draft_contract(project, by=w.district)


def wanted(contract, **fields) -> dict:
    """Complete arguments of ``update_contract`` that change nothing."""
    plan = [
        {"ratio": "60", "due_on": today(), "conditions": []},
        {"ratio": "40", "due_on": today() + timedelta(days=200), "conditions": [{"kind": "final_passed"}]},
    ]
    items = [{"name": "讲座", "unit": "场", "requirement": "每场40人", "unit_price": contract.amount, "quantity": 1}]
    defaults = {
        "amount": contract.amount, "own_contribution": "0", "signer_a": "韩立群", "signer_b": "关海涛",
        "starts_on": contract.starts_on, "ends_on": contract.ends_on, "items": items, "plan": plan,
    }  # fmt: skip
    return defaults | fields


def terms(contract, **fields) -> dict:
    indicator = contract.project.indicators.get()
    defaults = {
        "procurement_number": "CG-1", "signer_a": "韩立群", "signer_b": "关海涛", "signer_c": "", "amount": "50,000.00",
        "own_contribution": "0", "starts_on": f"{contract.starts_on}", "ends_on": f"{contract.ends_on}",
        "acceptance": "验收", "personal_data": "目的", "breach": "违约", "dispute": "起诉",
        f"target_{indicator.pk}": "20",
        "items-TOTAL_FORMS": "2", "items-INITIAL_FORMS": "0",
        "items-0-name": "讲座", "items-0-unit": "场", "items-0-requirement": "每场40人", "items-0-unit_price": "2000",
        "items-0-quantity": "20", "items-1-name": "热线", "items-1-unit": "月", "items-1-requirement": "每日",
        "items-1-unit_price": "1000", "items-1-quantity": "10",
        "plan-TOTAL_FORMS": "2", "plan-INITIAL_FORMS": "0", "plan-0-ratio": "55.5", "plan-0-due_on": f"{today()}",
        "plan-0-conditions": ["contract_registered"], "plan-1-ratio": "44.5", "plan-1-due_on": f"{today()}",
        "plan-1-conditions": ["final_passed", "execution_rate"], "plan-1-rate": "80",
    }  # fmt: skip
    return defaults | fields
