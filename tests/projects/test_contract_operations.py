"""From the award to a registered contract, and what is owed when it ends."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from projects import operations, workflow
from projects.enums import ContractState, FundKind
from projects.models import Contract, ContractFile, Fund, Instalment, Project, Publicity
from projects.operations.award import award_application
from projects.periodic import expire_contracts
from tests.cast import make_project, make_user
from tests.projects.build_application import make_application
from tests.projects.build_contract import make_contract, make_instalments

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


def test_draft_is_prefilled(world):
    contract = drafted(world)
    project = contract.project
    project.refresh_from_db()
    assert (contract.state, project.state) == ("draft", "contracting")
    assert contract.number == f"HT-{today():%Y}-{contract.pk:05d}"
    assert (contract.party_a, contract.party_b, contract.party_c) == (
        world.district_union, world.contractor, world.community_union,
    )  # fmt: skip
    assert (contract.signer_a, contract.signer_b, contract.amount) == ("韩立群", "关海涛", Decimal("50000.00"))
    assert [(row.name, row.amount) for row in contract.items.all()] == [("讲座", Decimal("50000.00"))]
    assert contract.offered_targets == {str(project.indicators.get().pk): 18}
    conditions = project.instalments.order_by("number").values_list("conditions__kind", flat=True)
    assert list(conditions) == ["contract_registered", "final_passed"]
    for clause in ("目的", "期限", "方式", "种类", "保护措施", "返还"):
        assert clause in contract.personal_data
    assert project.events.get().kind == "contract" and contract.events.get().kind == "create"
    assert Notification.objects.filter(recipient=world.ngo, key=f"contract:{contract.pk}:create").count() == 1


def test_the_superior_signs_for_a_union_without_legal_personality(world):
    type(world.district_union).objects.filter(pk=world.district_union.pk).update(legal_person_number="")
    type(world.city_union).objects.filter(pk=world.city_union.pk).update(legal_person_number="辽工法证字第2101号")
    assert drafted(world).party_a == world.city_union


@pytest.mark.parametrize(("body", "sentence"), [("district_union", "都没有有效的法人资格"), ("contractor", "晨光")])
def test_without_legal_personality_nothing_is_drafted(world, body, sentence):
    row = getattr(world, body)
    type(row).objects.filter(pk=row.pk).update(legal_person_until=today() - timedelta(days=1))
    project = make_project(world, "approved")
    with pytest.raises(DomainError, match=sentence):
        operations.draft_contract(project, by=world.district)
    project.refresh_from_db()
    assert (project.state, project.events.count(), Contract.objects.count()) == ("approved", 0, 0)


def test_a_certificate_is_good_on_its_last_day(world):
    type(world.district_union).objects.filter(pk=world.district_union.pk).update(legal_person_until=today())
    assert drafted(world).party_a == world.district_union


def test_update_rewrites_terms(world):
    contract = drafted(world)
    indicator = contract.project.indicators.get()
    items = [
        {"name": "讲座", "unit": "场", "requirement": "每场40人", "unit_price": "2000.00", "quantity": 20},
        {"name": "热线", "unit": "月", "requirement": "工作日", "unit_price": "800.00", "quantity": 10},
    ]
    plan = [
        {"ratio": "50", "due_on": today(), "conditions": []},
        {"ratio": "30", "due_on": today(), "conditions": [{"kind": "execution_rate", "value": "80"}]},
        {"ratio": "20", "due_on": today(), "conditions": [{"kind": "report_accepted", "report_kind": "final"}]},
    ]
    fields = wanted(contract, amount="45000", own_contribution="3000", items=items, plan=plan)
    operations.update_contract(contract, by=world.district, targets={indicator.pk: 20}, **fields)
    contract.refresh_from_db()
    indicator.refresh_from_db()
    assert (contract.amount, contract.own_contribution, indicator.target) == (Decimal(45000), Decimal(3000), 20)
    rows = Instalment.objects.filter(project=contract.project).order_by("number")
    assert list(rows.values_list("amount", "is_final", "conditions__kind")) == [
        (Decimal("22500.00"), False, "contract_registered"), (Decimal("13500.00"), False, "execution_rate"),
        (Decimal("9000.00"), True, "report_accepted"),
    ]  # fmt: skip
    assert list(contract.events.values_list("kind", flat=True)) == ["create", "update"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"amount": "50000.01"}, "超过立项承诺的 50,000.00 元"),
        ({"amount": "1e4"}, "合同金额：请填写数字"),
        ({"amount": "-0.00"}, "大于 0"),
        ({"amount": "NaN"}, "请填写数字"),
        ({"own_contribution": "-1"}, "不能小于 0"),
        ({"own_contribution": "500"}, "应等于合同金额 50,000.00 元与自筹配套 500.00 元之和，相差 500.00 元"),
        ({"items": []}, "至少填写一项服务清单"),
        ({"plan": []}, "至少填写一期付款"),
        ({"plan": [{"ratio": "99.99", "due_on": date(2026, 1, 1)}]}, "合计 99.99%，应正好是 100.00%"),
        ({"plan": [{"ratio": "100.01", "due_on": date(2026, 1, 1)}]}, "不能超过 100"),
        ({"plan": [{"ratio": "1e2", "due_on": date(2026, 1, 1)}]}, "第1期比例"),
        (
            {"plan": [{"ratio": "50", "due_on": date(2026, 5, 1)}, {"ratio": "50", "due_on": date(2026, 1, 1)}]},
            "按期次先后",
        ),
        (
            {"plan": [{"ratio": "100", "due_on": date(2026, 1, 1), "conditions": [{"kind": "services_done"}]}]},
            "完成服务场次",
        ),
        (
            {"plan": [{"ratio": "100", "due_on": date(2026, 1, 1), "conditions": [{"kind": "report_accepted"}]}]},
            "要选择报告类型",
        ),
        ({"ends_on": date(2020, 1, 1)}, "早于开始日期"),
    ],
)
def test_update_refuses(world, fields, sentence):
    contract = drafted(world)
    before = list(contract.project.instalments.order_by("number").values_list("ratio", "amount"))
    with pytest.raises(DomainError, match=sentence):
        operations.update_contract(contract, by=world.district, **wanted(contract, **fields))
    contract.refresh_from_db()
    after = list(contract.project.instalments.order_by("number").values_list("ratio", "amount"))
    assert (contract.amount, contract.items.count(), contract.events.count()) == (Decimal("50000.00"), 1, 1)
    assert after == before


def test_full_width_digits_are_understood(world):
    contract = drafted(world)
    operations.update_contract(contract, by=world.district, **wanted(contract, amount="５００００．００"))
    contract.refresh_from_db()
    assert contract.amount == Decimal("50000.00")


def test_a_lower_target_needs_a_reason(world):
    contract = drafted(world)
    indicator = contract.project.indicators.get()
    fields = wanted(contract, targets={indicator.pk: 17})
    with pytest.raises(DomainError, match="低于申报的 18，请写明理由"):
        operations.update_contract(contract, by=world.district, **fields)
    operations.update_contract(contract, by=world.district, target_reason="讲师减少", **fields)
    operations.update_contract(contract, by=world.district, target_reason="讲师减少", **fields)
    indicator.refresh_from_db()
    assert indicator.target == 17


def test_the_last_period_takes_the_difference(world):
    contract = drafted(world)
    indicator = contract.project.indicators.get()
    for number, target in ((1, 9), (2, 9)):
        indicator.periods.create(number=number, target=target, starts_on=today(), ends_on=today())
    operations.update_contract(contract, by=world.district, targets={indicator.pk: 20}, **wanted(contract))
    assert list(indicator.periods.values_list("target", flat=True)) == [9, 11]


@pytest.mark.parametrize(
    ("days", "reason", "sentence"),
    [(364, "", ""), (365, "", "超过一年"), (365, "每年连续服务", ""), (1095, "连续", ""), (1096, "连续", "最长 3 年")],
)
def test_how_long_a_contract_runs(world, days, reason, sentence):
    contract = drafted(world)
    start = date(2026, 1, 1)
    fields = wanted(contract, starts_on=start, ends_on=start + timedelta(days=days), term_reason=reason)
    if not sentence:
        operations.update_contract(contract, by=world.district, **fields)
        return
    with pytest.raises(DomainError, match=sentence):
        operations.update_contract(contract, by=world.district, **fields)


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


def test_register(world):
    contract = make_contract(world, state=ContractState.SIGNED)
    contract = operations.register_contract(contract, by=world.district, number=" 备〔2026〕7号 ")
    assert (contract.state, contract.registered_on, contract.registration_number) == (
        "registered", today(), "备〔2026〕7号",
    )  # fmt: skip
    told = set(Notification.objects.filter(key=f"contract:{contract.pk}:register").values_list("recipient", flat=True))
    assert told == {world.ngo.pk, world.worker.pk, world.finance.pk}


def test_register_needs_a_number(world):
    contract = make_contract(world, state=ContractState.SIGNED)
    with pytest.raises(DomainError, match="备案登记号"):
        operations.register_contract(contract, by=world.district, number="  ")
    assert contract.events.count() == 0


def test_announce_once_and_never_before_the_signature(world):
    contract = make_contract(world)
    for day, sentence in ((today() + timedelta(days=1), "不能晚于今天"), (today() - timedelta(days=11), "不能早于")):
        with pytest.raises(DomainError, match=sentence):
            operations.announce_contract(contract, by=world.district, on=day)
    assert operations.announce_contract(contract, by=world.district, on=today()).announced_on == today()
    with pytest.raises(DomainError, match="不用重复登记"):
        operations.announce_contract(contract, by=world.district, on=today())
    with pytest.raises(DomainError, match="还没有签署"):
        operations.announce_contract(make_contract(world, state="draft"), by=world.district, on=today())


def test_expired_contracts_owe_their_data(world):
    contract = make_contract(world)
    with pytest.raises(DomainError, match="还没有到期"):
        operations.expire_contract(contract, today=contract.ends_on)
    contract = operations.expire_contract(contract, today=contract.ends_on + timedelta(days=1))
    assert contract.state == "expired"
    told = set(Notification.objects.filter(key=f"contract:{contract.pk}:expire").values_list("recipient", flat=True))
    assert told == {world.ngo.pk, world.worker.pk, world.district.pk}
    operations.confirm_data_return(contract, by=world.district, on=today(), note="已删除，当面核对")
    contract.refresh_from_db()
    assert contract.data_returned_on == today()
    with pytest.raises(DomainError, match="不用重复办理"):
        operations.confirm_data_return(contract, by=world.district, on=today(), note="再确认")


@pytest.mark.parametrize(
    ("state", "by", "note", "sentence"),
    [
        ("registered", "district", "删除", "到期或终止以后"),
        ("expired", "ngo", "删除", "由甲方确认"),
        ("expired", "district", " ", "写明原因"),
    ],
)
def test_data_return_refused(world, state, by, note, sentence):
    contract = make_contract(world, state=state)
    with pytest.raises(DomainError, match=sentence):
        operations.confirm_data_return(contract, by=getattr(world, by), on=today(), note=note)
    contract.refresh_from_db()
    assert (contract.data_returned_on, contract.events.count()) == (None, 0)


MOVES = {
    "sign": lambda w, row: operations.sign_contract(row, by=w.district, signed_on=today(), file=signed_copy()),
    "register": lambda w, row: operations.register_contract(row, by=w.district, number="备1"),
    "expire": lambda w, row: operations.expire_contract(row, today=row.ends_on + timedelta(days=1)),
    "terminate": lambda w, row: operations.terminate_project(row.project, by=w.district, note="违约"),
}


@pytest.mark.parametrize("state", ContractState.values)
@pytest.mark.parametrize("transition", workflow.CONTRACTS, ids=lambda transition: transition.name)
def test_every_move_from_every_state(world, transition, state):
    contract = make_contract(world, state=state, project_state="active" if transition.name == "terminate" else None)
    before = contract.project.state
    if state in transition.sources:
        MOVES[transition.name](world, contract)
        contract.refresh_from_db()
        assert (contract.state, contract.events.get().kind) == (transition.target, transition.name)
        return
    if transition.name == "terminate":  # the project ends; a contract that is no longer in force stays as it is
        MOVES[transition.name](world, contract)
    else:
        with pytest.raises(DomainError, match=f"不能{transition.label}"):
            MOVES[transition.name](world, contract)
    contract.refresh_from_db()
    assert (contract.state, contract.events.count()) == (state, 0)
    assert transition.name == "terminate" or Project.objects.get().state == before


def test_signed_terms_stand(world):
    contract = make_contract(world)
    with pytest.raises(DomainError, match="不能修改"):
        operations.update_contract(contract, by=world.district, **wanted(contract))


def won(w, **publicity) -> Contract:
    """The drafted contract of a project won in a call, with the call's publicity as told."""
    application = make_application(w, state="publicity")
    project = award_application(application, by=w.district)
    fields = {"round": 1, "days": 5, "starts_on": today() - timedelta(days=9), "ends_on": today() - timedelta(days=2)}
    Publicity.objects.create(call=application.call, by=w.district, **(fields | {"state": "closed"} | publicity))
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


def test_the_timer_ends_what_has_run_out(world):
    running = make_contract(world)
    over = make_contract(world)
    Contract.objects.filter(pk=over.pk).update(
        starts_on=today() - timedelta(days=99), ends_on=today() - timedelta(days=1)
    )
    expire_contracts()
    expire_contracts()
    for contract in (running, over):
        contract.refresh_from_db()
    assert (running.state, over.state, over.events.get().by) == ("registered", "expired", None)
