"""Who may do what to needs, projects and money. Segregation of duties is checked in the operations."""

import rules

from orgs.enums import Role
from orgs.permissions import MANAGERS, UNION_STAFF, holds, over
from orgs.scope import grants_of
from projects.models.application import UNDER_REVIEW

PURCHASERS = (Role.CITY_ADMIN, Role.DISTRICT_UNION)
CONTRACTOR_STAFF = (Role.NGO, Role.WORKER)

purchases = over("organization", *PURCHASERS)
contracts = over("contractor", *CONTRACTOR_STAFF)
answers_for = over("contractor", Role.NGO)


@rules.predicate
def raised(user, need):
    """The user raised the need, and still serves somewhere."""
    return need is not None and need.raised_by_id == user.pk and bool(grants_of(user))


rules.add_perm("projects.create_need", holds(*UNION_STAFF, Role.PARTY))
rules.add_perm("projects.update_need", raised | over("organization", *UNION_STAFF))
rules.add_perm("projects.merge_need", over("organization", *MANAGERS))
rules.add_perm("projects.serve_need", over("organization", *MANAGERS))
rules.add_perm("projects.close_need", over("organization", *MANAGERS))
rules.add_perm("projects.feed_back_need", over("organization", *UNION_STAFF))
rules.add_perm("projects.read_raiser", over("organization", *UNION_STAFF))  # the need's people, not every reader
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

# Instalments, vouchers and settlements: the contractor asks, a purchaser checks, finance pays, an auditor audits.
project_purchases = over("project.organization", *PURCHASERS)
project_contracts = over("project.contractor", *CONTRACTOR_STAFF)
project_answers_for = over("project.contractor", Role.NGO)
project_pays = over("project.fund.organization", Role.FINANCE)
rules.add_perm("projects.apply_instalment", project_answers_for)
rules.add_perm("projects.check_instalment", project_purchases)
rules.add_perm("projects.approve_instalment", project_purchases)
rules.add_perm("projects.reject_instalment", project_purchases)
rules.add_perm("projects.hold_instalment", project_purchases)
rules.add_perm("projects.release_instalment", project_purchases)
rules.add_perm("projects.pay_instalment", project_pays)
rules.add_perm("projects.receipt_instalment", project_answers_for)
rules.add_perm("projects.claw_back_instalment", project_pays)
rules.add_perm("projects.create_expense", holds(*CONTRACTOR_STAFF))
rules.add_perm("projects.update_expense", project_contracts)
rules.add_perm("projects.submit_expense", project_contracts)
rules.add_perm("projects.check_expense", project_purchases)
rules.add_perm("projects.accept_expense", project_pays)
rules.add_perm("projects.disallow_expense", project_purchases | project_pays)
rules.add_perm("projects.reverse_expense", project_purchases | project_pays)
rules.add_perm("projects.draw_up_settlement", answers_for)
rules.add_perm("projects.update_settlement", project_answers_for)
rules.add_perm("projects.submit_settlement", project_answers_for)
rules.add_perm("projects.approve_carry_over", project_purchases)
rules.add_perm("projects.audit_settlement", over("project.fund.organization", Role.AUDITOR))
rules.add_perm("projects.return_settlement", over("project.fund.organization", Role.AUDITOR))
rules.add_perm("projects.return_balance", project_pays)
rules.add_perm("projects.view_bookcheck", holds(Role.CITY_ADMIN, Role.DISTRICT_UNION, Role.FINANCE, Role.AUDITOR))

# 采购计划、征集批次
for _operation in ("add_plan_item", "remove_plan_item", "submit_plan", "approve_plan", "return_plan", "update_call",
                   "self_check_call", "approve_call", "publish_call", "close_call", "cancel_call", "attach_call_file",
                   "remove_call_file"):  # fmt: skip
    rules.add_perm(f"projects.{_operation}", purchases)
