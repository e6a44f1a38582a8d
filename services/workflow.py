"""Every move an activity, a session and a registration can make."""

from core.workflow import Transition
from services.enums import ActivityState as A
from services.enums import RegistrationState as R
from services.enums import SessionState as S

PUBLISH_ACTIVITY = Transition("publish", "发布", (A.DRAFT,), A.PUBLISHED, "承接单位")
CANCEL_ACTIVITY = Transition("cancel", "取消活动", (A.DRAFT, A.PUBLISHED), A.CANCELLED, "承接单位", retreat=True)
ACTIVITY = (PUBLISH_ACTIVITY, CANCEL_ACTIVITY)

HOLD_SESSION = Transition("hold", "确认已举办", (S.PLANNED,), S.HELD, "执行社工")
CANCEL_SESSION = Transition("cancel", "取消本场", (S.PLANNED,), S.CANCELLED, "执行社工", retreat=True)
SESSION = (HOLD_SESSION, CANCEL_SESSION)

CANCEL_REGISTRATION = Transition("cancel", "取消报名", (R.REGISTERED,), R.CANCELLED, "本人或执行社工", retreat=True)
REGISTRATION = (CANCEL_REGISTRATION,)
