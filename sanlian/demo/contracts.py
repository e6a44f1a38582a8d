"""From an approved project to its first money: contract, signatures, filing, and an instalment through all hands."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from orgs.enums import Role
from projects.enums import BondForm
from projects.models import Contract, Project
from projects.operations import (
    announce_contract,
    apply_instalment,
    approve_instalment,
    check_instalment,
    draft_contract,
    pay_instalment,
    receipt_instalment,
    register_contract,
    sign_contract,
    take_bond,
    update_contract,
)
from sanlian.demo import organizations as at
from sanlian.demo.papers import paper
from sanlian.demo.plan import ProjectPlan
from sanlian.demo.world import World

DISTRICT_DIGITS = 6  # of a community's division code


def purchaser(world: World, plan: ProjectPlan):
    """Who decides for the union that pays."""
    return world.staff(Role.CITY_ADMIN if plan.payer == at.CITY else Role.DISTRICT_UNION, plan.payer)


def deputy(world: World, plan: ProjectPlan):
    """The second pair of eyes of the same union."""
    return world.users[f"deputy@{plan.payer}"]


def contract_story(world: World, plan: ProjectPlan, project: Project, drafted: int) -> Iterator[datetime]:
    """Drafted that many days from today, signed and announced the days after, filed within the week."""
    by = deputy(world, plan)
    yield world.office(drafted)
    contract = draft_contract(project, by=by)
    if plan.ratios:
        rewrite_plan(contract, plan, by)
    yield world.office(drafted + 1)
    contract = sign_contract(
        contract, by=by, signed_on=timezone.localdate(), file=paper("合同签字盖章扫描件"), note="三方现场签署。"
    )
    yield world.office(drafted + 2)
    announce_contract(contract, by=by, on=timezone.localdate())
    contract = register_contract(contract, by=by, number=f"沈工购备{world.day(drafted).year}-{contract.pk:03d}")
    if contract.bond_amount:
        yield world.office(drafted + 3)
        take_bond(
            contract, by=world.staff(Role.FINANCE, plan.payer), handed_by=world.staff(Role.NGO, plan.contractor).name,
            number=f"LYBH{world.day(drafted).year}{contract.pk:05d}", on=timezone.localdate(),
            file=paper("履约保函扫描件"), note="保函至项目结束后六个月。",
        )  # fmt: skip


def rewrite_plan(contract: Contract, plan: ProjectPlan, by) -> None:
    """A payment plan of its own: so much at the start, the rest after the audit; and a bond of five per cent."""
    rows = list(contract.project.instalments.order_by("number"))
    update_contract(
        contract,
        by=by,
        amount=contract.amount,
        own_contribution=contract.own_contribution,
        bond_amount=round(contract.amount * Decimal("0.05"), 2),
        bond_form=BondForm.GUARANTEE,
        bond_return="服务期满、末期评估合格后10个工作日内退还保函。",
        signer_a=contract.signer_a,
        signer_b=contract.signer_b,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        items=list(contract.items.values("name", "unit", "requirement", "unit_price", "quantity")),
        plan=[
            {"ratio": ratio, "due_on": row.due_on, "conditions": list(row.conditions.values())}
            for ratio, row in zip(plan.ratios, rows, strict=True)
        ],
    )


def instalment_story(world: World, plan: ProjectPlan, project: Project, number: int, asked: int) -> Iterator[datetime]:
    """Asked for that many days from today; checked, approved, paid and received within a fortnight."""
    head = world.staff(Role.NGO, plan.contractor)
    yield world.office(asked)
    instalment = project.instalments.get(number=number)
    apply_instalment(instalment, by=head, note=f"申请第{number}期款，发票随附。")
    yield world.office(asked + 1)
    check_instalment(instalment, by=deputy(world, plan), note="条件齐备，材料完整。")
    yield world.office(asked + 3)
    approve_instalment(instalment, by=second(world, plan, project), note="同意拨付。")
    yield world.office(asked + 5)
    pay_instalment(instalment, by=world.staff(Role.FINANCE, plan.payer), voucher_number=f"银付{instalment.pk:05d}")
    yield world.office(asked + 7)
    receipt_instalment(instalment, by=head, receipt_number=f"SJ{instalment.pk:06d}")


def second(world: World, plan: ProjectPlan, project: Project):
    """Neither who approved the project nor who checked: the city for its districts, a district for the city."""
    if plan.payer != at.CITY:
        return world.users["city"]
    return world.staff(Role.DISTRICT_UNION, project.organization.code[:DISTRICT_DIGITS])
