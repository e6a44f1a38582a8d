"""Every move an evaluation can make."""

from core.workflow import Transition
from evaluations.enums import EvaluationState as E
from evaluations.enums import RectificationState as R

SUBMIT_EVALUATION = Transition("submit", "提交评分", (E.ASSIGNED,), E.SCORED, "评审专家")
WITHDRAW_EVALUATION = Transition("withdraw", "撤销委派", (E.ASSIGNED,), E.WITHDRAWN, "区县工会", retreat=True)
EVALUATION = (SUBMIT_EVALUATION, WITHDRAW_EVALUATION)

SUBMIT_RECTIFICATION = Transition("submit", "提交整改", (R.OPEN,), R.SUBMITTED, "承接单位")
CLOSE_RECTIFICATION = Transition("close", "复核通过", (R.SUBMITTED,), R.CLOSED, "区县工会或评估人")
RETURN_RECTIFICATION = Transition("return", "退回整改", (R.SUBMITTED,), R.OPEN, "区县工会或评估人", retreat=True)
RECTIFICATION = (SUBMIT_RECTIFICATION, CLOSE_RECTIFICATION, RETURN_RECTIFICATION)
