"""What an activity asks and demands of those who sign up."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from core import sms
from core.errors import DomainError
from core.workflow import locked
from orgs.models import User
from services.enums import ActivityState, FieldKind
from services.models import Activity, FormField, Registration

QUESTIONS = 20  # configurable default: nobody answers more on a phone
CHOICES = 20
LONGEST_HOLD = 168  # hours: a week
OLDEST_MINIMUM = 100


def update_sign_up(
    activity: Activity,
    *,
    by: User,
    needs_approval: bool = False,
    takes_groups: bool = False,
    verifies_phone: bool = False,
    minimum_age: int | None = None,
    hold_hours: int = 24,
    priority_groups: Iterable[str] = (),
    asks_location: bool = False,
) -> Activity:
    """How sign-up works from now on; who is signed up keeps what they have, the line keeps its order.

    Raises ``DomainError`` for hours or an age out of range, for an activity that is over, and when phones are to be
    proven from now on where no message can be sent: nobody could sign up.
    """
    if not 0 <= hold_hours <= LONGEST_HOLD:
        raise DomainError(f"候补保留时限须在0至{LONGEST_HOLD}小时之间。")
    if minimum_age is not None and not 0 <= minimum_age <= OLDEST_MINIMUM:
        raise DomainError(f"最低年龄须在0至{OLDEST_MINIMUM}岁之间。")
    with transaction.atomic():
        activity = open_activity(activity)
        if verifies_phone and not activity.verifies_phone and not sms.can_send():
            raise DomainError("目前没有开通短信，要求验证手机号就没有人能在网上报名。请开通短信后再开启。")
        wanted = {
            "needs_approval": needs_approval,
            "takes_groups": takes_groups,
            "verifies_phone": verifies_phone,
            "minimum_age": minimum_age,
            "hold_hours": hold_hours,
            "priority_groups": sorted(set(priority_groups)),
            "asks_location": asks_location,
        }
        changed = [name for name, value in wanted.items() if getattr(activity, name) != value]
        for name in changed:
            setattr(activity, name, wanted[name])
        if changed:
            activity.save(update_fields=changed)
            names = "、".join(str(Activity._meta.get_field(name).verbose_name) for name in changed)
            activity.events.create(kind="sign_up", by=by, note=names)
    return activity


def add_question(activity: Activity, *, by: User, **question) -> FormField:
    """One more question at the end of the form. ``question`` is ``label`` and ``kind``, and any of ``hint``,
    ``choices`` and ``is_required``."""
    with transaction.atomic():
        activity = open_activity(activity)
        asked = activity.form_fields.asked()
        if asked.count() >= QUESTIONS:
            raise DomainError(f"报名表最多{QUESTIONS}个问题。请先移除不需要的。")
        facts = _checked(activity, None, **question)
        last = activity.form_fields.aggregate(last=Max("position"))["last"] or 0
        field = FormField.objects.create(activity=activity, position=last + 1, **facts)
        activity.events.create(kind="form", by=by, note=f"新增“{field.label}”")
    return field


def update_question(field: FormField, *, by: User, **question) -> FormField:
    """Other words or choices (``question`` as above), as long as nobody can have answered the old ones."""
    with transaction.atomic():
        activity = open_activity(field.activity)
        field = locked(field)
        if is_answered(field):
            raise DomainError(f"“{field.label}”已有人回答，不能再修改。请移除它，另加一题。")
        facts = _checked(activity, field, **question)
        for name, value in facts.items():
            setattr(field, name, value)
        field.save(update_fields=list(facts))
        activity.events.create(kind="form", by=by, note=f"修改“{field.label}”")
    return field


def move_question(field: FormField, *, by: User, up: bool) -> FormField:
    """Change places with the neighbour; the first stays first."""
    with transaction.atomic():
        activity = open_activity(field.activity)
        asked = list(activity.form_fields.asked())
        place = next((number for number, row in enumerate(asked) if row.pk == field.pk), None)
        if place is None:
            raise DomainError(f"“{field.label}”已移除。")
        other = place - 1 if up else place + 1
        if 0 <= other < len(asked):
            asked[place], asked[other] = asked[other], asked[place]
        for number, row in enumerate(asked, start=1):
            row.position = number
        FormField.objects.bulk_update(asked, ["position"])
    return field


def remove_question(field: FormField, *, by: User) -> FormField:
    """Ask it no longer; answers already given stay with the words of the question."""
    with transaction.atomic():
        activity = open_activity(field.activity)
        field = locked(field)
        if not field.is_removed:
            field.is_removed = True
            field.save(update_fields=["is_removed"])
            activity.events.create(kind="form", by=by, note=f"移除“{field.label}”")
    return field


def is_answered(field: FormField) -> bool:
    """Whether anybody handed the form in, with answers, since the question was asked."""
    rows = Registration.objects.filter(session__activity=field.activity_id, created_at__gte=field.created_at)
    return rows.exclude(answers="").exists()


def open_activity(activity: Activity) -> Activity:
    """``activity`` under its lock; raises ``DomainError`` when it is over."""
    activity = locked(activity)
    if activity.state in (ActivityState.CANCELLED, ActivityState.DONE):
        raise DomainError(f"活动{activity.get_state_display()}，不能再修改报名设置。")
    return activity


def _checked(
    activity: Activity,
    field: FormField | None,
    *,
    label: str,
    kind: str,
    hint: str = "",
    choices: Iterable[str] = (),
    is_required: bool = False,
) -> dict:
    label, choices = label.strip(), [choice.strip() for choice in choices if choice.strip()]
    if not label:
        raise DomainError("请写明要问什么。")
    others = activity.form_fields.asked().filter(label=label).exclude(pk=field and field.pk)
    if others.exists():
        raise DomainError(f"报名表里已经有“{label}”。")
    if kind not in (FieldKind.CHOICE, FieldKind.CHOICES):
        choices = []
    elif not 2 <= len(set(choices)) == len(choices) <= CHOICES:
        raise DomainError(f"选择题要有2至{CHOICES}个不重复的选项，每行写一个。")
    elif max(map(len, choices)) > 40:
        raise DomainError("一个选项最多40个字。")
    return {"label": label, "kind": kind, "hint": hint.strip(), "choices": choices, "is_required": is_required}
