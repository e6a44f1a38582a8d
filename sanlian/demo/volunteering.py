"""What is done with volunteers by hand: trainings, shifts ahead, claims, corrections, stars, certificates, awards."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from orgs.enums import Role
from sanlian.demo import organizations as at
from sanlian.demo.names import person_name, phone
from sanlian.demo.sessions import Dated
from sanlian.demo.shifts import DANGEROUS, EARLY, WORK
from sanlian.demo.volunteers import Member
from sanlian.demo.world import World
from services.ages import is_minor
from services.enums import ActivityKind as Kind
from services.enums import HourClaimState, HourSource, VolunteerSkill
from services.models import HourClaim, Volunteer
from services.operations import (
    add_award,
    apply_for_star,
    approve_correction,
    award_star,
    claim_hours,
    confirm_hours,
    create_shift,
    create_training,
    issue_certificate,
    leave_volunteer,
    pause_volunteer,
    propose_correction,
    publicise_star,
    publish_shift,
    register_volunteer,
    request_record,
    sign_up_for_shift,
)

TRAININGS = (
    (at.KAIXUAN, -330, "志愿服务基础培训", "2.0"), (at.CHENXING, -300, "志愿服务基础培训", "2.0"),
    (at.CHENXING, -160, "心肺复苏与AED", "4.0"), (at.KAIXUAN, -150, "儿童陪伴与安全", "3.0"),
    (at.HUIGONG, -90, "老年人沟通技巧", "2.0"), (at.SHANDONGPU, -35, "义诊引导与隐私保护", "1.5"),
)  # fmt: skip
TRAINED = 26
NEWCOMERS = 5  # registered on the public page in the last days
RECRUITED = (Kind.CHILDCARE, Kind.CONVENIENCE)  # sessions ahead that look for volunteers
SHIFTS_AHEAD = 9
AWARDS = ("社区优秀志愿者", "沈河区工会优秀志愿者", "最美职工志愿者", "年度服务之星")
CHANGES = "签退时间补记有误，现场照片显示提前离开。"


def training_story(world: World, row: tuple, members: dict[int, list[Member]]) -> Iterator[datetime]:
    code, days, name, hours = row
    yield world.office(days)
    organization, now = world.organizations[code], timezone.now()
    present = [member.volunteer for member in members[organization.pk] if member.since < now][:TRAINED]
    create_training(
        by=world.staff(Role.COMMUNITY_UNION, code), organization=organization, name=name, held_on=timezone.localdate(),
        hours=Decimal(hours), lecturer="区工会培训讲师", volunteers=present,
    )  # fmt: skip


def newcomers_story(world: World) -> Iterator[datetime]:
    """They wait for the community to admit them; one is under age."""
    for number in range(NEWCOMERS):
        yield world.office(-NEWCOMERS + number)
        guardian = {}
        born = world.day(-365 * (24 + 7 * number))
        if number == 2:
            born = world.day(-365 * 16)
            guardian = {"guardian_name": "白玉洁", "guardian_phone": phone(99_000_050), "guardian_consents": True}
        register_volunteer(
            organization=world.organizations[at.KAIXUAN], name=person_name(world.rng, "female"),
            phone=phone(99_000_000 + number), birth_date=born, skills=[VolunteerSkill.TEACHING],
            intention="陪伴孩子写作业", **guardian,
        )  # fmt: skip


def leaving_story(world: World, members: list[Member]) -> Iterator[datetime]:
    """Some pause, some stop."""
    yield world.office(-20)
    community = world.staff(Role.COMMUNITY_UNION, members[0].organization.code)
    for member in members[-6:-3]:
        pause_volunteer(member.volunteer, by=community, note="外出务工，暂停半年。")
    for member in members[-3:]:
        leave_volunteer(member.volunteer, by=community, note="搬离本社区。")


def shifts_story(world: World, coming: list[Dated], members: dict[int, list[Member]]) -> Iterator[datetime]:
    """Shifts for the sessions ahead, published and partly taken; the last is still a draft."""
    ahead = [
        item for item in coming
        if item.plan.kind in RECRUITED and item.session.starts_at > world.now + timedelta(hours=12)
    ][:SHIFTS_AHEAD]  # fmt: skip
    for number, item in enumerate(ahead):
        yield world.office(-6) + timedelta(minutes=9 * number)
        session, (name, content, risk) = item.session, WORK[item.plan.kind]
        lead = session.activity.lead
        shift = create_shift(
            by=lead, project=session.activity.project, session=session, name=name, content=content,
            venue=session.venue, starts_at=session.starts_at - EARLY, ends_at=session.ends_at, places=5, risk=risk,
            lead=lead, minimum_age=18 if item.plan.kind in DANGEROUS else 16,
        )  # fmt: skip
        if number == len(ahead) - 1:
            return
        shift = publish_shift(shift, by=lead)
        yield world.office(-4) + timedelta(minutes=9 * number)
        adults = [row for row in members[session.organization_id][: -2 * 6] if grown(world, row)]
        for member in world.rng.sample(adults, number % 4 + 1):
            sign_up_for_shift(shift, volunteer=member.volunteer)


def grown(world: World, member: Member) -> bool:
    return not is_minor(member.person.birth_date, world.today)


def claims_story(world: World, members: dict[int, list[Member]]) -> Iterator[datetime]:
    """What volunteers report themselves: two claim a shift twice, two are confirmed, three wait; one is corrected."""
    organization = world.organizations[at.KAIXUAN]
    worker, community = world.projects["职工子女爱心托管班"].worker, world.staff(Role.COMMUNITY_UNION, at.KAIXUAN)
    kept = HourClaim.objects.filter(organization=organization, state=HourClaimState.CONFIRMED)
    settled = kept.filter(source=HourSource.SHIFT, starts_at__lt=world.now - timedelta(days=9))
    shifts = list(settled.order_by("-starts_at")[:3])
    yield world.moment(world.day(-3), 15)
    for claim in shifts[:2]:
        twice = report(claim.volunteer, claim.starts_at, claim.ends_at, "到社区帮忙看护孩子", organization)
        confirm_hours(twice, by=community)
    correction = propose_correction(
        shifts[2], by=worker, starts_at=shifts[2].starts_at, ends_at=shifts[2].ends_at - timedelta(minutes=40),
        reason=CHANGES,
    )  # fmt: skip
    adults = [member for member in members[organization.pk] if grown(world, member)]
    free = [member for member in adults if world.day(-5) not in member.busy][10:15]
    starts_at = world.moment(world.day(-5), 19)
    claims = [
        report(member.volunteer, starts_at, starts_at + timedelta(hours=2), "陪独居老人就医取药", organization)
        for member in free
    ]
    yield world.moment(world.day(-2), 10)
    approve_correction(correction, by=community)
    for claim in claims[:2]:
        confirm_hours(claim, by=worker)


def report(volunteer: Volunteer, starts_at: datetime, ends_at: datetime, content: str, organization) -> HourClaim:
    return claim_hours(
        volunteer, by=None, source=HourSource.SELF, starts_at=starts_at, ends_at=ends_at, content=content,
        organization=organization,
    )  # fmt: skip


def star_story(world: World, code: str) -> Iterator[datetime]:
    """The most faithful apply: most are awarded a star, one stands in publicity, one waits."""
    street = world.staff(Role.STREET_UNION, code[:9])
    yield world.office(-42)
    top = Volunteer.objects.filter(organization=world.organizations[code], hours__gte=110).order_by("-hours", "pk")
    rows = [apply_for_star(volunteer, by=None, star=1) for volunteer in top]
    yield world.office(-40)
    rows[:-2] = [publicise_star(row, by=street) for row in rows[:-2]]
    yield world.office(-12)
    for row in rows[:-2]:
        award_star(row, by=street, note="公示无异议。")
    yield world.office(-1)
    if len(rows) > 1:
        publicise_star(rows[-2], by=street)


def record_story(world: World) -> Iterator[datetime]:
    """Certificates of the service record: two issued, one asked for."""
    community = world.staff(Role.COMMUNITY_UNION, at.KAIXUAN)
    top = Volunteer.objects.filter(organization=world.organizations[at.KAIXUAN]).order_by("-hours", "pk")[:3]
    for number, volunteer in enumerate(top):
        yield world.moment(world.day(-10), 10, 13 * number)
        row = request_record(volunteer, starts_on=world.day(-190), ends_on=world.day(-12))
        if number < 2:
            yield world.moment(world.day(-8), 10, 13 * number)
            issue_certificate(row, by=community)


def award_story(world: World) -> Iterator[datetime]:
    yield world.office(-45)
    top = Volunteer.objects.order_by("-hours", "pk")[: len(AWARDS)]
    for volunteer, title in zip(top, AWARDS, strict=True):
        add_award(
            volunteer, by=world.staff(Role.COMMUNITY_UNION, volunteer.organization.code), title=title,
            awarded_by="沈阳市总工会", awarded_on=timezone.localdate(),
        )  # fmt: skip
