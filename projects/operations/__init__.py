"""Everything a person or a timer can do with needs, projects and money."""

from projects.operations.commission import create_project, submit_project, update_project
from projects.operations.ledger import appropriate_fund, open_fund, pay_instalment
from projects.operations.need import create_need, reject_need, verify_need
from projects.operations.project import (
    activate_project,
    appoint_evaluator,
    approve_project,
    complete_project,
    conclude_project,
    record_final_score,
    reject_project,
    return_project,
)
from projects.operations.rule import (
    create_budget_rule_set,
    create_scorecard,
    publish_budget_rule_set,
    publish_scorecard,
    set_parameter,
    set_threshold,
    update_budget_rule_set,
    update_scorecard,
)

__all__ = [
    "activate_project",
    "appoint_evaluator",
    "appropriate_fund",
    "approve_project",
    "complete_project",
    "conclude_project",
    "create_budget_rule_set",
    "create_need",
    "create_project",
    "create_scorecard",
    "open_fund",
    "pay_instalment",
    "publish_budget_rule_set",
    "publish_scorecard",
    "record_final_score",
    "reject_need",
    "reject_project",
    "return_project",
    "set_parameter",
    "set_threshold",
    "submit_project",
    "update_budget_rule_set",
    "update_project",
    "update_scorecard",
    "verify_need",
]
