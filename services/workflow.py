"""Every move the records of this app can make."""

from core.workflow import Transition
from services.enums import ActivityState as A
from services.enums import CallOutState as K
from services.enums import CertificateState as E
from services.enums import FollowUpState as W
from services.enums import HourClaimState as H
from services.enums import HourCorrectionState as C
from services.enums import NoticeState as N
from services.enums import OrderState as O
from services.enums import RegistrationState as R
from services.enums import SessionState as S
from services.enums import ShiftSignUpState as U
from services.enums import ShiftState as F
from services.enums import StarApplicationState as T
from services.enums import StreetDayState as D
from services.enums import SummaryState as M
from services.enums import VolunteerState as V

SUBMIT_ACTIVITY = Transition("submit", "提交审批", (A.DRAFT,), A.SUBMITTED, "执行社工")
APPROVE_ACTIVITY = Transition("approve", "审批通过", (A.SUBMITTED,), A.APPROVED, "社会组织负责人、督导")
RETURN_ACTIVITY = Transition(
    "return", "退回修改", (A.SUBMITTED, A.APPROVED), A.DRAFT, "社会组织负责人、督导", retreat=True
)
PUBLISH_ACTIVITY = Transition("publish", "发布", (A.DRAFT, A.APPROVED), A.PUBLISHED, "承接单位")
FINISH_ACTIVITY = Transition("finish", "办结", (A.PUBLISHED,), A.DONE, "承接单位")
CANCEL_ACTIVITY = Transition(
    "cancel", "取消活动", (A.DRAFT, A.SUBMITTED, A.APPROVED, A.PUBLISHED), A.CANCELLED, "承接单位", retreat=True
)
ACTIVITY = (
    SUBMIT_ACTIVITY, APPROVE_ACTIVITY, RETURN_ACTIVITY, PUBLISH_ACTIVITY, FINISH_ACTIVITY, CANCEL_ACTIVITY,
)  # fmt: skip

HOLD_SESSION = Transition("hold", "确认已举办", (S.PLANNED,), S.HELD, "执行社工")
POSTPONE_SESSION = Transition("postpone", "延期", (S.PLANNED,), S.POSTPONED, "执行社工", retreat=True)
RESUME_SESSION = Transition("resume", "确定新时间", (S.POSTPONED,), S.PLANNED, "执行社工")
CANCEL_SESSION = Transition("cancel", "取消本场", (S.PLANNED, S.POSTPONED), S.CANCELLED, "执行社工", retreat=True)
SESSION = (HOLD_SESSION, RESUME_SESSION, POSTPONE_SESSION, CANCEL_SESSION)

APPROVE_REGISTRATION = Transition("approve", "通过报名", (R.PENDING,), R.REGISTERED, "执行社工")
QUEUE_REGISTRATION = Transition("queue", "转入候补", (R.PENDING,), R.WAITING, "执行社工")
OFFER_REGISTRATION = Transition("offer", "候补递补", (R.WAITING,), R.OFFERED, "系统")
PROMOTE_REGISTRATION = Transition("promote", "候补转正", (R.WAITING,), R.REGISTERED, "系统")
ACCEPT_REGISTRATION = Transition("accept", "确认参加", (R.OFFERED,), R.REGISTERED, "本人")
EXPIRE_REGISTRATION = Transition("expire", "逾期未确认", (R.OFFERED,), R.EXPIRED, "系统", retreat=True)
REJECT_REGISTRATION = Transition("reject", "不予通过", (R.PENDING, R.WAITING), R.REJECTED, "执行社工", retreat=True)
CANCEL_REGISTRATION = Transition(
    "cancel", "取消报名", (R.PENDING, R.WAITING, R.OFFERED, R.REGISTERED), R.CANCELLED, "本人或执行社工", retreat=True
)
REGISTRATION = (
    APPROVE_REGISTRATION, QUEUE_REGISTRATION, OFFER_REGISTRATION, PROMOTE_REGISTRATION, ACCEPT_REGISTRATION,
    EXPIRE_REGISTRATION, REJECT_REGISTRATION, CANCEL_REGISTRATION,
)  # fmt: skip

