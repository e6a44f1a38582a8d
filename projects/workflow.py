"""Every move the records of this app can make. Sources of time limits and guards stand at the operations."""

from core.workflow import Transition
from projects.enums import ActualState as F
from projects.enums import ApplicationState as A
from projects.enums import ArchiveState as V
from projects.enums import CallState as C
from projects.enums import ChangeState as G
from projects.enums import ContractState as K
from projects.enums import ExpenseState as X
from projects.enums import InstalmentState as I
from projects.enums import NeedState as N
from projects.enums import ObjectionState as O
from projects.enums import PlanState as L
from projects.enums import ProjectState as P
from projects.enums import PublicityState as U
from projects.enums import ReportState as R
from projects.enums import RewardSheetState as W
from projects.enums import SettlementState as T
from projects.enums import SheetState as S

VERIFY_NEED = Transition("verify", "核实", (N.COLLECTED,), N.VERIFIED, "街道工会")
REJECT_NEED = Transition("reject", "不予采纳", (N.COLLECTED, N.VERIFIED), N.REJECTED, "街道工会", retreat=True)
MERGE_NEED = Transition("merge", "合并", (N.COLLECTED, N.VERIFIED), N.MERGED, "街道工会", retreat=True)
MATCH_NEED = Transition("match", "列入申报", (N.VERIFIED,), N.MATCHED, "社会组织")
SERVE_NEED = Transition("serve", "由现有服务满足", (N.VERIFIED,), N.IN_PROJECT, "街道工会")
RELEASE_NEED = Transition("release", "退回待匹配", (N.MATCHED, N.IN_PROJECT), N.VERIFIED, "系统")
START_NEED = Transition("start", "进入实施", (N.MATCHED,), N.IN_PROJECT, "系统")
MEET_NEED = Transition("meet", "需求满足", (N.IN_PROJECT,), N.MET, "系统")
CLOSE_NEED = Transition("close", "未满足关闭", (N.VERIFIED,), N.UNMET_CLOSED, "街道工会", retreat=True)
NEED = (
    VERIFY_NEED, REJECT_NEED, MERGE_NEED, MATCH_NEED, SERVE_NEED, RELEASE_NEED, START_NEED, MEET_NEED, CLOSE_NEED,
)  # fmt: skip
NEED_PAGE = (VERIFY_NEED, SERVE_NEED, MERGE_NEED, REJECT_NEED, CLOSE_NEED)

SUBMIT_PLAN = Transition("submit", "提交审批", (L.DRAFT,), L.SUBMITTED, "区县工会")
APPROVE_PLAN = Transition("approve", "批准", (L.SUBMITTED,), L.APPROVED, "区县工会")
RETURN_PLAN = Transition("return", "退回", (L.SUBMITTED,), L.DRAFT, "区县工会", retreat=True)
PLAN = (SUBMIT_PLAN, APPROVE_PLAN, RETURN_PLAN)

APPROVE_CALL = Transition("approve", "批准预算", (C.DRAFT,), C.APPROVED, "区县工会")
PUBLISH_CALL = Transition("publish", "发布公告", (C.APPROVED,), C.PUBLISHED, "区县工会")
CLOSE_CALL = Transition("close", "截止", (C.PUBLISHED,), C.CLOSED, "系统")
REVIEW_CALL = Transition("review", "开始评审", (C.CLOSED,), C.REVIEWING, "区县工会")
PUBLICISE_CALL = Transition("publicise", "发布公示", (C.REVIEWING,), C.PUBLICITY, "区县工会")
REOPEN_CALL = Transition("reopen", "重新评审", (C.PUBLICITY,), C.REVIEWING, "区县工会", retreat=True)
FINISH_CALL = Transition("finish", "确认立项", (C.PUBLICITY,), C.DONE, "区县工会")
# What was awarded stands; those in reserve go through a publicity of their own, or back where an objection is right.
PROMOTE_CALL = Transition("promote", "递补", (C.DONE,), C.PUBLICITY, "区县工会")
END_PROMOTION = Transition("end_promotion", "终止递补", (C.PUBLICITY,), C.DONE, "系统", retreat=True)
LIVE_CALL = (C.DRAFT, C.APPROVED, C.PUBLISHED, C.CLOSED, C.REVIEWING, C.PUBLICITY)
CANCEL_CALL = Transition("cancel", "废止", LIVE_CALL, C.CANCELLED, "区县工会", retreat=True)
CALL = (
    APPROVE_CALL, PUBLISH_CALL, CLOSE_CALL, REVIEW_CALL, PUBLICISE_CALL, FINISH_CALL, REOPEN_CALL, PROMOTE_CALL,
    END_PROMOTION, CANCEL_CALL,
)  # fmt: skip
CALL_PAGE = tuple(move for move in CALL if move not in (REOPEN_CALL, END_PROMOTION))  # those follow from an objection

