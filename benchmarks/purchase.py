"""A city's purchases: 5,000 projects, 200,000 expenses, 1,000,000 ledger rows, and a call with 300 applications
scored by five experts each."""

import json
import random
import secrets
import time
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.copying import copy, without_triggers
from benchmarks.generate import USERNAME, put
from benchmarks.size import PurchaseSize
from orgs.enums import Role
from orgs.models import Membership, Organization, User
from projects.models import (
    Application,
    ApplicationRevision,
    BudgetLine,
    BudgetRuleSet,
    Call,
    Contract,
    Draw,
    Expense,
    Fund,
    Instalment,
    LedgerEntry,
    Panelist,
    Plan,
    PlanItem,
    Project,
    Scorecard,
    ScorecardItem,
    ScoreLine,
    ScoreSheet,
)

POINTS = (15, 25, 20, 15, 10, 5, 10)
BOOKINGS = 5  # ledger rows per expense: booked, reversed and booked again, twice
LINES = 4
PRICE = Decimal("100.00")
CONTENT = json.dumps({f"section{number}": "为社区职工提供服务" * 70 for number in range(12)}, ensure_ascii=False)


def ensure(size: PurchaseSize, out) -> None:
    """Load the set beside the other unless it is there; never half of it."""
    if Expense.objects.count() >= size.projects * size.each:
        return
    out.write(f"Loading {size} …\n")
    started = time.perf_counter()
    with transaction.atomic():
        load(size, random.Random(2026))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    out.write(f"Loaded in {time.perf_counter() - started:.1f} s.\n")


def load(size: PurchaseSize, dice: random.Random) -> None:
    """Everything, in the order the foreign keys ask for."""
    user = User.objects.get(username=USERNAME)
    funds = list(Fund.objects.order_by("pk").values_list("pk", flat=True))
    communities = list(Organization.objects.filter(level="community").values_list("pk", flat=True))
    contractors = list(Organization.objects.filter(code__startswith="SO-").values_list("pk", flat=True))
    projects = put(Project, project_rows(size, dice, user, funds, communities, contractors))
    copy(Contract, contract_rows(projects, user))
    instalments = put(Instalment, instalment_rows(projects))
    lines = put(BudgetLine, line_rows(projects))
    expenses = put(Expense, expense_rows(size, projects, lines, user))
    book(projects, instalments, expenses, user)
    review(size, dice, user, communities, contractors)


def project_rows(size, dice, user, funds, communities, contractors) -> Iterator[dict]:
    budget = PRICE * size.each
    for number in range(size.projects):
        yield {
            "code": f"XM-C{number:05d}",
            "name": f"购买服务项目{number}",
            "category": dice.choice(("health", "psychology", "law", "culture")),
            "organization": dice.choice(communities),
            "contractor": dice.choice(contractors),
            "worker": user.pk,
            "goal": "基准",
            "starts_on": timezone.localdate() - timedelta(days=300),
            "ends_on": timezone.localdate() + timedelta(days=60),
            "budget": budget,
            "fund": funds[number % len(funds)],
            "own_contribution": 0,
            "committed": 0,
            "paid": 0,
            "spent": 0,
            "created_by": user.pk,
            "created_at": timezone.now(),
            "state": "active",
        }


def contract_rows(projects, user) -> Iterator[dict]:
    for project in projects:
        yield {
            "project": project["id"],
            "number": f"HT-C{project['id']:06d}",
            "procurement_number": "",
            "party_a": project["organization"],
            "party_b": project["contractor"],
            "signer_a": "基准",
            "signer_b": "基准",
            "signer_c": "",
            "amount": project["budget"],
            "own_contribution": 0,
            "starts_on": project["starts_on"],
            "ends_on": project["ends_on"],
            "acceptance": "基准",
            "personal_data": "基准",
            "breach": "基准",
            "dispute": "基准",
            "signed_on": project["starts_on"],
            "signing_note": "",
            "registered_on": project["starts_on"],
            "registration_number": f"BA-{project['id']}",
            "created_by": user.pk,
            "created_at": timezone.now(),
            "state": "registered",
        }


def instalment_rows(projects) -> Iterator[dict]:
    for project in projects:
        for number in (1, 2):
            yield {
                "project": project["id"],
                "number": number,
                "ratio": "50.00",
                "amount": project["budget"] / 2,
                "due_on": project["starts_on"] + timedelta(days=150 * number),
                "is_final": number == 2,
                "request_note": "",
                "voucher_number": "",
                "receipt_number": "",
                "clawed_back": 0,
                "state": "receipted",
            }


