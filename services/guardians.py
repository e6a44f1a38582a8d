"""Ages at sign-up: the youngest an activity admits, and whose guardian has to agree."""

from datetime import date

from django.utils import timezone

from core.errors import DomainError
from orgs.identity_number import is_phone
from orgs.models.person import normal_phone
from projects import parameters
from projects.enums import ParameterName
from services.enums import ActivityKind
from services.models import Activity, Session


def age_on(day: date, birth_date: date) -> int:
    """Whole years lived on ``day``; who is born on 29 February turns older on 1 March."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def asks_birth_date(activity: Activity) -> bool:
    """Activities with a youngest age (0 asks without limiting), and those made for children."""
    return activity.minimum_age is not None or activity.kind == ActivityKind.CHILDCARE


def check_age(session: Session, birth_date: date | None) -> None:
    """Raises ``DomainError`` when the activity asks and nothing is known, or the person is too young on the day."""
    if not asks_birth_date(session.activity):
        return
    if birth_date is None:
        raise DomainError("请填写出生日期：本活动对年龄有要求。")
    minimum = session.activity.minimum_age or 0
    if age_on(session.starts_on, birth_date) < minimum:
        raise DomainError(f"本活动要求年满{minimum}周岁，报名人到活动当天还不满。请看看其他活动。")


def needs_guardian(birth_date: date | None) -> bool:
    """Under 14 by law (个人信息保护法第三十一条); up to the rule centre's age by configurable default."""
    return birth_date is not None and age_on(timezone.localdate(), birth_date) < parameters.days(
        ParameterName.GUARDIAN_AGE
    )


def guardian_columns(birth_date: date | None, *, name: str, phone: str, consents: bool) -> dict:
    """What the registration keeps about the guardian: nothing for adults. Raises ``DomainError`` when it is missing."""
    if not needs_guardian(birth_date):
        return {}
    age = parameters.days(ParameterName.GUARDIAN_AGE)
    name, phone = name.strip(), normal_phone(phone)
    if not (name and is_phone(phone) and consents):
        raise DomainError(f"报名人未满{age}周岁，须由监护人填写姓名和电话，并勾选同意。")
    return {"guardian_name": name, "guardian_phone": phone, "guardian_consented_at": timezone.now()}
