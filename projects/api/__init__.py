"""Needs, projects and money over the API: the pages' scope, filters and operations."""

from projects.api.instalment import InstalmentViewSet
from projects.api.ledger import FundViewSet, LedgerEntryViewSet
from projects.api.need import NeedViewSet
from projects.api.project import ProjectViewSet

__all__ = ["FundViewSet", "InstalmentViewSet", "LedgerEntryViewSet", "NeedViewSet", "ProjectViewSet"]
