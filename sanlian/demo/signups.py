"""Sign-up as it is used: settings, a form with approval, a waiting list with a held place, an enterprise's list."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from orgs.enums import Gender, Role, ServiceGroup
from orgs.operations import register_person
from sanlian.demo import organizations as at
from sanlian.demo.names import person_name, phone
from sanlian.demo.sessions import Dated
from sanlian.demo.world import World
from services.enums import ActivityKind as Kind
from services.enums import FieldKind, RegistrationState
from services.group_lists import Line
from services.models import Activity, Registration, Session
from services.operations import (
    add_question,
    approve_registrations,
    cancel_registration,
    create_activity,
    publish_activity,
    register_participant,
    reject_registration,
    schedule_session,
    sign_up_group,
    update_sign_up,
)
from services.phone_codes import new_pass

# activity → how people sign up for it; phones are proven unless it says otherwise, as for couriers on a company's list
SETTINGS = {
    "权益与社保课堂": {"asks_location": True, "priority_groups": (ServiceGroup.HARDSHIP,)},
    "骑行安全与事故处置": {"takes_groups": True, "verifies_phone": False, "priority_groups": (ServiceGroup.HARDSHIP,)},
    "短视频与客服技能": {"takes_groups": True, "verifies_phone": False},
    "放学后托管": {"priority_groups": (ServiceGroup.HARDSHIP,)},
}
CAMP = "寒假托管体验日"
WAITING = 7
ENTERPRISE = "北站速达快递有限公司"
QUESTIONS = (
    ("孩子年级", FieldKind.CHOICE, ("一至二年级", "三至四年级", "五至六年级"), True),
    ("由谁接送", FieldKind.CHOICES, ("父母", "祖辈", "其他亲属"), True),
    ("有无过敏或需要留意的情况", FieldKind.TEXT, (), False),
)
APPLICANTS = 9  # for the camp; three let in, one refused


def set_up(activity: Activity, by) -> None:
    """As ``SETTINGS`` say; nobody needs a code for a free hair cut."""
    proves = activity.verifies_phone and activity.kind != Kind.CONVENIENCE
    update_sign_up(activity, by=by, **({"verifies_phone": proves} | SETTINGS.get(activity.name, {})))


def waiting_story(world: World, coming: list[Dated], full: int) -> Iterator[datetime]:
    """People who came too late wait in line; somebody gives a place back, and it is held for the one in hardship, who
    came last and goes first."""
    session = coming[full].session
    yield world.office(-10)
    poor = somebody(world, 96_000_100)
    community = world.staff(Role.COMMUNITY_UNION, session.organization.code)
    register_person(by=community, organization=session.organization, groups=[ServiceGroup.HARDSHIP], **poor)
    yield world.now - timedelta(hours=20)
    for number in range(WAITING):
        sign_up(session, **somebody(world, 96_000_000 + number))
    sign_up(session, **poor)
    yield world.now - timedelta(minutes=90)
    first = session.registrations.filter(state=RegistrationState.REGISTERED).order_by("pk").first()
    cancel_registration(first)


def sign_up(session: Session, **said) -> Registration:
    """By somebody who holds the phone."""
    proof = {"phone_pass": new_pass(said["phone"])} if session.activity.verifies_phone else {}
    return register_participant(session, **said, **proof)


def somebody(world: World, number: int) -> dict:
    gender = world.rng.choice((Gender.MALE, Gender.FEMALE))
    return {"name": person_name(world.rng, gender), "phone": phone(number)}


def group_story(world: World, coming: list[Dated]) -> Iterator[datetime]:
    """A courier company hands in its list; one number is wrong."""
    session = next(
        item.session for item in coming
        if item.session.activity.name in SETTINGS and item.plan.kind == Kind.TRAINING
        and SETTINGS[item.session.activity.name].get("takes_groups") and item.session.starts_on > world.day(2)
    )  # fmt: skip
    yield world.office(-2)
    lines = [Line(number + 1, **somebody(world, 97_000_000 + number)) for number in range(9)]
    lines.append(Line(10, "周强", "1390000"))
    sign_up_group(session, enterprise=ENTERPRISE, contact_name="韩主管", contact_phone=phone(97_000_100), lines=lines)


def camp_story(world: World) -> Iterator[datetime]:
    """An activity with questions of its own and approval; parents apply for their children."""
    project = world.projects["职工子女爱心托管班"]
    worker = project.worker
    yield world.office(-12)
    activity = create_activity(
        by=worker, project=project, name=CAMP, kind=Kind.CHILDCARE, lead=worker,
        description="寒假前开放体验，名额有限，困难职工家庭优先，经审核后确认。",
    )  # fmt: skip
    update_sign_up(
        activity, by=worker, needs_approval=True, minimum_age=6, priority_groups=[ServiceGroup.HARDSHIP],
        hold_hours=24, verifies_phone=True,
    )  # fmt: skip
    for label, kind, choices, is_required in QUESTIONS:
        add_question(activity, by=worker, label=label, kind=kind, choices=choices, is_required=is_required)
    activity = publish_activity(activity, by=worker)
    session = schedule_session(
        activity, by=worker, organization=world.organizations[at.KAIXUAN], venue="",
        place=world.venues[at.KAIXUAN, "职工子女爱心托管室"], starts_at=world.moment(world.day(16), 9, 30),
        ends_at=world.moment(world.day(16), 11, 30), capacity=20, workers=[worker],
    )  # fmt: skip
    rows = []
    for number in range(APPLICANTS):
        yield world.office(-9) + timedelta(minutes=7 * number)
        rows.append(apply(world, session, activity, number))
    yield world.office(-4)
    approve_registrations(session, by=worker, registrations=rows[:3])
    reject_registration(rows[3], by=worker, note="孩子已在本期托管班，名额留给其他家庭。")


def apply(world: World, session, activity: Activity, number: int):
    child = somebody(world, 98_000_000 + number)
    first, second, _ = activity.form_fields.order_by("pk")
    answers = {first.pk: first.choices[number % 3], second.pk: [second.choices[number % 2]]}
    return sign_up(
        session, **child, birth_date=world.day(-365 * (7 + number % 5) - 40), guardian_name=child["name"][:1] + "建国",
        guardian_phone=child["phone"], guardian_consents=True,
        answers={str(key): value for key, value in answers.items()},
    )  # fmt: skip