SUBMIT_APPLICATION = Transition("submit", "提交申报", (A.DRAFT, A.RETURNED), A.SUBMITTED, "承接单位")
# Until the call closes what was submitted may be taken back and written on; what is not submitted again does not count.
RECALL_APPLICATION = Transition("recall", "取回修改", (A.SUBMITTED,), A.DRAFT, "承接单位", retreat=True)
CHECK_APPLICATION = Transition("check", "受理审查", (A.SUBMITTED,), A.CHECKING, "区县工会")
RETURN_APPLICATION = Transition("return", "通知补正", (A.CHECKING,), A.RETURNED, "区县工会", retreat=True)
PASS_APPLICATION = Transition("pass", "资格合格", (A.CHECKING,), A.ELIGIBLE, "区县工会")
FAIL_APPLICATION = Transition("fail", "资格不符", (A.CHECKING, A.RETURNED), A.INELIGIBLE, "区县工会", retreat=True)
REVIEW_APPLICATION = Transition("review", "进入评审", (A.ELIGIBLE, A.OBJECTION_UPHELD), A.REVIEWING, "系统")
PROPOSE_APPLICATION = Transition("propose", "拟立项", (A.REVIEWING, A.RESERVE), A.PROPOSED, "系统")
RESERVE_APPLICATION = Transition("reserve", "列为备选", (A.REVIEWING,), A.RESERVE, "系统")
PASS_OVER_APPLICATION = Transition("pass_over", "未入选", (A.REVIEWING,), A.NOT_SELECTED, "系统")
DECLINE_APPLICATION = Transition("decline", "放弃递补", (A.RESERVE,), A.NOT_SELECTED, "区县工会", retreat=True)
PUBLICISE_APPLICATION = Transition("publicise", "公示", (A.PROPOSED,), A.PUBLICITY, "系统")
AWARD_APPLICATION = Transition("award", "立项", (A.PUBLICITY,), A.AWARDED, "区县工会")
# An earlier project has come to bar the applicant since the check.
DISQUALIFY_APPLICATION = Transition(
    "disqualify", "取消资格", (A.REVIEWING, A.PROPOSED, A.PUBLICITY), A.INELIGIBLE, "区县工会", retreat=True
)
# From 评审中 when a second objection is answered after the first has stopped the publicity.
UPHOLD_APPLICATION = Transition(
    "uphold", "异议成立", (A.PUBLICITY, A.REVIEWING), A.OBJECTION_UPHELD, "区县工会", retreat=True
)
RETURN_TO_RESERVE = Transition("return_to_reserve", "退回备选", (A.PUBLICITY,), A.RESERVE, "系统", retreat=True)
# A stopped publicity, or a recommendation one is taken out of, sends everybody in it back before the panel.
REVIEW_APPLICATION_AGAIN = Transition(
    "review_again", "重新评审", (A.PROPOSED, A.PUBLICITY, A.RESERVE, A.NOT_SELECTED, A.OBJECTION_UPHELD), A.REVIEWING,
    "系统",
)  # fmt: skip
WITHDRAW_APPLICATION = Transition(
    "withdraw", "撤回申报", (A.DRAFT, A.SUBMITTED, A.CHECKING, A.RETURNED, A.ELIGIBLE), A.WITHDRAWN, "承接单位",
    retreat=True,
)  # fmt: skip
APPLICATION = (
    SUBMIT_APPLICATION, CHECK_APPLICATION, PASS_APPLICATION, RETURN_APPLICATION, FAIL_APPLICATION, REVIEW_APPLICATION,
    PROPOSE_APPLICATION, RESERVE_APPLICATION, PASS_OVER_APPLICATION, PUBLICISE_APPLICATION, AWARD_APPLICATION,
    UPHOLD_APPLICATION, REVIEW_APPLICATION_AGAIN, RETURN_TO_RESERVE, DECLINE_APPLICATION, RECALL_APPLICATION,
    DISQUALIFY_APPLICATION, WITHDRAW_APPLICATION,
)  # fmt: skip
APPLICATION_PAGE = (
    SUBMIT_APPLICATION, CHECK_APPLICATION, PASS_APPLICATION, RETURN_APPLICATION, FAIL_APPLICATION,
    DECLINE_APPLICATION, DISQUALIFY_APPLICATION, RECALL_APPLICATION, WITHDRAW_APPLICATION,
)  # fmt: skip

