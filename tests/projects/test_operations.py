"""What operations guarantee: the whole loop first, then each guard."""

from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from projects import operations
from projects.models import LedgerEntry, Project
from tests.cast import make_fund
from tests.projects.build import BASIS, need_fields, project_fields
from tests.projects.build_report import accept_final_report


def paid(w, instalment):
    """Asked for, checked, approved by somebody else, paid."""
    operations.apply_instalment(instalment, by=w.ngo)
    operations.check_instalment(instalment, by=w.district)
    operations.approve_instalment(instalment, by=w.city)
    operations.pay_instalment(instalment, by=w.finance)


def test_the_loop_from_need_to_paid_project(world):
    w = world
    need = operations.create_need(by=w.community, **need_fields(w))
    operations.verify_need(need, by=w.street)
    project = operations.create_project(by=w.ngo, **project_fields(w, [need]))
    operations.submit_project(project, by=w.ngo)
    fund = make_fund(w)
    operations.approve_project(project, by=w.district, fund=fund, **BASIS)
    contract = operations.draft_contract(project, by=w.district)
    today, copy = timezone.localdate(), ContentFile(b"%PDF-1.4", "合同.pdf")
    operations.sign_contract(contract, by=w.district, signed_on=today, file=copy)
    operations.register_contract(contract, by=w.district, number="备1")
    first, last = project.instalments.all()
    paid(w, first)
    operations.activate_project(project, by=w.ngo)
    operations.conclude_project(project, by=w.ngo)
    operations.appoint_evaluator(project, by=w.district, evaluator=w.expert)
    operations.record_final_score(project, by=w.expert, score=Decimal("88.50"))
    accept_final_report(w, project)
    operations.complete_project(project, by=w.district)
    paid(w, last)
    project.refresh_from_db()
    need.refresh_from_db()
    assert (project.state, need.state, project.final_score) == ("completed", "met", Decimal("88.50"))
    assert [event.kind for event in project.events.all()] == [
        "create", "submit", "approve", "contract", "sign", "activate", "conclude", "appoint_evaluator",
        "record_final_score", "complete",
    ]  # fmt: skip
    assert [event.kind for event in need.events.all()] == ["create", "verify", "match", "start", "meet"]
    assert list(LedgerEntry.objects.order_by("pk").values_list("kind", "amount")) == [
        ("appropriation", Decimal("1000000.00")),
        ("commitment", Decimal("45001.00")),
        ("payment", Decimal("27000.60")),
        ("payment", Decimal("18000.40")),
    ]
    assert Project.objects.get().code == f"XM-{project.created_at:%Y}-{project.pk:05d}"
