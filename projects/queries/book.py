"""The books compared in sets: kept totals against the sums of the rows, one statement for each kind of row."""

from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import connection

from projects.models import Fund, LedgerEntry, Project


@dataclass(frozen=True)
class Difference:
    """``kept`` is what a row says of itself, ``found`` what the rows behind it add up to; yuan as text."""

    what: str
    subject: str  # fund, project, instalment, settlement or rewardsheet
    pk: int
    kept: str
    found: str


# One statement sees one moment, so rows written meanwhile are no difference. Each is an index-only scan of the ledger.
FUNDS = """
    SELECT v.what, f.id, v.kept, v.found
    FROM projects_fund f
    LEFT JOIN (
        SELECT fund_id,
            sum(amount) FILTER (WHERE kind = 'appropriation') AS appropriated,
            sum(amount) FILTER (WHERE kind = 'commitment') AS committed,
            sum(amount) FILTER (WHERE kind = 'payment') AS paid
        FROM projects_ledgerentry GROUP BY fund_id
    ) e ON e.fund_id = f.id
    CROSS JOIN LATERAL (VALUES
        ('资金来源的预算安排', f.appropriated, coalesce(e.appropriated, 0)),
        ('资金来源的已承诺', f.committed, coalesce(e.committed, 0)),
        ('资金来源的已拨付', f.paid, coalesce(e.paid, 0)),
        ('资金来源的承诺超过安排', least(f.committed, f.appropriated), f.committed)
    ) v (what, kept, found)
    WHERE v.kept <> v.found ORDER BY f.id
"""
PROJECTS = """
    SELECT v.what, p.id, v.kept, v.found
    FROM projects_project p
    LEFT JOIN (
        SELECT project_id,
            sum(amount) FILTER (WHERE kind = 'commitment') AS committed,
            sum(amount) FILTER (WHERE kind = 'payment') AS paid,
            sum(amount) FILTER (WHERE kind = 'expense') AS spent
        FROM projects_ledgerentry WHERE project_id IS NOT NULL GROUP BY project_id
    ) e ON e.project_id = p.id
    LEFT JOIN (
        SELECT project_id, sum(amount) AS accepted FROM projects_expense WHERE state = 'accepted' GROUP BY project_id
    ) x ON x.project_id = p.id
    LEFT JOIN (
        SELECT c.project_id, c.amount + coalesce(sum(s.amount), 0) AS amount
        FROM projects_contract c LEFT JOIN projects_supplement s ON s.contract_id = c.id
        WHERE c.state <> 'draft' GROUP BY c.id
    ) c ON c.project_id = p.id
    CROSS JOIN LATERAL (VALUES
        ('项目的已承诺', p.committed, coalesce(e.committed, 0)),
        ('项目的已拨付', p.paid, coalesce(e.paid, 0)),
        ('项目的已核销', p.spent, coalesce(e.spent, 0)),
        ('项目列支的凭证', p.spent, coalesce(x.accepted, 0)),
        ('项目的拨付超过合同金额', least(p.paid, coalesce(c.amount, p.paid)), p.paid),
        ('项目的核销超过拨付与自筹', least(p.spent, p.paid + p.own_contribution), p.spent)
    ) v (what, kept, found)
    WHERE v.kept <> v.found ORDER BY p.id
"""
INSTALMENTS = """
    SELECT '分期款的拨付', i.id, i.amount - i.clawed_back, coalesce(e.paid, 0)
    FROM projects_instalment i
    LEFT JOIN (
        SELECT instalment_id, sum(amount) AS paid FROM projects_ledgerentry
        WHERE instalment_id IS NOT NULL AND kind = 'payment' GROUP BY instalment_id
    ) e ON e.instalment_id = i.id
    WHERE (i.state IN ('paid', 'receipted', 'clawed_back')) AND i.amount - i.clawed_back <> coalesce(e.paid, 0)
       OR i.state NOT IN ('paid', 'receipted', 'clawed_back') AND e.paid IS NOT NULL
    ORDER BY i.id
"""
SETTLEMENTS = """
    SELECT v.what, s.id, v.kept, v.found
    FROM projects_settlement s
    LEFT JOIN (
        SELECT settlement_id, sum(actual) AS actual FROM projects_settlementline GROUP BY settlement_id
    ) l ON l.settlement_id = s.id
    CROSS JOIN LATERAL (VALUES
        ('决算的认可支出', s.spent, coalesce(l.actual, 0)),
        ('决算的结余', s.balance, s.paid - s.spent)
    ) v (what, kept, found)
    WHERE s.state <> 'draft' AND v.kept <> v.found ORDER BY s.id
"""
REWARDS = """
    SELECT v.what, s.id, v.kept, v.found
    FROM projects_rewardsheet s
    LEFT JOIN (
        SELECT sheet_id, sum(amount) AS amount FROM projects_rewardline WHERE is_counted GROUP BY sheet_id
    ) l ON l.sheet_id = s.id
    LEFT JOIN (
        SELECT reward_sheet_id, sum(amount) AS paid FROM projects_ledgerentry
        WHERE reward_sheet_id IS NOT NULL AND kind = 'payment' GROUP BY reward_sheet_id
    ) e ON e.reward_sheet_id = s.id
    CROSS JOIN LATERAL (VALUES
        ('奖补核算表的合计', s.amount, coalesce(l.amount, 0)),
        ('奖补核算表的支付', CASE WHEN s.state IN ('paid') THEN s.amount ELSE 0 END, coalesce(e.paid, 0))
    ) v (what, kept, found)
    WHERE v.kept <> v.found ORDER BY s.id
"""
STATEMENTS = (
    ("fund", FUNDS), ("project", PROJECTS), ("instalment", INSTALMENTS), ("settlement", SETTLEMENTS),
    ("rewardsheet", REWARDS),
)  # fmt: skip


def book_differences() -> list[Difference]:
    """Every difference between totals and rows."""
    found = []
    with connection.cursor() as cursor:
        for subject, statement in STATEMENTS:
            cursor.execute(statement)
            found += [
                Difference(what, subject, pk, written(kept), written(sums))
                for what, pk, kept, sums in cursor.fetchall()
            ]
    return found


def written(amount: Decimal) -> str:
    return f"{amount:.2f}"


def compared() -> dict[str, int]:
    """How many rows a run looks at."""
    return {"funds": Fund.objects.count(), "projects": Project.objects.count(), "entries": LedgerEntry.objects.count()}


def as_rows(differences: list[Difference]) -> list[dict]:
    return [asdict(difference) for difference in differences]