SIGN_SHEET = Transition("sign", "签署评分表", (S.DRAFT,), S.SIGNED, "评审专家")
SHEET = (SIGN_SHEET,)

CLOSE_PUBLICITY = Transition("close", "公示期满", (U.OPEN,), U.CLOSED, "区县工会")
STOP_PUBLICITY = Transition("stop", "中止公示", (U.OPEN, U.CLOSED), U.STOPPED, "区县工会", retreat=True)
PUBLICITY = (CLOSE_PUBLICITY, STOP_PUBLICITY)

DISMISS_OBJECTION = Transition("dismiss", "答复：不成立", (O.RECEIVED,), O.DISMISSED, "区县工会")
UPHOLD_OBJECTION = Transition("uphold", "答复：成立", (O.RECEIVED,), O.UPHELD, "区县工会", retreat=True)
OBJECTION = (DISMISS_OBJECTION, UPHOLD_OBJECTION)

SUBMIT = Transition("submit", "提交审核", (P.DRAFT, P.RETURNED), P.SUBMITTED, "承接单位")
RETURN = Transition("return", "退回修改", (P.SUBMITTED,), P.RETURNED, "区县工会", retreat=True)
REJECT = Transition("reject", "不予立项", (P.SUBMITTED,), P.REJECTED, "区县工会", retreat=True)
APPROVE = Transition("approve", "批准立项", (P.SUBMITTED,), P.APPROVED, "区县工会")
CONTRACT = Transition("contract", "起草合同", (P.APPROVED,), P.CONTRACTING, "区县工会")
SIGN = Transition("sign", "登记签署", (P.CONTRACTING,), P.SIGNED, "区县工会")
ACTIVATE = Transition("activate", "启动实施", (P.SIGNED,), P.ACTIVE, "承接单位")
SUSPEND = Transition("suspend", "暂停实施", (P.ACTIVE,), P.SUSPENDED, "区县工会", retreat=True)
RESUME = Transition("resume", "恢复实施", (P.SUSPENDED,), P.ACTIVE, "区县工会")
REQUEST_CHANGE = Transition("request_change", "申请变更", (P.ACTIVE,), P.CHANGE_PENDING, "承接单位")
CLOSE_CHANGE = Transition("close_change", "变更办结", (P.CHANGE_PENDING,), P.ACTIVE, "区县工会")
START_MIDTERM = Transition("start_midterm", "进入中期评估", (P.ACTIVE,), P.MIDTERM_REVIEW, "区县工会")
PASS_MIDTERM = Transition("pass_midterm", "中期合格", (P.MIDTERM_REVIEW,), P.ACTIVE, "区县工会")
RECTIFY = Transition("rectify", "责令整改", (P.MIDTERM_REVIEW, P.FINAL_REVIEW), P.RECTIFYING, "区县工会", retreat=True)
REVIEW_MIDTERM_AGAIN = Transition("review_midterm_again", "中期复评", (P.RECTIFYING,), P.MIDTERM_REVIEW, "区县工会")
REVIEW_FINAL_AGAIN = Transition("review_final_again", "末期复评", (P.RECTIFYING,), P.FINAL_REVIEW, "区县工会")
CONCLUDE = Transition("conclude", "申请结项", (P.ACTIVE,), P.FINAL_REVIEW, "承接单位")
COMPLETE = Transition("complete", "确认结项", (P.FINAL_REVIEW,), P.COMPLETED, "区县工会")
SETTLE = Transition("settle", "提交决算", (P.COMPLETED,), P.SETTLING, "承接单位")
RETURN_SETTLEMENT = Transition("return_settlement", "退回决算", (P.SETTLING,), P.COMPLETED, "经审", retreat=True)
AUDIT = Transition("audit", "审计通过", (P.SETTLING,), P.AUDITED, "经审")
# A project can also end before it has begun: a late objection upheld, a contract nobody signs.
BEFORE_THE_END = (P.APPROVED, P.CONTRACTING, P.SIGNED, P.ACTIVE, P.RECTIFYING, P.SUSPENDED)
TERMINATE = Transition("terminate", "终止项目", BEFORE_THE_END, P.TERMINATED, "区县工会", retreat=True)
CLAW_BACK = Transition("claw_back", "启动追回", (P.TERMINATED,), P.CLAWBACK, "区县工会", retreat=True)
ARCHIVE = Transition("archive", "归档", (P.AUDITED, P.TERMINATED, P.CLAWBACK), P.ARCHIVED, "区县工会")
PROJECT = (
    SUBMIT, APPROVE, RETURN, REJECT, CONTRACT, SIGN, ACTIVATE, SUSPEND, RESUME, REQUEST_CHANGE, CLOSE_CHANGE,
    START_MIDTERM, PASS_MIDTERM, RECTIFY, REVIEW_MIDTERM_AGAIN, REVIEW_FINAL_AGAIN, CONCLUDE, COMPLETE, SETTLE,
    RETURN_SETTLEMENT, AUDIT, TERMINATE, CLAW_BACK, ARCHIVE,
)  # fmt: skip
# What the project's own page offers; the other moves belong to contract, change, evaluation, settlement and archive.
PROJECT_PAGE = (
    SUBMIT, APPROVE, RETURN, REJECT, ACTIVATE, RESUME, START_MIDTERM, CONCLUDE, COMPLETE, SUSPEND, TERMINATE,
    CLAW_BACK,
)  # fmt: skip