ADMIT_VOLUNTEER = Transition("admit", "审核通过", (V.PENDING,), V.ACTIVE, "社区工会、社工")
PAUSE_VOLUNTEER = Transition("pause", "暂停服务", (V.ACTIVE,), V.PAUSED, "社区工会、社工", retreat=True)
RESUME_VOLUNTEER = Transition("resume", "恢复服务", (V.PAUSED, V.LEFT), V.ACTIVE, "社区工会、社工")
LEAVE_VOLUNTEER = Transition(
    "leave", "退出", (V.PENDING, V.ACTIVE, V.PAUSED), V.LEFT, "本人或社区工会、社工", retreat=True
)
VOLUNTEER = (ADMIT_VOLUNTEER, PAUSE_VOLUNTEER, RESUME_VOLUNTEER, LEAVE_VOLUNTEER)

PUBLISH_SHIFT = Transition("publish", "发布招募", (F.DRAFT,), F.PUBLISHED, "社工")
FINISH_SHIFT = Transition("finish", "结束班次", (F.PUBLISHED,), F.DONE, "社工")
CANCEL_SHIFT = Transition("cancel", "取消班次", (F.DRAFT, F.PUBLISHED), F.CANCELLED, "社工", retreat=True)
SHIFT = (PUBLISH_SHIFT, FINISH_SHIFT, CANCEL_SHIFT)

SIGN_IN = Transition("sign_in", "签到", (U.SIGNED_UP, U.ABSENT), U.SIGNED_IN, "志愿者或社工")
SIGN_OUT = Transition("sign_out", "签退", (U.SIGNED_IN,), U.SIGNED_OUT, "志愿者或社工")
MISS_SHIFT = Transition("miss", "记为未到", (U.SIGNED_UP,), U.ABSENT, "社工", retreat=True)
CANCEL_SIGN_UP = Transition("cancel", "取消报名", (U.SIGNED_UP,), U.CANCELLED, "志愿者或社工", retreat=True)
SHIFT_SIGN_UP = (SIGN_IN, SIGN_OUT, MISS_SHIFT, CANCEL_SIGN_UP)

CONFIRM_HOURS = Transition("confirm", "确认时长", (H.PENDING,), H.CONFIRMED, "社工、社区工会")
VOID_HOURS = Transition("void", "作废", (H.PENDING, H.CONFIRMED), H.VOID, "社工、社区工会", retreat=True)
HOUR_CLAIM = (CONFIRM_HOURS, VOID_HOURS)

APPROVE_CORRECTION = Transition("approve", "同意更正", (C.PROPOSED,), C.APPROVED, "另一名社工或社区工会")
REJECT_CORRECTION = Transition("reject", "不予更正", (C.PROPOSED,), C.REJECTED, "另一名社工或社区工会", retreat=True)
HOUR_CORRECTION = (APPROVE_CORRECTION, REJECT_CORRECTION)

PUBLICISE_STAR = Transition("publicise", "公示", (T.SUBMITTED,), T.PUBLICISED, "街道、区县工会")
AWARD_STAR = Transition("award", "评定星级", (T.PUBLICISED,), T.AWARDED, "街道、区县工会")
REJECT_STAR = Transition("reject", "不予评定", (T.SUBMITTED, T.PUBLICISED), T.REJECTED, "街道、区县工会", retreat=True)
REVOKE_STAR = Transition("revoke", "撤销星级", (T.AWARDED,), T.REVOKED, "街道、区县工会", retreat=True)
STAR_APPLICATION = (PUBLICISE_STAR, AWARD_STAR, REJECT_STAR, REVOKE_STAR)

PUBLISH_NOTICE = Transition("publish", "发布", (N.DRAFT, N.WITHDRAWN), N.PUBLISHED, "社区、街道、区县工会")
WITHDRAW_NOTICE = Transition("withdraw", "撤回", (N.PUBLISHED,), N.WITHDRAWN, "社区、街道、区县工会", retreat=True)
NOTICE = (PUBLISH_NOTICE, WITHDRAW_NOTICE)

