"""An enterprise signs up many people at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from orgs.identity_number import PHONE
from orgs.models import Person, User
from orgs.models.person import normal_phone
from orgs.operations.person import identify, register_people
from services.enums import RegistrationState
from services.group_lists import LINES, Line
from services.guardians import asks_birth_date, check_age, needs_guardian
from services.models import GroupSignUp, Registration, RegistrationEvent, Session
from services.operations.registration import check_open, is_doubtful, locked_for_sign_up, priority_of
from services.operations.waiting_list import TOO_LATE, free_on_arrival

TAKEN = "已提交"
VERDICTS = {
    RegistrationState.REGISTERED: "已报名",
    RegistrationState.WAITING: "候补",
    RegistrationState.PENDING: "待审核",
}


@dataclass
class LineResult:
    """What became of one line: 已报名, 候补, 待审核, 已报过 or 错误 with its sentence.

    On the public page only 已提交 or 错误."""

    number: int
    name: str
    verdict: str
    text: str = ""


@dataclass
class GroupResult:
    """Every line in its order; ``group`` is None when nobody new was signed up."""

    group: GroupSignUp | None = None
    lines: list[LineResult] = field(default_factory=list)

    def count(self, verdict: str) -> int:
        return sum(line.verdict == verdict for line in self.lines)


def sign_up_group(
    session: Session,
    *,
    by: User | None = None,
    enterprise: str,
    contact_name: str,
    contact_phone: str,
    lines: Iterable[Line],
) -> GroupResult:
    """Every good line becomes a registration, places first, then the waiting list, in the order of the list; a wrong
    line says what is wrong with it and stops nobody else.

    One transaction and a fixed number of queries. The activity's own questions are not asked. ``by`` is None on the
    public page. Raises ``DomainError`` when sign-up is closed, the activity takes no groups there, or the list is
    longer than allowed.

    SECURITY: on the public page anybody can put anybody on a list. What it answers depends on what was typed and on
    the session, never on who of them is known or signed up; only staff learn the state of each line.
    """
    lines = list(lines)
    _check(session, by, contact_phone, lines)
    result = GroupResult()
    good = list(_good(session, lines, result, asks_birth_date(session.activity) and by is None))
    with transaction.atomic():
        people = register_people(
            [facts for _, facts in good],
            by=by,
            organization=session.organization,
            known_to=[session.activity.project.contractor_id],
            fills_blanks=by is not None,
        )
        session = locked_for_sign_up(session)
        check_open(session)
        pairs = list(zip((line for line, _ in good), people, strict=True))
        new = _in_time(session, _new(session, pairs, result), result) if by else _unknown(session, pairs)
        if new:
            contact = {"contact_name": contact_name.strip(), "contact_phone": normal_phone(contact_phone)}
            result.group = GroupSignUp.objects.create(session=session, enterprise=enterprise.strip(), by=by, **contact)
            rows = _register(session, new, result.group, by)
            result.lines += _decided(new, rows) if by else []
    result.lines += [] if by else [LineResult(line.number, line.name, TAKEN) for line, _ in good]
    result.lines.sort(key=lambda line: line.number)
    return result


def _decided(new: list[tuple[Line, Person]], rows: list[Registration]) -> list[LineResult]:
    return [LineResult(line.number, line.name, VERDICTS[row.state]) for (line, _), row in zip(new, rows, strict=True)]


def _check(session: Session, by: User | None, contact_phone: str, lines: list[Line]) -> None:
    check_open(session)
    if by is None and not session.activity.takes_groups:
        raise DomainError("本活动不接受网上集体报名。请联系社区工会代为办理。")
    if by is None and timezone.now() >= session.starts_at:
        raise DomainError("本场已经开始，不再接受集体报名。已到现场的，请扫描屏幕上的二维码，或请工作人员登记。")
    if not PHONE.fullmatch(normal_phone(contact_phone)):
        raise DomainError("联系人电话不正确，请填写11位手机号或带区号的固定电话。")
    if not 1 <= len(lines) <= LINES:
        raise DomainError(f"名单须有1至{LINES}人。")


def _good(session: Session, lines: list[Line], result: GroupResult, wants_birth_date: bool):
    """Lines with usable facts; the others get their sentence."""
    seen: set[tuple] = set()
    for line in lines:
        try:
            facts = _facts(session, line, wants_birth_date)
        except DomainError as error:
            result.lines.append(LineResult(line.number, line.name, "错误", str(error)))
            continue
        key = (facts["phone"], facts["name"])
        if key in seen:
            result.lines.append(LineResult(line.number, line.name, "错误", "名单里前面已经有这个人。"))
            continue
        seen.add(key)
        yield line, facts


def _facts(session: Session, line: Line, wants_birth_date: bool) -> dict:
    if line.problem:
        raise DomainError(line.problem)
    if not PHONE.fullmatch(normal_phone(line.phone)):
        raise DomainError("手机号不正确，请填写11位手机号。")
    facts = identify(name=line.name, phone=line.phone, id_number="", gender="unknown", birth_date=line.birth_date)
    if line.birth_date is not None or wants_birth_date:
        _check_age(session, line.birth_date)
    return facts


def _check_age(session: Session, birth_date) -> None:
    check_age(session, birth_date)
    if needs_guardian(birth_date):
        raise DomainError("未成年人须由监护人在报名页单独报名。")


def _unknown(session: Session, pairs: list[tuple[Line, Person]]) -> list[tuple[Line, Person]]:
    """Those who are not signed up yet; the others keep what they have."""
    live = session.registrations.live().filter(person__in=[person.pk for _, person in pairs])
    there, new = set(live.values_list("person_id", flat=True)), []
    for line, person in pairs:
        if person.pk not in there:
            there.add(person.pk)  # two lines may be one merged person
            new.append((line, person))
    return new


def _new(session: Session, pairs: list[tuple[Line, Person]], result: GroupResult) -> list[tuple[Line, Person]]:
    """Those who are not signed up yet and old enough by what the registry knows."""
    live = session.registrations.live().filter(person__in=[person.pk for _, person in pairs])
    there = dict(live.values_list("person_id", "state"))
    new = []
    for line, person in pairs:
        if person.pk in there:
            state = RegistrationState(there[person.pk]).label
            result.lines.append(LineResult(line.number, line.name, "已报过", f"目前是“{state}”。"))
            continue
        there[person.pk] = RegistrationState.PENDING  # two lines may be one merged person
        try:
            _check_age(session, person.birth_date or line.birth_date)
        except DomainError as error:
            result.lines.append(LineResult(line.number, line.name, "错误", str(error)))
        else:
            new.append((line, person))
    return new


def _in_time(session: Session, new: list[tuple[Line, Person]], result: GroupResult) -> list[tuple[Line, Person]]:
    """Once the session has started nobody waits any more: only as many as there are places."""
    if session.activity.needs_approval or timezone.now() < session.starts_at:
        return new
    free = max(free_on_arrival(session), 0)
    result.lines += [LineResult(line.number, line.name, "错误", TOO_LATE) for line, _ in new[free:]]
    return new[:free]


def _register(
    session: Session, new: list[tuple[Line, Person]], group: GroupSignUp, by: User | None
) -> list[Registration]:
    free, rows = free_on_arrival(session), []
    for _, person in new:
        state = RegistrationState.REGISTERED if free > 0 else RegistrationState.WAITING
        if session.activity.needs_approval or is_doubtful(session, person, {}):
            state = RegistrationState.PENDING
        free -= state == RegistrationState.REGISTERED
        priority = priority_of(session, person)
        rows.append(Registration(session=session, person=person, group=group, state=state, priority=priority))
    Registration.objects.bulk_create(rows)
    RegistrationEvent.objects.bulk_create(
        RegistrationEvent(subject=row, kind="create", to_state=row.state, by=by, note="单位报名") for row in rows
    )
    return rows
