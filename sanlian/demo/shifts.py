"""The shifts of the past year: who helped at which session, written in bulk as the operations would one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sanlian.demo import clock
from sanlian.demo.hours import OPEN_DAYS, Served
from sanlian.demo.sessions import Dated
from sanlian.demo.totals import OF_SHIFTS, summed_up
from sanlian.demo.visits import Visit
from sanlian.demo.volunteers import Member
from sanlian.demo.world import World
from services import workflow
from services.enums import ActivityKind as Kind
from services.enums import AttendanceRole, HourSource, ShiftSignUpState, ShiftState
from services.models import Shift, ShiftEvent, ShiftSignUp, ShiftSignUpEvent

SHIFTS = 120
ABSENT, CANCELLED = 0.16, 0.12  # share of the shifts somebody signed up for and did not come to
EARLY = timedelta(minutes=30)  # before the session
HARMLESS = "无特别风险；请注意上下楼和搬运安全。"
# kind → what they do, what for, what may happen
WORK = {
    Kind.CONVENIENCE: ("便民服务引导", "维持秩序，登记取号，协助行动不便的居民。", HARMLESS),
    Kind.CLINIC: ("义诊引导", "引导候诊、测量身高体重、发放健康手册。", HARMLESS),
    Kind.CHILDCARE: ("托管陪伴", "放学接送、作业辅导、课间看护。", "接送途中注意交通安全，两人以上同行。"),
    Kind.DRILL: ("演练安全员", "看护演练区域，协助器材和急救。", "演练中可能跌倒、擦伤，须听从现场指挥。"),
}
DANGEROUS = (Kind.DRILL,)


@dataclass
class Crew:
    """The helpers of one session, and who signed up beside them."""

    item: Dated
    visits: list[Visit]
    shift: Shift | None = None
    sign_ups: list[tuple[ShiftSignUp, Member]] = field(default_factory=list)


def save_shifts(world: World, visits: list[Visit], members: dict[int, list[Member]]) -> list[Served]:
    """Shifts with their sign-ups; returns what was served."""
    crews = choose(world, visits)
    with clock.backdated():
        for crew in crews:
            crew.shift = shift(crew)
            crew.sign_ups = sign_ups(world, crew, members[crew.item.session.organization_id])
            crew.shift.places = len(crew.sign_ups) + world.rng.randint(0, 2)
        Shift.objects.bulk_create([crew.shift for crew in crews], batch_size=500)
        ShiftEvent.objects.bulk_create([event for crew in crews for event in events_of(crew)], batch_size=1000)
        rows = [row for crew in crews for row, _ in crew.sign_ups]
        with summed_up(OF_SHIFTS):
            ShiftSignUp.objects.bulk_create(rows, batch_size=1000)
        ShiftSignUpEvent.objects.bulk_create([event for row in rows for event in moves_of(row)], batch_size=1000)
    return [served(crew, row, member) for crew in crews for row, member in crew.sign_ups if row.signed_out_at]


def choose(world: World, visits: list[Visit]) -> list[Crew]:
    """The sessions of the last days and some of the year, in the order of time."""
    crews: dict[int, Crew] = {}
    for visit in visits:
        if visit.role == AttendanceRole.VOLUNTEER:
            crews.setdefault(id(visit.item), Crew(visit.item, [])).visits.append(visit)
    border = world.day(-OPEN_DAYS)
    recent = [crew for crew in crews.values() if crew.item.session.starts_on > border]
    older = [crew for crew in crews.values() if crew.item.session.starts_on <= border]
    chosen = recent + world.rng.sample(older, SHIFTS - len(recent))
    return sorted(chosen, key=lambda crew: crew.item.session.starts_at)


def shift(crew: Crew) -> Shift:
    session, kind = crew.item.session, crew.item.plan.kind
    name, content, risk = WORK[kind]
    return Shift(
        project=session.activity.project, session=session, organization=session.organization, name=name,
        content=content, venue=session.venue, starts_at=session.starts_at - EARLY, ends_at=session.ends_at,
        places=len(crew.visits), risk=risk, is_dangerous=kind in DANGEROUS, lead=session.activity.lead,
        insurance=f"SSZY{session.pk:08d}" if kind in DANGEROUS else "", state=ShiftState.DONE,
    )  # fmt: skip


def planned_at(crew: Crew) -> datetime:
    """A week ahead, or as soon as the activity was public."""
    public = crew.item.session.activity.created_at + timedelta(hours=2)
    return max(crew.shift.starts_at - timedelta(days=8), public)


def events_of(crew: Crew) -> Iterator[ShiftEvent]:
    row, by, made = crew.shift, crew.shift.lead, planned_at(crew)
    publish, finish = workflow.PUBLISH_SHIFT, workflow.FINISH_SHIFT
    yield ShiftEvent(subject=row, kind="create", to_state=ShiftState.DRAFT, by=by, at=made)
    for move, before, moment in (
        (publish, ShiftState.DRAFT, made + timedelta(minutes=30)),
        (finish, ShiftState.PUBLISHED, row.ends_at + timedelta(minutes=25)),
    ):
        yield ShiftEvent(subject=row, kind=move.name, from_state=before, to_state=move.target, by=by, at=moment)


def sign_ups(world: World, crew: Crew, members: list[Member]) -> list[tuple[ShiftSignUp, Member]]:
    """Those who came, graded by the lead; sometimes one who did not, or gave the place back."""
    rng, state = world.rng, ShiftSignUpState
    rows = [
        (
            ShiftSignUp(
                shift=crew.shift, volunteer=visit.member.volunteer, signed_in_at=visit.came_at,
                signed_out_at=visit.session.ends_at + timedelta(minutes=rng.randint(0, 15)),
                grade=rng.choice((4, 5, 5, 5)) if rng.random() < 0.8 else None, state=state.SIGNED_OUT,
            ),
            visit.member,
        )
        for visit in crew.visits
    ]  # fmt: skip
    others = [member for member in members if member.can_help(crew.item)]
    for share, final in ((ABSENT, state.ABSENT), (CANCELLED, state.CANCELLED)):
        if others and rng.random() < share:
            member = others.pop(rng.randrange(len(others)))
            rows.append((ShiftSignUp(shift=crew.shift, volunteer=member.volunteer, state=final), member))
    for number, (row, _) in enumerate(rows):
        row.created_at = planned_at(crew) + timedelta(hours=1 + 3 * number)
    return rows


def moves_of(row: ShiftSignUp) -> Iterator[ShiftSignUpEvent]:
    """Signed up by themselves, signed in and out by the lead."""
    up, lead = ShiftSignUpState.SIGNED_UP, row.shift.lead
    yield ShiftSignUpEvent(subject=row, kind="create", to_state=up, at=row.created_at)
    if row.state == ShiftSignUpState.SIGNED_OUT:
        moves = ((workflow.SIGN_IN, up, lead, row.signed_in_at),)
        moves += ((workflow.SIGN_OUT, ShiftSignUpState.SIGNED_IN, lead, row.signed_out_at),)
    elif row.state == ShiftSignUpState.ABSENT:
        moves = ((workflow.MISS_SHIFT, up, lead, row.shift.ends_at + timedelta(minutes=25)),)
    else:
        moves = ((workflow.CANCEL_SIGN_UP, up, None, row.shift.starts_at - timedelta(hours=5)),)
    for move, before, by, moment in moves:
        yield ShiftSignUpEvent(subject=row, kind=move.name, from_state=before, to_state=move.target, by=by, at=moment)


def served(crew: Crew, row: ShiftSignUp, member: Member) -> Served:
    """The claim follows from signing out; nobody makes it by hand."""
    session = crew.item.session
    return Served(
        member, HourSource.SHIFT, row.signed_in_at, row.signed_out_at, crew.shift.name, session.organization,
        session.activity.project, crew.shift.lead, session=session, sign_up=row,
    )  # fmt: skip
