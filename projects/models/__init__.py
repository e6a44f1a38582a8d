"""Needs, projects and money."""

from projects.models.ledger import Fund, Instalment, InstalmentEvent, LedgerEntry
from projects.models.need import Need, NeedEvent
from projects.models.project import BudgetLine, Output, Project, ProjectEvent

__all__ = [
    "BudgetLine",
    "Fund",
    "Instalment",
    "InstalmentEvent",
    "LedgerEntry",
    "Need",
    "NeedEvent",
    "Output",
    "Project",
    "ProjectEvent",
]
