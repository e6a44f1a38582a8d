"""The closed lists of this app."""

from projects.enums.application import (
    ApplicationState,
    AssessmentLevel,
    BudgetSource,
    EligibilityItem,
    EligibilityResult,
    ServiceForm,
    Statement,
    UnionForm,
    YesNo,
)
from projects.enums.archive import ArchivePart, ArchiveState, Secrecy
from projects.enums.call import CallState, NegativeItem, PlanState, Procedure
from projects.enums.contract import BondEntryKind, BondForm, ChangeKind, ChangeState, ContractState
from projects.enums.ledger import ConditionKind, EntryKind, FundKind, InstalmentState
from projects.enums.need import FeedbackChannel, Frequency, NeedCategory, NeedSource, NeedState
from projects.enums.project import ActualState, BudgetCategory, DirectBasis, Measure, ProjectState
from projects.enums.report import ReportKind, ReportState
from projects.enums.review import ObjectionState, PublicityState, SheetState, TieKind
from projects.enums.reward import RewardSheetState
from projects.enums.rule import BudgetRuleKind, ParameterName, ProcurementCategory, ThresholdKind
from projects.enums.settlement import BalanceUse, ExpenseState, SettlementState

__all__ = [
    "ActualState",
    "ApplicationState",
    "ArchivePart",
    "ArchiveState",
    "AssessmentLevel",
    "BalanceUse",
    "BondEntryKind",
    "BondForm",
    "BudgetCategory",
    "BudgetRuleKind",
    "BudgetSource",
    "CallState",
    "ChangeKind",
    "ChangeState",
    "ConditionKind",
    "ContractState",
    "DirectBasis",
    "EligibilityItem",
    "EligibilityResult",
    "EntryKind",
    "ExpenseState",
    "FeedbackChannel",
    "Frequency",
    "FundKind",
    "InstalmentState",
    "Measure",
    "NeedCategory",
    "NeedSource",
    "NeedState",
    "NegativeItem",
    "ObjectionState",
    "ParameterName",
    "PlanState",
    "Procedure",
    "ProcurementCategory",
    "ProjectState",
    "PublicityState",
    "ReportKind",
    "ReportState",
    "RewardSheetState",
    "Secrecy",
    "ServiceForm",
    "SettlementState",
    "SheetState",
    "Statement",
    "ThresholdKind",
    "TieKind",
    "UnionForm",
    "YesNo",
]
