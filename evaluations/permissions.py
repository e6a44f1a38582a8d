"""Who may assign and submit evaluations."""

import rules

from orgs.permissions import over
from projects.permissions import CONTRACTOR_STAFF, PURCHASERS


@rules.predicate
def is_evaluator(user, evaluation):
    return evaluation is not None and evaluation.evaluator_id == user.pk


rules.add_perm("evaluations.assign_evaluation", over("organization", *PURCHASERS))  # asked with the project
rules.add_perm("evaluations.withdraw_evaluation", over("project.organization", *PURCHASERS))
rules.add_perm("evaluations.submit_evaluation", is_evaluator)
rules.add_perm("evaluations.draw_sample", is_evaluator)


@rules.predicate
def evaluated(user, rectification):
    """Whoever found the problem may say whether it is gone."""
    return rectification is not None and rectification.evaluation.evaluator_id == user.pk


reviews = over("project.organization", *PURCHASERS) | evaluated
rules.add_perm("evaluations.order_rectification", over("organization", *PURCHASERS))  # asked with the project
rules.add_perm("evaluations.submit_rectification", over("project.contractor", *CONTRACTOR_STAFF))
rules.add_perm("evaluations.close_rectification", reviews)
rules.add_perm("evaluations.return_rectification", reviews)
rules.add_perm("evaluations.review_again", over("organization", *PURCHASERS))  # asked with the project
