"""This app's part of /api/v1/."""

from rest_framework.routers import SimpleRouter

from projects import api
from projects.api import rule
from projects.api.application import ApplicationViewSet
from projects.api.archive import ArchiveViewSet
from projects.api.call import CallViewSet, PlanViewSet, QuestionViewSet
from projects.api.contract import ChangeViewSet, ContractViewSet
from projects.api.indicator import IndicatorViewSet, ManualActualViewSet
from projects.api.instalment import ExpenseViewSet, SettlementViewSet
from projects.api.report import ProgressReportViewSet
from projects.api.review import (
    ExpertTieViewSet,
    ObjectionViewSet,
    PublicityViewSet,
    ReviewViewSet,
    ScoreSheetViewSet,
)
from projects.api.reward import RewardSchemeViewSet, RewardSheetViewSet

router = SimpleRouter(use_regex_path=False)
router.register("needs", api.NeedViewSet, basename="need")
router.register("projects", api.ProjectViewSet, basename="project")
router.register("funds", api.FundViewSet, basename="fund")
router.register("instalments", api.InstalmentViewSet, basename="instalment")
router.register("ledger", api.LedgerEntryViewSet, basename="ledgerentry")
router.register("archives", ArchiveViewSet, basename="archive")
router.register("thresholds", rule.ThresholdViewSet, basename="threshold")
router.register("parameters", rule.ParameterViewSet, basename="parameter")
router.register("scorecards", rule.ScorecardViewSet, basename="scorecard")
router.register("budget-rule-sets", rule.BudgetRuleSetViewSet, basename="budgetruleset")
router.register("plans", PlanViewSet, basename="plan")
router.register("calls", CallViewSet, basename="call")
router.register("questions", QuestionViewSet, basename="question")
router.register("indicators", IndicatorViewSet, basename="indicator")
router.register("manual-actuals", ManualActualViewSet, basename="manualactual")
router.register("progress-reports", ProgressReportViewSet, basename="progressreport")
router.register("reward-schemes", RewardSchemeViewSet, basename="rewardscheme")
router.register("reward-sheets", RewardSheetViewSet, basename="rewardsheet")
router.register("contracts", ContractViewSet, basename="contract")
router.register("changes", ChangeViewSet, basename="change")
router.register("expenses", ExpenseViewSet, basename="expense")
router.register("settlements", SettlementViewSet, basename="settlement")
router.register("applications", ApplicationViewSet, basename="application")
router.register("reviews", ReviewViewSet, basename="review")
router.register("score-sheets", ScoreSheetViewSet, basename="scoresheet")
router.register("expert-ties", ExpertTieViewSet, basename="experttie")
router.register("publicities", PublicityViewSet, basename="publicity")
router.register("objections", ObjectionViewSet, basename="objection")
urlpatterns = router.urls