def line_rows(projects) -> Iterator[dict]:
    for project in projects:
        for number, category in enumerate(("activity", "expert", "publicity", "volunteer")[:LINES]):
            yield {
                "project": project["id"],
                "category": category,
                "item": f"明细{number}",
                "unit_price": project["budget"] / LINES,
                "quantity": 1,
                "unit": "项",
                "basis": "",
            }


def expense_rows(size, projects, lines, user) -> Iterator[dict]:
    number, queue = 0, iter(lines)
    for project in projects:
        own = list(islice(queue, LINES))
        for turn in range(size.each):
            line, number = own[turn % LINES], number + 1
            yield {
                "file": "",
                "name": "发票.jpg",
                "size": 1,
                "sha256": "0" * 64,
                "uploaded_by": user.pk,
                "uploaded_at": timezone.now(),
                "project": project["id"],
                "line": line["id"],
                "category": line["category"],
                "invoice_number": f"B{number:09d}",
                "on": project["starts_on"] + timedelta(days=(project["id"] * 3 + turn * 7) % 280),
                "payee": "供应商",
                "purpose": "物料",
                "unit_price": PRICE,
                "quantity": 1,
                "amount": PRICE,
                "verdict": "",
                "state": "accepted",
            }


def book(projects, instalments, expenses, user) -> None:
    """The ledger at once, and the totals its trigger would have kept row by row."""
    fund = {project["id"]: project["fund"] for project in projects}
    with without_triggers(LedgerEntry, Fund, Project), connection.cursor() as cursor:
        copy(LedgerEntry, entry_rows(projects, instalments, expenses, fund, user))
        cursor.execute(TOTAL_OF_PROJECTS)
        cursor.execute(TOTAL_OF_FUNDS)


TOTAL_OF_PROJECTS = """
    UPDATE projects_project p SET committed = s.committed, paid = s.paid, spent = s.spent
    FROM (SELECT project_id,
                 COALESCE(SUM(amount) FILTER (WHERE kind = 'commitment'), 0) committed,
                 COALESCE(SUM(amount) FILTER (WHERE kind = 'payment'), 0) paid,
                 COALESCE(SUM(amount) FILTER (WHERE kind = 'expense'), 0) spent
          FROM projects_ledgerentry WHERE project_id IS NOT NULL GROUP BY project_id) s
    WHERE p.id = s.project_id
"""
TOTAL_OF_FUNDS = """
    UPDATE projects_fund f SET appropriated = s.appropriated, committed = s.committed, paid = s.paid
    FROM (SELECT fund_id,
                 COALESCE(SUM(amount) FILTER (WHERE kind = 'appropriation'), 0) appropriated,
                 COALESCE(SUM(amount) FILTER (WHERE kind = 'commitment'), 0) committed,
                 COALESCE(SUM(amount) FILTER (WHERE kind = 'payment'), 0) paid
          FROM projects_ledgerentry GROUP BY fund_id) s
    WHERE f.id = s.fund_id
"""


def entry_rows(projects, instalments, expenses, fund, user) -> Iterator[dict]:
    def entry(project, kind, amount, key, day, **about):
        return {
            "fund": fund[project],
            "project": project,
            "instalment": about.get("instalment", ""),
            "expense": about.get("expense", ""),
            "kind": kind,
            "amount": amount,
            "key": key,
            "note": "",
            "by": user.pk,
            "on": day,
            "at": timezone.now(),
        }

    for project in projects:
        yield entry(project["id"], "commitment", project["budget"], f"commitment:{project['id']}", project["starts_on"])
    for row in instalments:
        yield entry(
            row["project"], "payment", row["amount"], f"payment:{row['id']}", row["due_on"], instalment=row["id"]
        )
    for row in expenses:
        for turn in range(BOOKINGS):
            amount = row["amount"] if turn % 2 == 0 else -row["amount"]
            yield entry(row["project"], "expense", amount, f"expense:{row['id']}:{turn}", row["on"], expense=row["id"])


