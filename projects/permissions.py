"""Who may do what to needs, projects and money. Segregation of duties is checked in the operations."""

import rules

from orgs.enums import Role
from orgs.permissions import MANAGERS, UNION_STAFF, holds, over

PURCHASERS = (Role.CITY_ADMIN, Role.DISTRICT_UNION)
CONTRACTOR_STAFF = (Role.NGO, Role.WORKER)

purchases = over("organization", *PURCHASERS)
contracts = over("contractor", *CONTRACTOR_STAFF)
answers_for = over("contractor", Role.NGO)

rules.add_perm("projects.create_need", holds(*UNION_STAFF, Role.PARTY))
rules.add_perm("projects.verify_need", over("organization", *MANAGERS))
rules.add_perm("projects.reject_need", over("organization", *MANAGERS))

rules.add_perm("projects.create_project", holds(*CONTRACTOR_STAFF))
rules.add_perm("projects.update_project", contracts)
rules.add_perm("projects.submit_project", answers_for)
rules.add_perm("projects.approve_project", purchases)
rules.add_perm("projects.return_project", purchases)
rules.add_perm("projects.reject_project", purchases)
rules.add_perm("projects.activate_project", answers_for)
rules.add_perm("projects.conclude_project", answers_for)
rules.add_perm("projects.complete_project", purchases)

rules.add_perm("projects.open_fund", holds(*PURCHASERS, Role.FINANCE))
rules.add_perm("projects.appropriate_fund", over("organization", *PURCHASERS, Role.FINANCE))
rules.add_perm("projects.pay_instalment", over("project.fund.organization", Role.FINANCE))

# 规则中心
rules.add_perm("projects.set_parameter", holds(Role.CITY_ADMIN))
rules.add_perm("projects.set_threshold", holds(*PURCHASERS))  # for which regions: queries.rule.regions
for _rule in ("scorecard", "budget_rule_set"):
    for _verb in ("create", "update", "publish"):
        rules.add_perm(f"projects.{_verb}_{_rule}", holds(*PURCHASERS))