SIGN_CONTRACT = Transition("sign", "登记签署", (K.DRAFT,), K.SIGNED, "区县工会")
REGISTER_CONTRACT = Transition("register", "登记备案", (K.SIGNED,), K.REGISTERED, "区县工会")
EXPIRE_CONTRACT = Transition("expire", "到期", (K.REGISTERED,), K.EXPIRED, "系统")
TERMINATE_CONTRACT = Transition("terminate", "终止", (K.SIGNED, K.REGISTERED), K.TERMINATED, "系统", retreat=True)
# A draft nobody signed before its project ended.
VOID_CONTRACT = Transition("void", "作废", (K.DRAFT,), K.VOID, "系统", retreat=True)
CONTRACTS = (SIGN_CONTRACT, REGISTER_CONTRACT, EXPIRE_CONTRACT, TERMINATE_CONTRACT, VOID_CONTRACT)

APPROVE_CHANGE = Transition("approve", "批准变更", (G.SUBMITTED,), G.APPROVED, "区县工会")
REJECT_CHANGE = Transition("reject", "不批准", (G.SUBMITTED,), G.REJECTED, "区县工会", retreat=True)
FILE_CHANGE = Transition("file", "备案", (G.SUBMITTED,), G.FILED, "系统")
CHANGE = (APPROVE_CHANGE, REJECT_CHANGE, FILE_CHANGE)

APPROVE_ACTUAL = Transition("approve", "核定", (F.SUBMITTED,), F.APPROVED, "区县工会")
RETURN_ACTUAL = Transition("return", "退回", (F.SUBMITTED,), F.RETURNED, "区县工会", retreat=True)
ACTUAL = (APPROVE_ACTUAL, RETURN_ACTUAL)

