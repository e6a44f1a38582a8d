"""Who may assign and submit evaluations."""

import rules

from orgs.permissions import over
from projects.permissions import PURCHASERS


@rules.predicate
def is_evaluator(user, evaluation):
    return evaluation is not None and evaluation.evaluator_id == user.pk


rules.add_perm("evaluations.assign_evaluation", over("organization", *PURCHASERS))  # asked with the project
rules.add_perm("evaluations.withdraw_evaluation", over("project.organization", *PURCHASERS))
rules.add_perm("evaluations.submit_evaluation", is_evaluator)