rules.add_perm("projects.create_plan", holds(*PURCHASERS))  # for which unions: queries.plan.purchasing_bodies
rules.add_perm("projects.create_call", holds(*PURCHASERS))  # from which items: queries.call.callable_items
rules.add_perm("projects.ask_question", holds(*CONTRACTOR_STAFF))
rules.add_perm("projects.answer_question", over("call.organization", *PURCHASERS))

# 规则中心
rules.add_perm("projects.set_parameter", holds(Role.CITY_ADMIN))
rules.add_perm("projects.set_threshold", holds(*PURCHASERS))  # for which regions: queries.rule.regions
for _rule in ("scorecard", "budget_rule_set"):
    for _verb in ("create", "update", "publish"):
        rules.add_perm(f"projects.{_verb}_{_rule}", holds(*PURCHASERS))

# Contracts, changes, and the project's own moves
rules.add_perm("projects.draft_contract", purchases)  # asked with the project
rules.add_perm("projects.update_contract", over("project.organization", *PURCHASERS))
rules.add_perm("projects.sign_contract", over("project.organization", *PURCHASERS))
rules.add_perm("projects.register_contract", over("project.organization", *PURCHASERS))
rules.add_perm("projects.announce_contract", over("project.organization", *PURCHASERS))
rules.add_perm("projects.confirm_data_return", over("project.organization", *PURCHASERS))
_keeps_bond = over("project.organization", *PURCHASERS) | project_pays
rules.add_perm("projects.take_bond", _keeps_bond)
rules.add_perm("projects.return_bond", _keeps_bond)
rules.add_perm("projects.call_bond", over("project.organization", *PURCHASERS))
rules.add_perm("projects.request_change", answers_for)  # asked with the project
rules.add_perm("projects.approve_change", over("project.organization", *PURCHASERS))
rules.add_perm("projects.reject_change", over("project.organization", *PURCHASERS))
rules.add_perm("projects.sign_supplement", over("project.organization", *PURCHASERS))
rules.add_perm("projects.suspend_project", purchases)
rules.add_perm("projects.resume_project", purchases)
rules.add_perm("projects.terminate_project", purchases)
rules.add_perm("projects.claw_back_project", purchases)
rules.add_perm("projects.lift_breach", purchases)

# 项目档案
_keeps = over("project.organization", *PURCHASERS)
rules.add_perm("projects.open_archive", purchases)  # asked with the project
rules.add_perm("projects.add_archive_item", _keeps)
rules.add_perm("projects.waive_archive_item", _keeps)
rules.add_perm("projects.seal_archive", _keeps)
_reads_volumes = over("project.organization", *MANAGERS, Role.FINANCE, Role.AUDITOR, Role.LEADER) | over(
    "project.contractor", Role.NGO
)
rules.add_perm("projects.download_archive", _reads_volumes)

judges_applications = over("call.organization", *PURCHASERS)
rules.add_perm("projects.create_application", holds(*CONTRACTOR_STAFF))
rules.add_perm("projects.save_section", contracts)
rules.add_perm("projects.add_application_file", contracts)
rules.add_perm("projects.remove_application_file", over("application.contractor", *CONTRACTOR_STAFF))
rules.add_perm("projects.submit_application", answers_for)
rules.add_perm("projects.recall_application", answers_for)
rules.add_perm("projects.withdraw_application", answers_for)
rules.add_perm("projects.check_application", judges_applications)
rules.add_perm("projects.record_eligibility", judges_applications)
rules.add_perm("projects.return_application", judges_applications)
rules.add_perm("projects.pass_application", judges_applications)
rules.add_perm("projects.fail_application", judges_applications)
rules.add_perm("projects.award_application", judges_applications)
rules.add_perm("projects.decline_application", judges_applications)
rules.add_perm("projects.disqualify_application", judges_applications)

