"""Sign-up without an account, and giving a place back."""

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import step
from orgs.models import Person, User
from orgs.operations import register_person
from services import workflow
from services.enums import ActivityState, SessionState
from services.models import Registration, Session
from services.operations.session import RECORDING, locked_session


def register_participant(session: Session, *, by: User | None = None, name: str, phone: str) -> Registration:
    """A place in the session for this person; who has one already gets the same again.

    ``by`` is None on the public page. Live registrations never exceed the capacity, whatever runs at once.
    Raises ``DomainError`` when sign-up is closed, the session is full, or name or phone are not usable.
    """
    with transaction.atomic():
        session = locked_session(session)
        check_open(session)
        person = known_person(session, by=by, name=name, phone=phone)
        if registration := session.registrations.live().filter(person=person).first():
            return registration
        if session.registered >= session.capacity:
            raise DomainError(f"名额已满：本场{session.capacity}个名额都已有人报名。请改报其他场次。")
        registration = Registration.objects.create(session=session, person=person)
        registration.events.create(kind="create", to_state=registration.state, by=by)
    return registration


def cancel_registration(registration: Registration, *, by: User | None = None, note: str = "") -> Registration:
    """Give the place back before the session starts; ``by`` is None when the person does it on the public page."""
    with step(registration, workflow.CANCEL_REGISTRATION, by=by, note=note) as registration:
        if timezone.now() >= registration.session.starts_at:
            raise DomainError("本场已经开始，不能再取消报名。")
    return registration


def check_open(session: Session) -> None:
    """Raises ``DomainError`` unless people may sign up now."""
    if session.activity.state != ActivityState.PUBLISHED or session.activity.project.state not in RECORDING:
        raise DomainError("活动没有开放报名。")
    if session.state != SessionState.PLANNED:
        raise DomainError(f"本场{session.get_state_display()}，不能再报名。")
    if timezone.now() >= session.ends_at:
        raise DomainError("本场已经结束，不能再报名。请看看其他场次。")


def known_person(session: Session, *, by: User | None, name: str, phone: str) -> Person:
    """The person in the registry, known to the community and to the contractor that serve them."""
    contractor = session.activity.project.contractor
    return register_person(by=by, organization=session.organization, name=name, phone=phone, known_to=[contractor])
