"""Every move an evaluation can make."""

from core.workflow import Transition
from evaluations.enums import EvaluationState as E

SUBMIT_EVALUATION = Transition("submit", "提交评分", (E.ASSIGNED,), E.SCORED, "评审专家")
WITHDRAW_EVALUATION = Transition("withdraw", "撤销委派", (E.ASSIGNED,), E.WITHDRAWN, "区县工会", retreat=True)
EVALUATION = (SUBMIT_EVALUATION, WITHDRAW_EVALUATION)
