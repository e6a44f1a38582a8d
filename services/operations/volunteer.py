"""Register volunteers, admit them, pause and leave; what is known about them and their awards."""

from contextlib import suppress
from datetime import date

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.enums import Gender, OrganizationKind
from orgs.models import Organization, Person, User
from orgs.operations import register_person, reveal_person
from orgs.operations.person import identify
from projects.operations.numbers import reserve_pk
from services import workflow
from services.ages import CAPABLE, age_on
from services.enums import VolunteerSkill, VolunteerState
from services.models import Team, Volunteer, VolunteerAward
from services.notifications.volunteer import tell_admitted, tell_registered
from services.operations.guardian import check_guardian, guardian_of
from services.operations.shift_sign_up import give_up_sign_ups

OLDEST = 100  # configurable default: beyond it the year of birth is a typing mistake
CHANGEABLE = ("team", "national_number", "skills", "intention", "area", "agrees_to_ranking")


def register_volunteer(
    *,
    by: User | None = None,
    organization: Organization,
    name: str,
    phone: str,
    birth_date: date | None,
    gender: str = Gender.UNKNOWN,
    guardian_name: str = "",
    guardian_phone: str = "",
    guardian_consents: bool = False,
    is_proven: bool = True,
    **facts,
) -> Volunteer:
    """A new volunteer with ``organization``. Registered by staff (``by``) they are admitted at once; from the public
    page they wait for somebody who admits them.

    ``facts`` are ``team``, ``national_number``, ``skills``, ``intention``, ``area``, ``agrees_to_ranking``; with
    ``is_proven`` False nothing is added to what the registry knows of the person. Raises
    ``DomainError`` for unusable facts, a minor without a guardian who consents, and people registered already.
    """
    check_organization(organization)
    check_birth_date(birth_date)
    facts = _checked(facts)
    who = {"name": name, "phone": phone, "birth_date": birth_date, "gender": gender}
    with transaction.atomic():
        person = register_person(by=by, organization=organization, fills_blanks=is_proven, **who)
        person = locked(person)
        _check_new(person, by)
        facts |= guardian_of(person, guardian_name, guardian_phone, guardian_consents)
        pk, today = reserve_pk(Volunteer), timezone.localdate()
        volunteer = Volunteer.objects.create(
            pk=pk, number=f"ZY{today:%Y}{pk:06}", person=person, organization=organization, registered_on=today, **facts
        )
        volunteer.events.create(kind="create", to_state=volunteer.state, by=by)
        if by is None:
            tell_registered(volunteer)
            return volunteer
        return admit_volunteer(volunteer, by=by)


def receive_volunteer(
    *,
    organization: Organization,
    birth_date: date | None,
    guardian_name: str = "",
    guardian_phone: str = "",
    guardian_consents: bool = False,
    **facts,
) -> None:
    """``register_volunteer`` for who has not proven the phone: nothing is returned and nothing refused that would tell
    who is registered or known. Raises ``DomainError`` for what was typed only."""
    check_organization(organization)
    check_birth_date(birth_date)
    identify(name=facts["name"], phone=facts["phone"], id_number="", gender=Gender.UNKNOWN, birth_date=birth_date)
    guardian = guardian_name, guardian_phone, guardian_consents
    guardian_of(Person(birth_date=birth_date), *guardian)
    facts |= dict(zip(("guardian_name", "guardian_phone", "guardian_consents"), guardian, strict=True))
    with suppress(DomainError):
        register_volunteer(organization=organization, birth_date=birth_date, is_proven=False, **facts)


def admit_volunteer(volunteer: Volunteer, *, by: User, note: str = "") -> Volunteer:
    """From now on they may sign up for shifts. A minor needs the guardian's consent on record."""
    with step(volunteer, workflow.ADMIT_VOLUNTEER, by=by, note=note) as volunteer:
        check_guardian(volunteer)
    tell_admitted(volunteer)
    return volunteer


def pause_volunteer(volunteer: Volunteer, *, by: User, note: str) -> Volunteer:
    """For a while they sign up for nothing; the shifts ahead of them are given back."""
    with step(volunteer, workflow.PAUSE_VOLUNTEER, by=by, note=note) as volunteer:
        give_up_sign_ups(volunteer, by=by, note="志愿者暂停服务")
    return volunteer


def resume_volunteer(volunteer: Volunteer, *, by: User, note: str = "") -> Volunteer:
    """Back from a pause, or after having left: the number and the hours are still theirs."""
    with step(volunteer, workflow.RESUME_VOLUNTEER, by=by, note=note) as volunteer:
        check_guardian(volunteer)
    return volunteer


