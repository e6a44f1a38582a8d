"""The signature: what it moves, and everything that stands in its way."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.errors import DomainError
from core.models import Notification
from projects import operations
from projects.enums import FundKind
from projects.models import Contract, ContractFile, Fund, Project, Publicity
from projects.operations.award import award_application
from tests.cast import make_user
from tests.projects.build_application import make_application
from tests.projects.build_review import make_publicity
from tests.projects.contract_steps import PDF, drafted, signed_copy, today, wanted


def test_sign_releases_the_surplus(world):
    contract = drafted(world)
    operations.update_contract(contract, by=world.district, **wanted(contract, amount="45000.00", items=[
        {"name": "讲座", "unit": "场", "requirement": "", "unit_price": "46000", "quantity": 1}
    ], own_contribution="1000"))  # fmt: skip
    operations.sign_contract(contract, by=world.district, signed_on=today(), file=signed_copy())
    project = Project.objects.get()
    assert (project.state, project.committed, project.own_contribution) == ("signed", Decimal(45000), Decimal(1000))
    entry = project.entries.get(key=f"contract:{contract.pk}:release")
    assert (entry.kind, entry.amount, entry.by) == ("commitment", Decimal("-5000.00"), world.district)
    assert Fund.objects.get(pk=project.fund_id).committed == Decimal(45000)
    file = ContractFile.objects.get()
    assert (file.name, file.contract, len(file.sha256)) == ("合同签署件.pdf", contract, 64)
    assert list(project.events.values_list("kind", flat=True)) == ["contract", "sign"]
    told = set(Notification.objects.filter(key=f"contract:{contract.pk}:sign").values_list("recipient", flat=True))
    assert told == {world.ngo.pk, world.worker.pk, world.community.pk}


def test_an_exact_contract_releases_nothing(world):
    contract = drafted(world)
    operations.sign_contract(contract, by=world.district, signed_on=today(), file=signed_copy())
    assert Project.objects.get().entries.count() == 1


def refused_signing(world, contract, sentence, *, by=None, signed_on=None, file=None, note=""):
    project = Project.objects.get(pk=contract.project_id)
    before = project.entries.count(), contract.events.count(), project.events.count(), Notification.objects.count()
    with pytest.raises(DomainError, match=sentence):
        operations.sign_contract(
            contract, by=by or world.district, signed_on=signed_on or today(), file=file or signed_copy(), note=note
        )
    contract.refresh_from_db()
    project.refresh_from_db()
    assert (contract.state, contract.signed_on, project.state) == ("draft", None, "contracting")
    assert (
        project.entries.count(), contract.events.count(), project.events.count(), Notification.objects.count()
    ) == before  # fmt: skip
    assert ContractFile.objects.count() == 0


def test_no_signature_in_the_future(world):
    refused_signing(world, drafted(world), "不能晚于今天", signed_on=today() + timedelta(days=1))


@pytest.mark.parametrize("party", ["district_union", "contractor"])
def test_both_parties_must_be_legal_persons_that_day(world, party):
    contract = drafted(world)
    row = getattr(world, party)
    type(row).objects.filter(pk=row.pk).update(legal_person_until=today() - timedelta(days=1))
    refused_signing(world, contract, "没有有效的法人资格")


def test_the_contractors_people_do_not_sign_for_party_a(world):
    contract = drafted(world)
    both = make_user("both", world.district_union, "district_union")
    both.memberships.create(organization=world.contractor, role="worker", valid_from=date(2020, 1, 1))
    refused_signing(world, contract, "承接单位的人员", by=both)


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"", b"<html>", b"PK\x03\x04broken"])
def test_a_forged_copy_signs_nothing(world, content):
    refused_signing(world, drafted(world), "附件不是", file=signed_copy(content))


def test_a_copy_too_large(world, settings):
    settings.UPLOAD_MAX_BYTES = 10
    refused_signing(world, drafted(world), "附件超过", file=signed_copy(PDF * 10))


def test_signers_are_named(world):
    contract = drafted(world)
    Contract.objects.filter(pk=contract.pk).update(signer_b="")
    refused_signing(world, contract, "法定代表人")


def test_the_plan_adds_up_to_the_amount(world):
    contract = drafted(world)
    Contract.objects.filter(pk=contract.pk).update(amount=Decimal("49000"))
    contract.items.update(unit_price=Decimal("49000"))
    refused_signing(world, contract, "付款计划合计")


def test_late_signing_under_the_law_needs_a_reason(world, monkeypatch):
    contract = drafted(world)
    Fund.objects.update(kind=FundKind.FISCAL)
    monkeypatch.setattr("projects.operations.contract.awarded_on", lambda project: today() - timedelta(days=60))
    refused_signing(world, contract, "政府采购法第46条")
    operations.sign_contract(contract, by=world.district, signed_on=today(), file=signed_copy(), note="换届延后")
    assert Contract.objects.get().signing_note == "换届延后"


def test_union_money_is_not_bound_to_the_thirty_days(world, monkeypatch):
    contract = drafted(world)
    monkeypatch.setattr("projects.operations.contract.awarded_on", lambda project: today() - timedelta(days=60))
    assert (
        operations.sign_contract(contract, by=world.district, signed_on=today(), file=signed_copy()).state == "signed"
    )


def test_no_signature_before_the_award(world, monkeypatch):
    contract = drafted(world)
    monkeypatch.setattr("projects.operations.contract.awarded_on", lambda project: today())
    refused_signing(world, contract, "不能早于", signed_on=today() - timedelta(days=1))


def won(w, **publicity) -> Contract:
    """The drafted contract of a project won in a call, with the call's publicity as told."""
    application = make_application(w, state="publicity", score=88, rank=1)
    project = award_application(application, by=w.district)
    fields = {"state": "closed", "ends_on": today() - timedelta(days=2)} | publicity
    make_publicity(w, call=application.call, application=application, starts_on=today() - timedelta(days=9), **fields)
    return operations.draft_contract(project, by=w.district)


def test_a_contract_won_in_a_call_is_ready_to_sign(world):
    contract = won(world)
    application = contract.project.application
    assert (contract.amount, contract.own_contribution) == (application.amount, application.own_contribution)
    assert sum(item.amount for item in contract.items.all()) == contract.amount + contract.own_contribution
    contract = operations.sign_contract(contract, by=world.district, signed_on=today(), file=signed_copy())
    assert contract.state == "signed"


@pytest.mark.parametrize(
    ("publicity", "sentence"),
    [
        ({"state": "open"}, "期满并办结"),
        ({"ends_on": date(2099, 1, 1)}, "公示到2099-01-01期满"),
        ({"state": "stopped"}, "公示已中止"),
    ],
)
def test_no_signature_during_the_publicity(world, publicity, sentence):
    refused_signing(world, won(world, **publicity), sentence)


def test_no_signature_with_an_objection_open(world):
    contract = won(world)
    objection = Publicity.objects.get().objections.create(text="资质存疑", reply_by=today())
    refused_signing(world, contract, "异议")
    type(objection).objects.update(state="dismissed", reply="不成立")
    assert (
        operations.sign_contract(contract, by=world.district, signed_on=today(), file=signed_copy()).state == "signed"
    )
