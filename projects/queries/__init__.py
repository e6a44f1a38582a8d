"""Reads worth a name, one module per noun."""

from projects.queries.ledger import (
    funding_bodies,
    funds_for,
    instalments_to_remind,
    planned_amounts,
    planned_instalments,
)
from projects.queries.need import filing_communities, matching_needs, need_communities, need_label, open_needs
from projects.queries.project import own_contractors, own_workers

__all__ = [
    "filing_communities",
    "funding_bodies",
    "funds_for",
    "instalments_to_remind",
    "matching_needs",
    "need_communities",
    "need_label",
    "open_needs",
    "own_contractors",
    "own_workers",
    "planned_amounts",
    "planned_instalments",
]
