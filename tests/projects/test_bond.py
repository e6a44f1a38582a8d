"""履约保证金: handed in whole and never in cash, returned or called on after the end, beside every book."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.calendar import add_workdays
from core.errors import DomainError
from core.models import Notification
from orgs.enums import Role
from projects import operations
from projects.documents.volume import supplies
from projects.models import BondEntry, Contract, ContractFile, Fund, LedgerEntry, Project
from projects.operations.archive import open_archive, seal_archive
from projects.queries.bond import awaiting_bond, bond_of, bonds_to_return, return_limit
from tests.cast import make_world
from tests.projects.build_contract import make_contract
from tests.projects.contract_steps import signed_copy
from tests.racing import together, verdicts

pytestmark = pytest.mark.django_db

TERMS = {"bond_amount": Decimal(5000), "bond_form": "guarantee", "bond_return": "验收合格后退还"}


def bonded(w, state="registered", project_state=None, **fields) -> Contract:
    return make_contract(w, state=state, project_state=project_state, **(TERMS | fields))


def take(w, contract, **fields) -> BondEntry:
    given = {"handed_by": "关海涛", "number": "BH-2026-0117", "on": timezone.localdate(), "file": signed_copy()}
    return operations.take_bond(contract, **({"by": w.finance} | given | fields))


def walk(contract, *states) -> None:
    for state in states:
        Project.objects.filter(pk=contract.project_id).update(state=state)


def ended(w, contract, state="completed") -> Contract:
    """Its project accepted, or terminated."""
    Project.objects.filter(pk=contract.project_id).update(final_score=Decimal(85))
    walk(contract, *(["terminated"] if state == "terminated" else ["final_review", "completed"]))
    contract.project.events.create(kind="terminate" if state == "terminated" else "complete", by=w.district)
    return Contract.objects.get(pk=contract.pk)


def give_back(w, contract, amount="5000.00", **fields):
    return operations.return_bond(
        contract, **({"by": w.finance, "amount": amount, "on": timezone.localdate()} | fields)
    )


def left_behind() -> tuple:
    return (
        BondEntry.objects.count(), ContractFile.objects.count(), Notification.objects.count(),
        LedgerEntry.objects.count(), list(Fund.objects.order_by("pk").values()),
    )  # fmt: skip


def refused(operation, *args, says, **fields):
    before = left_behind()
    with pytest.raises(DomainError, match=says):
        operation(*args, **fields)
    assert left_behind() == before


def test_it_is_handed_in_as_the_contract_says(world):
    contract = bonded(world)
    entries, fund = LedgerEntry.objects.count(), list(Fund.objects.values())
    entry = take(world, contract, note="保函至2027-12-31")
    assert (entry.kind, entry.amount, entry.form, entry.number, entry.handed_by, entry.file.contract) == (
        "handed_in", Decimal("5000.00"), "guarantee", "BH-2026-0117", "关海涛", contract,
    )  # fmt: skip
    event = contract.events.get()
    assert (event.kind, event.note, event.by) == ("take_bond", "5,000.00 元。保函至2027-12-31", world.finance)
    assert set(Notification.objects.values_list("title", flat=True)) == {"履约保证金已登记交存"}
    assert (LedgerEntry.objects.count(), list(Fund.objects.values())) == (entries, fund)
    assert bond_of(contract).standing == ("active", "保管中")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"handed_by": " "}, "请填写交存人"),
        ({"number": ""}, "请填写保函或票据号码"),
        ({"number": "9" * 61}, "最多 60 字"),
        ({"on": timezone.localdate() + timedelta(days=2)}, "不能晚于今天"),
        ({"file": signed_copy(b"cash", "收条.txt")}, "附件不是"),
        ({"note": "长" * 201}, "说明最多 200 字"),
    ],
)
def test_what_is_not_taken(world, fields, says):
    refused(take, world, bonded(world), says=says, **fields)


def test_when_it_is_not_taken(world):
    refused(take, world, make_contract(world), says="没有约定履约保证金")
    refused(take, world, bonded(world, state="draft"), says="合同签署以后")
    refused(take, world, bonded(world, state="terminated"), says="项目验收或终止以前")
    contract = bonded(world)
    take(world, contract)
    refused(take, world, contract, says="不用重复登记")


def test_who_hands_it_in_does_not_take_it(world):
    contract = bonded(world)
    world.ngo.memberships.create(organization=world.district_union, role=Role.FINANCE, valid_from="2020-01-01")
    refused(take, world, contract, by=world.ngo, says="承接单位的人员")
    take(world, contract)
    contract = ended(world, contract)
    refused(give_back, world, contract, by=world.ngo, says="承接单位的人员")


def test_only_after_the_end_it_is_returned_or_called_on(world):
    contract = bonded(world)
    take(world, contract)
    about = {"by": world.district, "amount": "100.00", "on": timezone.localdate(), "note": "逾期"}
    refused(give_back, world, contract, says="还没有验收或终止")
    refused(operations.call_bond, contract, **about, says="还没有验收或终止")
    contract = ended(world, contract)
    assert list(bonds_to_return(Contract.objects.all())) == [contract]
    refused(
        operations.call_bond, contract, **(about | {"amount": "5000.01"}), says="超过尚在保管的履约保证金 5,000.00 元"
    )
    refused(operations.call_bond, contract, **(about | {"note": " "}), says="写明原因")
    for amount in ("0", "-1", "NaN", "1e9"):
        refused(give_back, world, contract, amount, says="退还金额")
    refused(give_back, world, contract, on=timezone.localdate() - timedelta(days=1), says="不能早于")
    operations.call_bond(contract, **(about | {"amount": "1200.50"}))
    refused(give_back, world, contract, says="超过尚在保管的履约保证金 3,799.50 元")
    give_back(world, contract, "3799.50", file=signed_copy())
    assert bond_of(contract).standing == ("done", "已办结")
    assert list(contract.events.values_list("kind", flat=True)) == ["take_bond", "call_bond", "return_bond"]
    assert not bonds_to_return(Contract.objects.all()).exists()


def test_a_bond_that_never_came_is_not_returned(world):
    contract = ended(world, bonded(world), "terminated")
    refused(give_back, world, contract, says="还没有登记交存")
    assert not awaiting_bond(Contract.objects.all()).exists()
    assert return_limit(contract) is None


def test_by_when_it_is_due(world):
    contract = bonded(world)
    take(world, contract)
    assert return_limit(contract) is None
    contract, today = ended(world, contract), timezone.localdate()
    limit = return_limit(contract)
    assert (limit.due_on, limit.done_on) == (add_workdays(today, 10), None)
    assert "可配置默认值" in limit.basis
    give_back(world, contract)
    assert return_limit(contract).done_on == today


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "handed_in", "amount": "4999.99"},
        {"kind": "returned", "amount": "0.01"},
        {"kind": "handed_in", "number": ""},
        {"kind": "handed_in", "file": None},
        {"kind": "elsewhere"},
        {"kind": "called", "note": ""},
    ],
)
def test_the_database_keeps_it_as_well(world, fields):
    contract = bonded(world)
    paper = take(world, bonded(world)).file
    complete = {"contract": contract, "amount": "5000.00", "form": "guarantee", "number": "1", "handed_by": "关海涛",
                "on": timezone.localdate(), "file": paper, "by": world.district}  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        BondEntry.objects.create(**(complete | fields))


def test_rows_stand(world):
    entry = take(world, bonded(world))
    for change in (lambda: BondEntry.objects.update(number="2"), entry.delete):
        with pytest.raises(Exception, match="append_only"), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
def test_two_people_return_one_bond():
    w = make_world()
    contract = bonded(w)
    take(w, contract)
    contract = ended(w, contract)
    results = verdicts(together(*[lambda: give_back(w, Contract.objects.get(pk=contract.pk), "3000.00")] * 2))
    assert sorted(result == "ok" for result in results) == [False, True]
    assert bond_of(contract).held == Decimal(2000)


def test_the_page_asks_for_what_is_due(world, signed_in, api):
    contract = bonded(world)
    urls = {verb: reverse(f"projects:contract-{verb}-bond", args=[contract.pk]) for verb in ("take", "return", "call")}

    def offered(user) -> list[str]:
        page = signed_in(user).get(contract.get_absolute_url())
        return [verb for verb, url in urls.items() if url in page.content.decode()]

    assert (offered(world.finance), offered(world.ngo)) == (["take"], [])
    assert "还没有登记交存" in signed_in(world.ngo).get(contract.get_absolute_url()).content.decode()
    typed = {"handed_by": "关海涛", "number": "BH-1", "on": f"{timezone.localdate()}", "file": signed_copy()}
    assert signed_in(world.ngo).post(urls["take"], typed).status_code == 403
    assert signed_in(world.finance).post(urls["take"], typed | {"file": signed_copy()}).status_code == 302
    assert (offered(world.finance), offered(world.district)) == ([], [])
    ended(world, contract)
    assert (offered(world.finance), offered(world.district)) == (["return"], ["return", "call"])
    assert signed_in(world.district).get(urls["return"]).context["form"]["amount"].value() == "5000.00"
    address = f"/api/v1/contracts/{contract.pk}/call-bond/"
    about = {"amount": "500.00", "on": f"{timezone.localdate()}", "note": "逾期十天"}
    assert api(world.finance).post(address, about).status_code == 403
    assert api(world.district).post(address, about).status_code == 200
    found = api(world.district).get(f"/api/v1/contracts/{contract.pk}/").json()["bond_entries"]
    assert [(row["kind"], row["amount"]) for row in found] == [("handed_in", "5000.00"), ("called", "500.00")]
    page = signed_in(world.district).get(contract.get_absolute_url()).content.decode()
    assert "待退还" in page and "4,500.00 元" in page and "逾期十天" in page


def test_who_starts_is_reminded_and_not_held_up(world, signed_in):
    contract = bonded(world, state="signed")
    client, url = signed_in(world.ngo), reverse("projects:project-activate", args=[contract.project_id])
    assert "履约保证金 5,000.00 元还没有登记交存" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    assert Project.objects.get(pk=contract.project_id).state == "active"


def test_it_waits_on_the_workbench(world, signed_in):
    contract = bonded(world)
    bench = reverse("workbench")
    assert "待登记交存的履约保证金" in signed_in(world.district).get(bench).content.decode()
    take(world, contract)
    ended(world, contract)
    for user in (world.district, world.finance):
        client = signed_in(user)
        page = client.get(bench).content.decode()
        assert "待退还的履约保证金" in page
        assert f"5,000.00 元，{add_workdays(timezone.localdate(), 10)} 前退还" in page
        rows = client.get(reverse("projects:contract-list"), {"bond": "owed"}).context["table"].rows
        assert [row.record for row in rows] == [contract]


def test_the_volume_has_it(world):
    contract = bonded(world)
    assert "履约保证金登记表" not in [paper.title for paper in supplies(contract.project)]
    take(world, contract)
    titles = [paper.title for paper in supplies(make_fresh(contract))]
    assert "履约保证金登记表" in titles and "合同附件 合同签署件.pdf" in titles


def make_fresh(contract) -> Project:
    return Project.objects.get(pk=contract.project_id)


def test_nothing_is_archived_with_a_bond_in_the_drawer(world):
    contract = bonded(world)
    take(world, contract)
    contract = ended(world, contract)
    walk(contract, "settling", "audited")
    contract.project.instalments.update(state="held")
    archive = open_archive(make_fresh(contract), by=world.district)
    with pytest.raises(DomainError, match=r"履约保证金还有 5,000.00 元没有退还"):
        seal_archive(archive, by=world.district)
    give_back(world, contract)
    with pytest.raises(DomainError, match="还缺"):
        seal_archive(archive, by=world.district)
