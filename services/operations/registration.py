"""Sign-up without an account: a place, the waiting list, approval, and giving a place back."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.templatetags.ui import moment
from core.workflow import Transition, step, step_all
from orgs.models import Person, User
from orgs.operations import register_person
from services import workflow
from services.answers import answers_to
from services.enums import ActivityState, RegistrationState, SessionState
from services.guardians import check_age, guardian_columns, needs_guardian
from services.models import Registration, Session
from services.notifications.registration import tell_approved, tell_expired, tell_rejected
from services.operations.session import RECORDING, locked_session
from services.operations.waiting_list import free_on_arrival, give_free_places, state_on_arrival
from services.phone_codes import check_phone_pass


@dataclass(frozen=True)
class Applicant:
    """What somebody says who signs up; ``phone_pass`` proves the phone."""

    name: str
    phone: str
    answers: dict | None = None
    birth_date: date | None = None
    guardian_name: str = ""
    guardian_phone: str = ""
    guardian_consents: bool = False
    phone_pass: str = ""

    def guardian(self, born: date | None) -> dict:
        """The guardian's columns for somebody of this birth date; raises ``DomainError`` when one is missing."""
        named = {"name": self.guardian_name, "phone": self.guardian_phone, "consents": self.guardian_consents}
        return guardian_columns(born, **named)


@dataclass(frozen=True)
class Receipt:
    """What came of a sign-up. ``newcomer_state`` is what anybody gets who signs up at that moment for the first time:
    as much as may be told to who has not proven the phone."""

    registration: Registration
    is_new: bool
    newcomer_state: str


def register_participant(session: Session, *, by: User | None = None, **said) -> Registration:
    """The registration of this person, new or the one there is: ``receive_sign_up`` with the fields of an
    ``Applicant``."""
    return receive_sign_up(session, by=by, applicant=Applicant(**said)).registration


def receive_sign_up(session: Session, *, by: User | None = None, applicant: Applicant) -> Receipt:
    """This person's registration: a place while there is one, else on the waiting list, or up for approval.

    Who is signed up already gets the same registration again. ``by`` is None on the public page. The places held
    never exceed the capacity, whatever runs at once; the waiting list keeps the order of arrival, priority groups of
    the registry first. Raises ``DomainError`` when sign-up is closed, or name, phone, age, guardian, answers or the
    proof of the phone are not usable.

    SECURITY: what is refused to who has not proven the phone, and in which words, depends on the session and on what
    was typed, never on what is known of the person.
    """
    said = answers_to(session.activity.questions, applicant.answers)
    proof = {} if by else phone_proof(session, applicant.phone, applicant.phone_pass)
    is_trusted = bool(by or proof)
    with transaction.atomic():
        # The person comes before the lock: everybody queues for the session, and the registry takes its time.
        who = {"name": applicant.name, "phone": applicant.phone, "birth_date": applicant.birth_date}
        person = known_person(session, by=by, fills_blanks=is_trusted, **who)
        session = locked_for_sign_up(session)
        check_open(session)
        found = live_registration(session, person)
        if found and is_trusted:
            return Receipt(found, False, found.state)
        born = (person.birth_date if is_trusted else None) or applicant.birth_date
        check_age(session, born)
        guardian, state = applicant.guardian(born), state_on_arrival(session)
        if found:
            return Receipt(found, False, state)
        facts = {"answers": said, "priority": priority_of(session, person), **guardian, **proof}
        facts["state"] = RegistrationState.PENDING if is_doubtful(session, person, guardian) else state
        return Receipt(_registered(session, person, by, facts), True, state)


def _registered(session: Session, person: Person, by: User | None, facts: dict) -> Registration:
    registration = Registration.objects.create(session=session, person=person, **facts)
    registration.events.create(kind="create", to_state=registration.state, by=by)
    return registration


def is_doubtful(session: Session, person: Person, guardian: dict) -> bool:
    """Whether the registry knows somebody too young, or a minor for whom no guardian spoke, where an adult was claimed:
    the desk looks at it, and the page does not say so."""
    if person.birth_date is None:
        return False
    try:
        check_age(session, person.birth_date)
    except DomainError:
        return True
    return needs_guardian(person.birth_date) and not guardian


def approve_registration(registration: Registration, *, by: User, note: str = "") -> Registration:
    """Let this person take part: a place while there is one, else the waiting list. The person is told."""
    return approve_registrations(registration.session, by=by, registrations=[registration], note=note)[0]


def approve_registrations(
    session: Session, *, by: User, registrations: Iterable[Registration], note: str = ""
) -> list[Registration]:
    """Let these people take part, all or none: places while there are any, then the waiting list, priority groups and
    early comers first. Everybody is told. Raises ``DomainError`` when one of them is not up for approval."""
    with transaction.atomic():
        session = locked_session(session)
        check_open(session)
        ordered = sorted(registrations, key=lambda row: (-row.priority, row.pk))
        if any(row.session_id != session.pk for row in ordered):
            raise DomainError("名单里有别的场次的报名，一个也没有通过。请刷新页面重新选择。")
        free, rows = free_on_arrival(session), []
        if len(ordered) > free and timezone.now() >= session.starts_at:
            raise DomainError(f"本场已经开始，名额还有{free}个，不能再让人候补。已到现场的请直接登记签到。")
        for chosen, move in (
            (ordered[:free], workflow.APPROVE_REGISTRATION),
            (ordered[free:], workflow.QUEUE_REGISTRATION),
        ):
            waiting = session.registrations.filter(pk__in=[row.pk for row in chosen]).select_related("person")
            rows += step_all(waiting, move, by=by, note=note)
        tell_approved(session, rows)
    return rows


