"""Records as the API shows them, and the bodies its operations take."""

from projects.serializers.base import MOST, BriefSerializer, ChosenField, MoneySerializerField, PersonInChargeSerializer
from projects.serializers.instalment import InstalmentSerializer, PaySerializer
from projects.serializers.ledger import (
    AppropriateSerializer,
    FundCreateSerializer,
    FundSerializer,
    LedgerEntrySerializer,
)
from projects.serializers.need import NeedCreateSerializer, NeedSerializer
from projects.serializers.project import (
    ApplicationField,
    ApproveSerializer,
    BudgetLineSerializer,
    IndicatorSerializer,
    ProjectCreateSerializer,
    ProjectSerializer,
    ProjectUpdateSerializer,
)

__all__ = [
    "MOST",
    "ApplicationField",
    "AppropriateSerializer",
    "ApproveSerializer",
    "BriefSerializer",
    "BudgetLineSerializer",
    "ChosenField",
    "FundCreateSerializer",
    "FundSerializer",
    "IndicatorSerializer",
    "InstalmentSerializer",
    "LedgerEntrySerializer",
    "MoneySerializerField",
    "NeedCreateSerializer",
    "NeedSerializer",
    "PaySerializer",
    "PersonInChargeSerializer",
    "ProjectCreateSerializer",
    "ProjectSerializer",
    "ProjectUpdateSerializer",
]