# 评审、公示、异议
seated = rules.predicate(
    lambda user, panelist: panelist is not None and panelist.expert_id == user.pk and panelist.recused_at is None,
    name="seated",
)
sits_for = rules.predicate(
    lambda user, application: (
        application is not None and application.call.panelists.filter(expert=user, recused_at=None).exists()
    ),
    name="sits for",
)
wrote = rules.predicate(lambda user, sheet: sheet is not None and sheet.panelist.expert_id == user.pk, name="wrote")
_as_expert = holds(Role.EXPERT)
_of_call = over("call.organization", *PURCHASERS)
_of_objection = over("publicity.call.organization", *PURCHASERS)
rules.add_perm("projects.declare_tie", holds(Role.EXPERT, *PURCHASERS))
rules.add_perm("projects.draw_panel", purchases)
rules.add_perm("projects.recuse_panelist", (_as_expert & seated) | _of_call)
rules.add_perm("projects.start_review", purchases)
rules.add_perm("projects.review_call", purchases)  # the same by the name of its transition
rules.add_perm("projects.open_sheet", _as_expert & sits_for)
rules.add_perm("projects.save_sheet", _as_expert & wrote)
rules.add_perm("projects.sign_sheet", _as_expert & wrote)
rules.add_perm("projects.explain_spread", _of_call)
rules.add_perm("projects.rank_call", purchases)
_judging = rules.predicate(  # SECURITY: an expert judges independently, whatever other post they hold
    lambda user, call: (
        call is not None
        and call.state in UNDER_REVIEW
        and call.panelists.filter(expert_id=user.pk, recused_at=None).exists()
    ),
    name="judging",
)
rules.add_perm("projects.read_review", over("organization", *PURCHASERS, Role.AUDITOR) & ~_judging)
rules.add_perm("projects.publicise_call", purchases)
rules.add_perm("projects.finish_call", purchases)
rules.add_perm("projects.promote_call", purchases)
rules.add_perm("projects.close_publicity", _of_call)
rules.add_perm("projects.receive_objection", _of_call)
rules.add_perm("projects.dismiss_objection", _of_objection)
rules.add_perm("projects.uphold_objection", _of_objection)

# Indicators, progress reports, midterm
rules.add_perm("projects.fill_actual", over("project.contractor", *CONTRACTOR_STAFF))  # asked with the indicator
rules.add_perm("projects.plan_periods", over("project.organization", *PURCHASERS))  # asked with the indicator
rules.add_perm("projects.approve_actuals", holds(*PURCHASERS))  # anywhere: whether a list offers it
rules.add_perm("projects.approve_actual", over("indicator.project.organization", *PURCHASERS))
rules.add_perm("projects.return_actual", over("indicator.project.organization", *PURCHASERS))
writes_report = over("project.contractor", *CONTRACTOR_STAFF)
judges_report = over("project.organization", *PURCHASERS)
for verb in ("save", "submit", "explain"):
    rules.add_perm(f"projects.{verb}_report", writes_report)
rules.add_perm("projects.attach_report_file", writes_report)
for verb in ("comment", "return", "accept"):
    rules.add_perm(f"projects.{verb}_report", judges_report)
# Buttons ask by the name of the model.
rules.add_perm("projects.submit_progressreport", writes_report)
rules.add_perm("projects.return_progressreport", judges_report)
rules.add_perm("projects.accept_progressreport", judges_report)
rules.add_perm("projects.start_midterm", purchases)
rules.add_perm("projects.start_midterm_project", purchases)
rules.add_perm("projects.pass_midterm", purchases)

# 以奖代补
_rewards = over("scheme.organization", *PURCHASERS)
rules.add_perm("projects.create_reward_scheme", holds(*PURCHASERS))  # for which unions: queries.reward
rules.add_perm("projects.publish_reward_scheme", purchases)
rules.add_perm("projects.compute_reward_sheet", purchases)  # asked with the scheme
for _verb in ("check", "publicise", "approve", "void"):
    rules.add_perm(f"projects.{_verb}_reward_sheet", _rewards)
    rules.add_perm(f"projects.{_verb}_rewardsheet", _rewards)  # as pages ask: by the model's name
rules.add_perm("projects.pay_reward_sheet", over("scheme.fund.organization", Role.FINANCE))
rules.add_perm("projects.pay_rewardsheet", over("scheme.fund.organization", Role.FINANCE))