def leave_volunteer(volunteer: Volunteer, *, by: User, note: str) -> Volunteer:
    """They stop; the record and the hours stay, the shifts ahead of them are given back."""
    with step(volunteer, workflow.LEAVE_VOLUNTEER, by=by, note=note) as volunteer:
        give_up_sign_ups(volunteer, by=by, note="志愿者退出")
    return volunteer


def update_volunteer(
    volunteer: Volunteer,
    *,
    by: User,
    guardian_name: str = "",
    guardian_phone: str = "",
    guardian_consents: bool = False,
    **facts,
) -> Volunteer:
    """Correct ``facts`` (those of ``register_volunteer``); name and numbers belong to the person's own record.

    A guardian is only changed when one is named. The event names the fields, never the values.
    """
    facts = _checked(facts)
    with transaction.atomic():
        row = locked(volunteer)
        if guardian_name or guardian_phone or guardian_consents:
            facts |= guardian_of(row.person, guardian_name, guardian_phone or row.guardian_phone, guardian_consents)
        changed = [field for field, value in facts.items() if value != getattr(row, field)]
        for field in changed:
            setattr(row, field, facts[field])
        if changed:
            row.save(update_fields=changed)
            labels = "、".join(str(Volunteer._meta.get_field(field).verbose_name) for field in changed)
            row.events.create(kind="update", by=by, note=labels)
    volunteer.refresh_from_db()
    return volunteer


def reveal_volunteer(volunteer: Volunteer, *, by: User, reason: str) -> dict[str, str]:
    """The phones of volunteer and guardian in plain text, for ``reason``, which is put on record with the look.

    SECURITY: as ``orgs.operations.reveal_person``: shown once, in the answer to this very request.
    """
    with transaction.atomic():
        numbers = reveal_person(volunteer.person, by=by, reason=reason)
        volunteer.events.create(kind="reveal", by=by, note=reason.strip())
    return {"phone": numbers["phone"], "guardian_phone": volunteer.guardian_phone}


def add_award(volunteer: Volunteer, *, by: User, title: str, awarded_by: str, awarded_on: date) -> VolunteerAward:
    """A commendation of this volunteer; it cannot be taken back."""
    if not title.strip() or not awarded_by.strip():
        raise DomainError("请写明表彰名称和授予单位。")
    if not awarded_on.year >= 1950 or awarded_on > timezone.localdate():
        raise DomainError("授予日期晚于今天或年份不正确，请改正。")
    return VolunteerAward.objects.create(
        volunteer=volunteer, title=title.strip(), awarded_by=awarded_by.strip(), awarded_on=awarded_on, by=by
    )


def check_organization(organization: Organization) -> None:
    """Raises ``DomainError`` for anything but a union in service."""
    if organization.kind != OrganizationKind.UNION or not organization.is_active(timezone.localdate()):
        raise DomainError("志愿者登记在工会名下。请选择所在社区或街道的工会。")


def check_birth_date(birth_date: date | None) -> None:
    """Raises ``DomainError`` without a birth date that can be true of a volunteer."""
    if birth_date is None:
        raise DomainError("没有出生日期，无法核对年龄。请填写出生日期。")
    age = age_on(birth_date, timezone.localdate())
    if birth_date > timezone.localdate() or age > OLDEST:
        raise DomainError("出生日期不正确，请改正。")
    if age < CAPABLE:
        raise DomainError(f"不满{CAPABLE}周岁，不能登记为志愿者。")


def _checked(facts: dict) -> dict:
    """``facts`` with tidy texts and known skills only."""
    unknown = set(facts) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not facts of a volunteer: {sorted(unknown)}")
    if "skills" in facts:
        facts["skills"] = sorted(set(facts["skills"]))
        if not set(facts["skills"]) <= set(VolunteerSkill.values):
            raise DomainError("技能不在可选范围内，请重新选择。")
    team: Team | None = facts.get("team")
    if team is not None and not team.is_active:
        raise DomainError(f"{team}已停止活动，不能再加入。请改选其他队伍。")
    return {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}


def _check_new(person: Person, by: User | None) -> None:
    """Raises ``DomainError`` for people registered already; the public page only says what to do."""
    known = Volunteer.objects.filter(person=person).first()
    if known is None:
        return
    if by is None:
        raise DomainError("这个姓名和手机号已经登记过志愿者，不用再登记。可以直接报名班次；有疑问请联系社区工会。")
    place = known.organization
    hint = "请在志愿者页面恢复服务。" if known.state == VolunteerState.LEFT else "不用重复登记。"
    raise DomainError(f"此人已登记为志愿者（{known.number}，{place}，{known.get_state_display()}），{hint}")
