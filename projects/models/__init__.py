"""Needs, calls, applications, reviews, contracts, projects and every yuan in them."""

from projects.models.application import (
    Application,
    ApplicationEvent,
    ApplicationFile,
    ApplicationRevision,
    EligibilityCheck,
)
from projects.models.archive import Archive, ArchiveEvent, ArchiveItem
from projects.models.bond import BondEntry
from projects.models.book import BookCheck
from projects.models.call import Call, CallEvent, CallFile, Plan, PlanEvent, PlanItem, Question
from projects.models.contract import (
    BudgetAdjustment,
    Change,
    ChangeEvent,
    Contract,
    ContractEvent,
    ContractFile,
    ContractItem,
    Supplement,
)
from projects.models.indicator import (
    Indicator,
    IndicatorPeriod,
    IndicatorSnapshot,
    ManualActual,
    ManualActualEvent,
    Result,
    ServiceItem,
)
from projects.models.ledger import Fund, Instalment, InstalmentCondition, InstalmentEvent, LedgerEntry
from projects.models.need import Need, NeedEvent, NeedFeedback
from projects.models.project import BudgetLine, Project, ProjectEvent
from projects.models.publicity import Objection, ObjectionEvent, Publicity, PublicityEntry, PublicityEvent
from projects.models.report import ProgressReport, ProgressReportEvent, ReportComment, ReportFile
from projects.models.review import Draw, ExpertTie, Panelist, ScoreLine, ScoreSheet, ScoreSheetEvent, SpreadNote
from projects.models.reward import RewardLine, RewardScheme, RewardSheet, RewardSheetEvent
from projects.models.rule import BudgetRule, BudgetRuleSet, Parameter, Scorecard, ScorecardItem, Threshold
from projects.models.settlement import Expense, ExpenseEvent, Settlement, SettlementEvent, SettlementLine

__all__ = [
    "Application",
    "ApplicationEvent",
    "ApplicationFile",
    "ApplicationRevision",
    "Archive",
    "ArchiveEvent",
    "ArchiveItem",
    "BondEntry",
    "BookCheck",
    "BudgetAdjustment",
    "BudgetLine",
    "BudgetRule",
    "BudgetRuleSet",
    "Call",
    "CallEvent",
    "CallFile",
    "Change",
    "ChangeEvent",
    "Contract",
    "ContractEvent",
    "ContractFile",
    "ContractItem",
    "Draw",
    "EligibilityCheck",
    "Expense",
    "ExpenseEvent",
    "ExpertTie",
    "Fund",
    "Indicator",
    "IndicatorPeriod",
    "IndicatorSnapshot",
    "Instalment",
    "InstalmentCondition",
    "InstalmentEvent",
    "LedgerEntry",
    "ManualActual",
    "ManualActualEvent",
    "Need",
    "NeedEvent",
    "NeedFeedback",
    "Objection",
    "ObjectionEvent",
    "Panelist",
    "Parameter",
    "Plan",
    "PlanEvent",
    "PlanItem",
    "ProgressReport",
    "ProgressReportEvent",
    "Project",
    "ProjectEvent",
    "Publicity",
    "PublicityEntry",
    "PublicityEvent",
    "Question",
    "ReportComment",
    "ReportFile",
    "Result",
    "RewardLine",
    "RewardScheme",
    "RewardSheet",
    "RewardSheetEvent",
    "ScoreLine",
    "ScoreSheet",
    "ScoreSheetEvent",
    "Scorecard",
    "ScorecardItem",
    "ServiceItem",
    "Settlement",
    "SettlementEvent",
    "SettlementLine",
    "SpreadNote",
    "Supplement",
    "Threshold",
]
