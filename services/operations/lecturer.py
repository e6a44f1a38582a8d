"""Keep the list of lecturers: nobody is scheduled before a passed trial lecture."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked
from orgs.identity_number import is_phone
from orgs.models import Organization, User
from orgs.models.person import normal_phone
from projects import parameters
from projects.enums import ParameterName
from services.models import Lecturer, TrialLecture

EARLIEST = date(2000, 1, 1)
CHANGEABLE = ("name", "title", "topics", "phone")


def create_lecturer(
    *, by: User, organization: Organization, name: str, title: str = "", topics: str = "", phone: str = ""
) -> Lecturer:
    """A lecturer of ``organization``; not schedulable before a passed trial lecture."""
    with transaction.atomic():
        lecturer = Lecturer.objects.create(
            organization=organization, name=name, title=title, topics=topics, phone=_phone(phone)
        )
        lecturer.events.create(kind="create", by=by)
    return lecturer


def update_lecturer(lecturer: Lecturer, *, by: User, **facts) -> Lecturer:
    """Correct the facts in ``CHANGEABLE``; what is not given stays."""
    if "phone" in facts:
        facts["phone"] = _phone(facts["phone"])
    with transaction.atomic():
        lecturer = locked(lecturer)
        for name in CHANGEABLE:
            setattr(lecturer, name, facts.get(name, getattr(lecturer, name)))
        lecturer.save(update_fields=CHANGEABLE)
        lecturer.events.create(kind="update", by=by)
    return lecturer


def record_trial(
    lecturer: Lecturer, *, by: User, topic: str, held_on: date, score: Decimal, comment: str = ""
) -> TrialLecture:
    """A trial lecture and its score, 0 to 100; from the pass mark (configurable default: 80) of its day on the lecturer
    may be scheduled. A later failure takes nothing back: who should not lecture any more is retired.

    Raises ``DomainError`` for a day ahead, a score out of range, and for a lecturer who was retired.
    """
    if not EARLIEST <= held_on <= timezone.localdate():
        raise DomainError("试讲日期不正确：不能晚于今天。")
    if not (score.is_finite() and 0 <= score <= 100):
        raise DomainError("得分须在0至100之间。")
    with transaction.atomic():
        lecturer = locked(lecturer)
        if not lecturer.is_active:
            raise DomainError(f"讲师{lecturer}已出库，不能登记试讲。请先恢复。")
        is_passed = score >= parameters.value(ParameterName.TRIAL_MARK, held_on)
        trial = TrialLecture.objects.create(
            lecturer=lecturer, topic=topic, held_on=held_on, score=score, is_passed=is_passed, comment=comment, by=by
        )
        if is_passed and (lecturer.passed_on is None or lecturer.passed_on < held_on):
            lecturer.passed_on = held_on
            lecturer.save(update_fields=["passed_on"])
        note = f"{topic} {score:.2f}分，{'通过' if is_passed else '未通过'}"
        lecturer.events.create(kind="trial", by=by, note=note)
    return trial


def retire_lecturer(lecturer: Lecturer, *, by: User, note: str) -> Lecturer:
    """No longer to be scheduled; what is scheduled stays and is changed session by session."""
    return _set_active(lecturer, False, by, note)


def restore_lecturer(lecturer: Lecturer, *, by: User, note: str = "") -> Lecturer:
    """Back on the list with the trial lectures passed before."""
    return _set_active(lecturer, True, by, note)


def _set_active(lecturer: Lecturer, is_active: bool, by: User, note: str) -> Lecturer:
    with transaction.atomic():
        lecturer = locked(lecturer)
        if lecturer.is_active == is_active:
            raise DomainError(f"讲师{lecturer}{'已在库' if is_active else '已出库'}，不必重复办理。")
        lecturer.is_active = is_active
        lecturer.save(update_fields=["is_active"])
        lecturer.events.create(kind="restore" if is_active else "retire", by=by, note=note)
    return lecturer


def _phone(text: str) -> str:
    phone = normal_phone(text)
    if phone and not is_phone(phone):
        raise DomainError("联系电话不正确。请填写11位手机号，或带区号的固定电话；没有的留空。")
    return phone
