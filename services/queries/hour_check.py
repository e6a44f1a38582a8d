"""The hours compared in sets: kept totals against the ledger, confirmed claims against theirs."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection


@dataclass(frozen=True)
class HourDifference:
    """``kept`` is what a row says of itself, ``found`` what the ledger says of it."""

    what: str
    pk: int
    kept: Decimal
    found: Decimal


# One statement sees one moment, so rows written meanwhile are no difference.
VOLUNTEERS = """
    SELECT '志愿者的时长', v.id, v.hours, coalesce(e.hours, 0)
    FROM services_volunteer v
    LEFT JOIN (SELECT volunteer_id, sum(hours) AS hours FROM services_hourentry GROUP BY volunteer_id) e
        ON e.volunteer_id = v.id
    WHERE v.hours <> coalesce(e.hours, 0) ORDER BY v.id
"""
CLAIMS = """
    SELECT '已确认的时长', c.id, c.kept, coalesce(e.hours, 0)
    FROM (SELECT id, CASE WHEN state = 'confirmed' THEN hours ELSE 0 END AS kept FROM services_hourclaim) c
    LEFT JOIN (SELECT claim_id, sum(hours) AS hours FROM services_hourentry GROUP BY claim_id) e ON e.claim_id = c.id
    WHERE c.kept <> coalesce(e.hours, 0) ORDER BY c.id
"""


def hour_differences() -> list[HourDifference]:
    """Every volunteer and claim whose hours are not what the ledger says; empty when all is well."""
    found = []
    with connection.cursor() as cursor:
        for statement in (VOLUNTEERS, CLAIMS):
            cursor.execute(statement)
            found += [HourDifference(*row) for row in cursor.fetchall()]
    return found
