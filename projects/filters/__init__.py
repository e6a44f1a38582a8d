"""What lists and API endpoints can be narrowed by."""

from projects.filters.base import SearchFilter, of_organization, visible
from projects.filters.ledger import FundFilter, InstalmentFilter, LedgerEntryFilter
from projects.filters.need import NeedFilter
from projects.filters.project import ProjectFilter

__all__ = [
    "FundFilter",
    "InstalmentFilter",
    "LedgerEntryFilter",
    "NeedFilter",
    "ProjectFilter",
    "SearchFilter",
    "of_organization",
    "visible",
]
