"""Rate a session, once and anonymously."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import DomainError
from evaluations.enums import Score
from evaluations.models import Rating, RatingReceipt
from services.counting import standing
from services.enums import AttendanceRole, SessionState
from services.models import Attendance

ALREADY_RATED = "您已评价过本场活动，谢谢。"


def rate_session(attendance, *, score: int) -> Rating:
    """Store one anonymous overall score for the session this attendance belongs to.

    The receipt that says "has rated" and the rating itself are written together or not at all, and no column
    leads from one to the other. Raises ``DomainError`` for a second rating, for a score outside 1–5, for
    somebody who did not take part as a participant, and outside the rating period.
    """
    if score not in Score.values:
        raise DomainError("没有这个选项，请从“非常满意”到“非常不满意”五项中选择一项。")
    check_rateable(attendance)
    try:
        with transaction.atomic():
            RatingReceipt.objects.create(attendance=attendance)  # the primary key decides between two clicks
            return Rating.objects.create(session_id=attendance.session_id, score=score, on=timezone.localdate())
    except IntegrityError:
        raise DomainError(ALREADY_RATED) from None


def check_rateable(attendance) -> None:
    """Raises ``DomainError`` unless this attendance may rate now."""
    if not attendance.is_named or attendance.role != AttendanceRole.PARTICIPANT:
        raise DomainError("只有实名签到的服务对象可以评价。")
    if not attendance.is_counted:
        raise DomainError("线上停留时间太短，不计为参加，不能评价。")
    if not standing(Attendance.objects.filter(pk=attendance.pk)).exists():
        raise DomainError("这条签到已被冲正，不能评价。")
    check_open(attendance.session)


def check_open(session) -> None:
    """Raises ``DomainError`` unless ``session`` can be rated now.

    From its start until ``RATING_DAYS`` days after its day (configurable default).
    """
    last_day = session.starts_on + timedelta(days=settings.RATING_DAYS)
    if session.state == SessionState.CANCELLED:
        raise DomainError("本场活动已取消，不能评价。")
    if timezone.now() < session.starts_at:
        raise DomainError("本场活动还没有开始，请在活动开始后评价。")
    if timezone.localdate() > last_day:
        raise DomainError(f"本场活动的评价已于{last_day}截止，谢谢您的关注。")