def review(size, dice, user, communities, contractors) -> None:
    """A call in review: every sheet signed, nothing ranked."""
    call, items = open_call(size, user)
    panel = seat_panel(size, call, user)
    applications = put(Application, application_rows(size, dice, call, user, communities, contractors))
    revisions = put(ApplicationRevision, revision_rows(applications, user))
    sheets = put(ScoreSheet, sheet_rows(applications, revisions, panel))
    copy(ScoreLine, score_rows(dice, sheets, items))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE projects_scoresheet s SET state = 'signed', signed_at = now(), total = t.total FROM"
            " (SELECT sheet_id, SUM(points) total FROM projects_scoreline GROUP BY sheet_id) t WHERE t.sheet_id = s.id"
        )


def open_call(size, user) -> tuple[Call, list[int]]:
    now, fund = timezone.now(), Fund.objects.order_by("pk").first()
    card = Scorecard.objects.create(name="基准评分卡", version=1, valid_from=now.date(), source_text="基准", by=user)
    items = [
        ScorecardItem.objects.create(card=card, number=number, title=f"评分项{number}", points=points).pk
        for number, points in enumerate(POINTS, 1)
    ]
    rules = BudgetRuleSet.objects.create(name="基准", version=1, valid_from=now.date(), source_text="基准", by=user)
    plan = Plan.objects.create(
        organization=fund.organization, year=now.year, name="基准", created_by=user, state="approved"
    )
    amount = Decimal(1_000_000)
    item = PlanItem.objects.create(
        plan=plan, name="基准", category="health", fund=fund, amount=amount, procedure="open_call"
    )
    call = Call.objects.create(
        code="PC-B0001", item=item, organization=fund.organization, fund=fund, title="基准批次", category="health",
        procedure="open_call", amount=amount, max_amount=amount / 10, weak_share=30, description="基准",
        requirements="基准", contact="024", supervision_phone="024", opens_at=now - timedelta(days=60),
        closes_at=now - timedelta(days=30), scorecard=card, rule_set=rules, panel_size=size.experts,
        instalment_ratios=[60, 40], negative_checked_by=user, negative_checked_at=now, created_by=user,
        state="reviewing",
    )  # fmt: skip
    return call, items


def seat_panel(size, call, user) -> list[int]:
    experts = []
    for number in range(size.experts):
        expert = User.objects.create_user(f"bench-expert-{number}", password=None, name=f"专家{number}")
        Membership.objects.create(
            user=expert, organization=call.organization, role=Role.EXPERT, valid_from="2020-01-01"
        )
        experts.append(expert.pk)
    draw = Draw.objects.create(
        call=call, number=1, seed=secrets.token_hex(16), candidates=experts, chosen=experts, reason="基准", by=user
    )
    return [Panelist.objects.create(call=call, expert_id=expert, draw=draw).pk for expert in experts]


def application_rows(size, dice, call, user, communities, contractors) -> Iterator[dict]:
    today = timezone.localdate()
    for number in range(size.applications):
        yield {
            "code": f"SB-B{number:05d}",
            "call": call.pk,
            "contractor": contractors[number % len(contractors)],
            "name": f"申报项目{number}",
            "organization": dice.choice(communities),
            "worker": user.pk,
            "starts_on": today,
            "ends_on": today + timedelta(days=300),
            "amount": f"{dice.randrange(20_000, 90_000)}.00",
            "own_contribution": 0,
            "content": CONTENT,
            "version": 1,
            "has_union": dice.random() < 0.5,
            "is_weak": dice.random() < 0.3,
            "created_by": user.pk,
            "created_at": timezone.now(),
            "submitted_at": call.closes_at - timedelta(minutes=number),
            "state": "reviewing",
        }


def revision_rows(applications, user) -> Iterator[dict]:
    for application in applications:
        yield {
            "application": application["id"],
            "number": 1,
            "content": CONTENT,
            "amount": application["amount"],
            "by": user.pk,
            "at": timezone.now(),
        }


def sheet_rows(applications, revisions, panel) -> Iterator[dict]:
    for application, revision in zip(applications, revisions, strict=True):
        for seat in panel:
            yield {
                "application": application["id"],
                "panelist": seat,
                "round": 1,
                "revision": revision["id"],
                "total": 0,
                "comment": "",
                "state": "draft",
            }


def score_rows(dice, sheets, items) -> Iterator[dict]:
    """Between three quarters and all of each item's points: no spread asks for an explanation."""
    for sheet in sheets:
        for item, points in zip(items, POINTS, strict=True):
            yield {
                "sheet": sheet["id"],
                "item": item,
                "points": f"{points - dice.randrange(points * 15) / 100:.2f}",
            }
