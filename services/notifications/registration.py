"""Who is told what by text message: those who signed up, on the phone they signed up with.

SECURITY: a message names the activity and carries the signed address of one registration, nothing personal.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from core import sms
from core.templatetags.ui import moment
from services.models import Registration, Session
from services.tickets import registration_ticket

SIGNATURE = "【三联】"


def tell_offered(session: Session, rows: Iterable[Registration], until: datetime) -> None:
    _tell(rows, session, lambda _: f"有空位了。请在{moment(until)}前打开链接点“确认参加”，逾期让给下一位。")


def tell_promoted(session: Session, rows: Iterable[Registration]) -> None:
    _tell(rows, session, lambda _: "有空位了，您已由候补转为正式报名。")


def tell_approved(session: Session, rows: Iterable[Registration]) -> None:
    words = {"registered": "报名已通过审核，请按时参加。", "waiting": "报名已通过审核，目前名额已满，您在候补名单中。"}
    _tell(rows, session, lambda row: words[row.state])


def tell_rejected(registration: Registration, note: str) -> None:
    _tell([registration], registration.session, lambda _: f"报名未通过。原因：{note}")


def tell_expired(registration: Registration) -> None:
    _tell([registration], registration.session, lambda _: "没有在保留时间内确认，名额已让给下一位。")


def tell_moved(session: Session) -> None:
    """Everybody with a live registration learns the new time and place."""
    words = f"改为{session.when}，地点：{session.venue}。不能参加的请打开链接取消。"
    _tell(everybody(session), session, lambda _: words)


def tell_put_off(session: Session) -> None:
    _tell(everybody(session), session, lambda _: f"原定{moment(session.starts_at)}，现延期，新时间另行通知，报名保留。")


def tell_called_off(session: Session) -> None:
    _tell(everybody(session), session, lambda _: f"{moment(session.starts_at)}的本场已取消，不用前来，抱歉。")


def everybody(session: Session) -> Iterable[Registration]:
    return session.registrations.live().select_related("person")


def address_of(registration: Registration) -> str:
    """The registration's page; empty when the installation has no address of its own to print."""
    path = reverse("public:registration", args=[registration_ticket(registration)])
    return f" {settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else ""


def _tell(rows: Iterable[Registration], session: Session, words: Callable) -> None:
    name = session.activity.name
    sms.text_all((row.person.phone, f"{SIGNATURE}{name}：{words(row)}{address_of(row)}") for row in rows)
