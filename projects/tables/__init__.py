"""What the lists of this app show."""

from projects.tables.base import KEEP, MINOR, NO_WRAP, NO_WRAP_MINOR, DayColumn
from projects.tables.ledger import FundTable, InstalmentTable, LedgerEntryTable
from projects.tables.need import NeedTable
from projects.tables.project import OneKindMoneyColumn, ProjectTable

__all__ = [
    "KEEP",
    "MINOR",
    "NO_WRAP",
    "NO_WRAP_MINOR",
    "DayColumn",
    "FundTable",
    "InstalmentTable",
    "LedgerEntryTable",
    "NeedTable",
    "OneKindMoneyColumn",
    "ProjectTable",
]