MEET_CONDITIONS = Transition("meet_conditions", "条件已满足", (I.PLANNED,), I.CONDITION_MET, "系统")
APPLY = Transition("apply", "申请拨款", (I.PLANNED, I.CONDITION_MET, I.REJECTED), I.APPLIED, "承接单位")
CHECK = Transition("check", "复核", (I.APPLIED,), I.CHECKED, "区县工会")
APPROVE_INSTALMENT = Transition("approve", "批准拨付", (I.CHECKED,), I.APPROVED, "区县工会")
REJECT_INSTALMENT = Transition("reject", "不予拨付", (I.APPLIED, I.CHECKED), I.REJECTED, "区县工会", retreat=True)
PAY = Transition("pay", "拨付", (I.APPROVED,), I.PAID, "财务")
RECEIPT = Transition("receipt", "确认收款", (I.PAID,), I.RECEIPTED, "承接单位")
HELD_FROM = (I.PLANNED, I.CONDITION_MET, I.APPLIED, I.CHECKED, I.APPROVED)
HOLD = Transition("hold", "暂缓拨付", HELD_FROM, I.HELD, "区县工会", retreat=True)
RELEASE = Transition("release", "解除暂缓", (I.HELD,), I.PLANNED, "区县工会")
CLAW_BACK_INSTALMENT = Transition("claw_back", "追回", (I.PAID, I.RECEIPTED), I.CLAWED_BACK, "财务", retreat=True)
INSTALMENT = (
    MEET_CONDITIONS, APPLY, CHECK, APPROVE_INSTALMENT, PAY, RECEIPT, REJECT_INSTALMENT, HOLD, RELEASE,
    CLAW_BACK_INSTALMENT,
)  # fmt: skip
INSTALMENT_PAGE = (
    APPLY, CHECK, APPROVE_INSTALMENT, PAY, RECEIPT, RELEASE, REJECT_INSTALMENT, HOLD, CLAW_BACK_INSTALMENT,
)  # fmt: skip

SUBMIT_EXPENSE = Transition("submit", "提交审核", (X.DRAFT,), X.SUBMITTED, "承接单位")
CHECK_EXPENSE = Transition("check", "初审通过", (X.SUBMITTED,), X.CHECKED, "区县工会")
ACCEPT_EXPENSE = Transition("accept", "予以列支", (X.CHECKED,), X.ACCEPTED, "财务")
DISALLOW_EXPENSE = Transition("disallow", "不予列支", (X.SUBMITTED, X.CHECKED), X.DISALLOWED, "财务", retreat=True)
REVERSE_EXPENSE = Transition("reverse", "撤销列支", (X.ACCEPTED,), X.DISALLOWED, "区县工会、财务", retreat=True)
EXPENSE = (SUBMIT_EXPENSE, CHECK_EXPENSE, ACCEPT_EXPENSE, DISALLOW_EXPENSE, REVERSE_EXPENSE)

SUBMIT_SETTLEMENT = Transition("submit", "提交决算", (T.DRAFT,), T.SUBMITTED, "承接单位")
RETURN_FOR_SETTLEMENT = Transition("return", "退回决算", (T.SUBMITTED,), T.DRAFT, "经审", retreat=True)
AUDIT_SETTLEMENT = Transition("audit", "审计通过", (T.SUBMITTED,), T.AUDITED, "经审")
SETTLEMENT = (SUBMIT_SETTLEMENT, AUDIT_SETTLEMENT, RETURN_FOR_SETTLEMENT)

SUBMIT_REPORT = Transition("submit", "提交报告", (R.PLANNED, R.RETURNED), R.SUBMITTED, "承接单位")
RETURN_REPORT = Transition("return", "退回修改", (R.SUBMITTED,), R.RETURNED, "区县工会", retreat=True)
ACCEPT_REPORT = Transition("accept", "审核通过", (R.SUBMITTED,), R.ACCEPTED, "区县工会")
FAIL_REPORT = Transition("fail", "逾期不合格", (R.PLANNED, R.RETURNED), R.FAILED, "系统", retreat=True)
REPORT = (SUBMIT_REPORT, ACCEPT_REPORT, RETURN_REPORT, FAIL_REPORT)
REPORT_PAGE = (SUBMIT_REPORT, ACCEPT_REPORT, RETURN_REPORT)

CHECK_SHEET = Transition("check", "复核", (W.COMPUTED,), W.CHECKED, "区县工会")
PUBLICISE_SHEET = Transition("publicise", "公示", (W.CHECKED,), W.PUBLICITY, "区县工会")
APPROVE_SHEET = Transition("approve", "批准支付", (W.PUBLICITY,), W.APPROVED, "区县工会")
PAY_SHEET = Transition("pay", "支付", (W.APPROVED,), W.PAID, "财务")
VOID_SHEET = Transition("void", "作废", (W.COMPUTED, W.CHECKED, W.PUBLICITY), W.VOID, "区县工会", retreat=True)
REWARD_SHEET = (CHECK_SHEET, PUBLICISE_SHEET, APPROVE_SHEET, PAY_SHEET, VOID_SHEET)

SEAL_ARCHIVE = Transition("seal", "归档", (V.OPEN,), V.SEALED, "区县工会")
ARCHIVES = (SEAL_ARCHIVE,)