def queue_registration(registration: Registration, *, by: User, note: str = "") -> Registration:
    """Let this person wait for a place like everybody in line."""
    with moved(registration, workflow.QUEUE_REGISTRATION, by=by, note=note) as row:
        check_open(row.session)
    return row


def reject_registration(registration: Registration, *, by: User, note: str) -> Registration:
    """Refuse somebody who is not in yet, for a reason the person is told."""
    with moved(registration, workflow.REJECT_REGISTRATION, by=by, note=note) as row:
        if not note.strip():
            raise DomainError("请写明不予通过的原因，报名人会收到短信。")
        tell_rejected(row, note.strip())
    return row


def accept_registration(registration: Registration, *, by: User | None = None) -> Registration:
    """The person takes the place that was held; too late once the time is over, even before the timer noticed."""
    with moved(registration, workflow.ACCEPT_REGISTRATION, by=by) as row:
        check_open(row.session)
        if timezone.now() >= row.offered_until:
            raise DomainError(f"名额只保留到{moment(row.offered_until)}，已经过了时间，名额让给了下一位。")
    return row


def expire_offer(registration: Registration) -> Registration:
    """Nobody took the place in time: the next in line gets it, the person is told. Raises when it is not due."""
    with moved(registration, workflow.EXPIRE_REGISTRATION, by=None) as row:
        if timezone.now() < row.offered_until:
            raise DomainError("保留时间还没有到。")
        tell_expired(row)
    return row


def cancel_registration(registration: Registration, *, by: User | None = None, note: str = "") -> Registration:
    """Give the place back before the session starts, and the next in line gets it; ``by`` is None when the person
    does it on the public page."""
    with moved(registration, workflow.CANCEL_REGISTRATION, by=by, note=note) as row:
        if timezone.now() >= row.session.starts_at:
            raise DomainError("本场已经开始，不能再取消报名。")
    return row


@contextmanager
def moved(registration: Registration, move: Transition, *, by: User | None, note: str = "") -> Iterator[Registration]:
    """``step`` under the session's lock, which comes first everywhere; free places are given afterwards."""
    with transaction.atomic():
        session = locked_session(registration.session)
        with step(registration, move, by=by, note=note) as row:
            row.session = session
            yield row
        give_free_places(session)


def locked_for_sign_up(session: Session) -> Session:
    """``session`` under its row lock with just what sign-up asks: hundreds at once queue for this row, and a third of
    their time went into columns nobody read."""
    rows = Session.objects.select_related("activity__project").only(*ASKED)
    return rows.select_for_update(of=("self",)).get(pk=session.pk)


ASKED = (
    "capacity", "registered", "offered", "waiting", "starts_at", "ends_at", "starts_on", "state",
    "activity__state", "activity__kind", "activity__needs_approval", "activity__verifies_phone",
    "activity__minimum_age", "activity__priority_groups", "activity__project__state", "activity__project__contractor",
)  # fmt: skip


def live_registration(session: Session, person: Person) -> Registration | None:
    """The person's registration for the session that still stands."""
    found = session.registrations.live().filter(person=person).order_by().values_list("pk", flat=True)[:1]
    return session.registrations.get(pk=found[0]) if found else None


def check_open(session: Session) -> None:
    """Raises ``DomainError`` unless people may sign up now."""
    if session.activity.state != ActivityState.PUBLISHED or session.activity.project.state not in RECORDING:
        raise DomainError("活动没有开放报名。")
    if session.state != SessionState.PLANNED:
        raise DomainError(f"本场{session.get_state_display()}，不能再报名。")
    if timezone.now() >= session.ends_at:
        raise DomainError("本场已经结束，不能再报名。请看看其他场次。")


def known_person(session: Session, *, by: User | None, name: str, phone: str, **facts) -> Person:
    """The person in the registry, known to the community and to the contractor that serve them; ``facts`` as in
    ``register_person``."""
    project = session.activity.project
    return register_person(
        by=by,
        organization=session.organization,
        name=name,
        phone=phone,
        known_to=[project.contractor_id],
        **facts,
    )


def priority_of(session: Session, person: Person) -> int:
    """1 for whom the registry knows to be in one of the activity's priority groups; nobody can claim it."""
    return int(not set(person.groups).isdisjoint(session.activity.priority_groups))


def phone_proof(session: Session, phone: str, phone_pass: str) -> dict:
    """What is kept of the proof; raises ``DomainError`` when the activity wants one and it does not hold."""
    if not session.activity.verifies_phone:
        return {}
    check_phone_pass(phone, phone_pass)
    return {"phone_verified_at": timezone.now()}
