"""Every move a need, a project and an instalment can make."""

from core.workflow import Transition
from projects.enums import InstalmentState as I
from projects.enums import NeedState as N
from projects.enums import ProjectState as P

VERIFY_NEED = Transition("verify", "核实", (N.COLLECTED,), N.VERIFIED, "街道工会")
REJECT_NEED = Transition("reject", "不予采纳", (N.COLLECTED, N.VERIFIED), N.REJECTED, "街道工会", retreat=True)
MATCH_NEED = Transition("match", "列入申报", (N.VERIFIED,), N.MATCHED, "社会组织")
RELEASE_NEED = Transition("release", "退回待匹配", (N.MATCHED, N.IN_PROJECT), N.VERIFIED, "系统")
START_NEED = Transition("start", "进入实施", (N.MATCHED,), N.IN_PROJECT, "系统")
MEET_NEED = Transition("meet", "需求满足", (N.IN_PROJECT,), N.MET, "系统")
NEED = (VERIFY_NEED, REJECT_NEED, MATCH_NEED, RELEASE_NEED, START_NEED, MEET_NEED)
NEED_PAGE = (VERIFY_NEED, REJECT_NEED)

SUBMIT = Transition("submit", "提交审核", (P.DRAFT, P.RETURNED), P.SUBMITTED, "承接单位")
RETURN = Transition("return", "退回修改", (P.SUBMITTED,), P.RETURNED, "区县工会", retreat=True)
REJECT = Transition("reject", "不予立项", (P.SUBMITTED,), P.REJECTED, "区县工会", retreat=True)
APPROVE = Transition("approve", "批准立项", (P.SUBMITTED,), P.APPROVED, "区县工会")
ACTIVATE = Transition("activate", "启动实施", (P.APPROVED,), P.ACTIVE, "承接单位")
CONCLUDE = Transition("conclude", "申请结项", (P.ACTIVE,), P.FINAL_REVIEW, "承接单位")
COMPLETE = Transition("complete", "确认结项", (P.FINAL_REVIEW,), P.COMPLETED, "区县工会")
PROJECT = (SUBMIT, APPROVE, RETURN, REJECT, ACTIVATE, CONCLUDE, COMPLETE)

PAY = Transition("pay", "拨付", (I.PLANNED,), I.PAID, "财务")
INSTALMENT = (PAY,)
