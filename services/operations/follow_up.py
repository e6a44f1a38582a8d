"""What a session left to do: note it, finish it, or make a need of it."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from core.errors import DomainError
from core.workflow import locked, step
from orgs.enums import UnionLevel
from orgs.models import Organization, Person, User
from projects.enums import NeedSource
from projects.operations import create_need
from services import workflow
from services.enums import FollowUpState, SessionState
from services.models import FollowUp, Session
from services.notifications.follow_up import tell_responsible
from services.queries.follow_up import people_for, people_of

TEXT_LIMIT = 2000


def create_follow_up(
    session: Session,
    *,
    by: User,
    text: str,
    responsible: User,
    person: Person | None = None,
    due_on: date | None = None,
) -> FollowUp:
    """Note what is to be done after ``session``, about one of those who came or signed up, or about all of them.

    ``responsible`` is told. Raises ``DomainError`` for a person who was not there, and somebody responsible who works
    neither for the contractor nor for the community.
    """
    _check_session(session)
    _check(session, text, responsible, person)
    with transaction.atomic():
        follow_up = FollowUp.objects.create(
            session=session, person=person, text=text.strip(), due_on=due_on, responsible=responsible, created_by=by
        )
        follow_up.events.create(kind="create", to_state=follow_up.state, by=by)
        tell_responsible(follow_up, by=by)
    return follow_up


def update_follow_up(
    follow_up: FollowUp,
    *,
    by: User,
    text: str,
    responsible: User,
    person: Person | None = None,
    due_on: date | None = None,
) -> FollowUp:
    """Correct a follow-up that is still open."""
    _check(follow_up.session, text, responsible, person)
    with transaction.atomic():
        follow_up = locked(follow_up)
        if follow_up.state != FollowUpState.OPEN:
            raise DomainError(f"跟进事项目前是“{follow_up.get_state_display()}”，不能修改。")
        is_new = follow_up.responsible_id != responsible.pk
        follow_up.text, follow_up.responsible = text.strip(), responsible
        follow_up.person, follow_up.due_on = person, due_on
        follow_up.save(update_fields=["text", "responsible", "person", "due_on"])
        follow_up.events.create(kind="update", by=by)
        if is_new:
            tell_responsible(follow_up, by=by)
    return follow_up


def finish_follow_up(follow_up: FollowUp, *, by: User, result: str) -> FollowUp:
    """Close it with what came of it; the result is encrypted and never in the timeline."""
    result = _checked_text(result, "跟进结果")
    with step(follow_up, workflow.FINISH_FOLLOW_UP, by=by) as follow_up:
        follow_up.result = result
        follow_up.save(update_fields=["result"])
    return follow_up


def raise_need_from_follow_up(
    follow_up: FollowUp,
    *,
    by: User,
    title: str,
    category: str,
    groups: Iterable[str],
    frequency: str,
    people: int,
    evidence: str,
) -> FollowUp:
    """Make a need of the community out of it; the need waits for the street like any other, and the two know each
    other. Nothing of the encrypted text enters the need: who raises it writes it anew."""
    with step(follow_up, workflow.RAISE_NEED, by=by) as follow_up:
        follow_up.need = create_need(
            by=by, title=title, organization=community_of(follow_up.session), category=category, groups=groups,
            frequency=frequency, source=NeedSource.ACTIVITY, people=people, evidence=evidence,
        )  # fmt: skip
        follow_up.save(update_fields=["need"])
    return follow_up


def community_of(session: Session) -> Organization:
    """Whose need it is: where the session was, or the project's community when that was no community."""
    here = session.organization
    return here if here.level == UnionLevel.COMMUNITY else session.activity.project.organization


def _check_session(session: Session) -> None:
    if session.state == SessionState.CANCELLED:
        raise DomainError("本场已取消，没有需要跟进的事项。")


def _check(session: Session, text: str, responsible: User, person: Person | None) -> None:
    _checked_text(text, "需跟进事项")
    if person is not None and not people_of(session).filter(pk=person.pk).exists():
        raise DomainError(f"{person}没有参加或报名本场，请从本场的名单中选择。")
    if not people_for(session).filter(pk=responsible.pk).exists():
        raise DomainError("所选人员不是承接单位或举办社区的在职人员，不能担任责任人。请重新选择。")


def _checked_text(text: str, label: str) -> str:
    text = text.strip()
    if not text:
        raise DomainError(f"请填写{label}。")
    if len(text) > TEXT_LIMIT:
        raise DomainError(f"{label}最多{TEXT_LIMIT}字，现有{len(text)}字。请精简后再保存。")
    if "\x00" in text:
        raise DomainError("文字中有不能保存的字符，请删去后重新输入。")
    return text