SUBMIT_SUMMARY = Transition("submit", "提交审核", (M.DRAFT, M.RETURNED), M.SUBMITTED, "承接单位")
APPROVE_SUMMARY = Transition("approve", "审核通过", (M.SUBMITTED,), M.APPROVED, "社会组织负责人、督导或社区工会")
RETURN_SUMMARY = Transition(
    "return", "退回修改", (M.SUBMITTED,), M.RETURNED, "社会组织负责人、督导或社区工会", retreat=True
)
SUMMARY = (SUBMIT_SUMMARY, APPROVE_SUMMARY, RETURN_SUMMARY)

RAISE_NEED = Transition("raise_need", "转为需求", (W.OPEN,), W.NEED, "承接单位或社区工会")
FINISH_FOLLOW_UP = Transition("finish", "办结", (W.OPEN,), W.DONE, "承接单位或社区工会")
FOLLOW_UP = (RAISE_NEED, FINISH_FOLLOW_UP)

ISSUE_CERTIFICATE = Transition("issue", "出具", (E.REQUESTED,), E.ISSUED, "承接单位、社区工会")
REJECT_CERTIFICATE = Transition("reject", "不予出具", (E.REQUESTED,), E.REJECTED, "承接单位、社区工会", retreat=True)
REVOKE_CERTIFICATE = Transition("revoke", "撤销", (E.ISSUED,), E.REVOKED, "承接单位、社区工会", retreat=True)
CERTIFICATE = (ISSUE_CERTIFICATE, REJECT_CERTIFICATE, REVOKE_CERTIFICATE)

VERIFY_ORDER = Transition("verify", "核实并点单", (O.REQUESTED,), O.SUBMITTED, "社区、街道工会")
DECLINE_ORDER = Transition("decline", "不予核实", (O.REQUESTED,), O.REJECTED, "社区、街道工会", retreat=True)
SCHEDULE_ORDER = Transition("schedule", "安排场次", (O.SUBMITTED, O.SCHEDULED, O.DISPATCHED), O.SCHEDULED, "提供单位")
DISPATCH_ORDER = Transition("dispatch", "派单", (O.SCHEDULED,), O.DISPATCHED, "提供单位")
FINISH_ORDER = Transition("finish", "确认完成", (O.DISPATCHED,), O.DONE, "提供单位")
FEEDBACK_ORDER = Transition("feedback", "评价", (O.DONE,), O.FEEDBACK, "点单组织")
REJECT_ORDER = Transition("reject", "不予受理", (O.SUBMITTED,), O.REJECTED, "提供单位", retreat=True)
CANCEL_ORDER = Transition(
    "cancel",
    "取消点单",
    (O.REQUESTED, O.SUBMITTED, O.SCHEDULED, O.DISPATCHED),
    O.CANCELLED,
    "点单组织或提供单位",
    retreat=True,
)
ORDER = (
    VERIFY_ORDER, SCHEDULE_ORDER, DISPATCH_ORDER, FINISH_ORDER, FEEDBACK_ORDER, DECLINE_ORDER, REJECT_ORDER,
    CANCEL_ORDER,
)  # fmt: skip

CLOSE_CALL_OUT = Transition("close", "撤收并登记结果", (K.OPEN,), K.REPORTED, "救援队所在单位")
REOPEN_CALL_OUT = Transition("reopen", "退回补充", (K.REPORTED,), K.OPEN, "街道、区县工会", retreat=True)
VERIFY_CALL_OUT = Transition("verify", "核定", (K.REPORTED,), K.CONFIRMED, "街道、区县工会")
CALL_OUT = (CLOSE_CALL_OUT, VERIFY_CALL_OUT, REOPEN_CALL_OUT)

HOLD_STREET_DAY = Transition("hold", "登记服务情况", (D.PLANNED,), D.HELD, "社区工会、社工")
CANCEL_STREET_DAY = Transition("cancel", "取消", (D.PLANNED,), D.CANCELLED, "社区工会、社工", retreat=True)
STREET_DAY = (HOLD_STREET_DAY, CANCEL_STREET_DAY)
