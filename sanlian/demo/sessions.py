"""The sessions: 720 that were held, written in bulk; and those to come, scheduled by the real operations."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from projects.enums import ProjectState
from sanlian.demo import clock
from sanlian.demo.plan import PURCHASED, ProjectPlan
from sanlian.demo.profiles import PROFILES, Profile
from sanlian.demo.world import World
from services import workflow
from services.enums import ActivityKind as Kind
from services.enums import SessionState
from services.models import Activity, Series, Session, SessionEvent
from services.operations import cancel_session, schedule_session
from services.operations.session import derived

AT_HOME = 0.62  # share of a project's sessions at its own community, the rest visit the others
# (days from today, hour) of what is planned under a running project
COMING = {
    Kind.CHILDCARE: ((-1, 17), (0, 17), (1, 17), (3, 17), (6, 9), (8, 17), (10, 17), (13, 9), (15, 17)),
    Kind.TRAINING: ((-1, 18), (1, 18), (4, 18), (9, 14), (16, 18)),
    Kind.CONVENIENCE: ((2, 9), (5, 9), (9, 14), (12, 9), (19, 9)),
    Kind.SPORT: ((1, 18), (6, 14), (13, 14), (20, 9)),
    Kind.LAW: ((3, 14), (7, 18), (14, 18), (21, 14)),
    Kind.LECTURE: ((0, 14), (5, 14), (18, 18)),
}
GOING_ON = (ProjectState.ACTIVE, ProjectState.MIDTERM_REVIEW, ProjectState.RECTIFYING, ProjectState.CHANGE_PENDING)
CANCELLED = {Kind.SPORT: (-9, 14), Kind.CONVENIENCE: (-16, 9)}
ONLINE = {Kind.TRAINING: "线上（职工学堂直播间）"}  # the newest session of the year under such a project
LECTURES = {
    "职场压力与情绪管理": ("认识压力", "情绪从哪里来", "下班后怎样放下工作", "正念呼吸练习"),
    "睡眠与身心放松": ("轮班职工的睡眠", "肩颈放松", "睡前一小时", "疲劳的信号"),
    "亲子沟通与家庭支持": ("听懂孩子的话", "陪伴与手机", "夫妻怎样分担", "老人照护的压力"),
    "冲突化解与团队沟通": ("班组里的误会", "怎样说不", "和客户沟通", "求助不丢人"),
}


@dataclass(frozen=True)
class Dated:
    """A session with what its visitors need to know of it."""

    session: Session
    plan: ProjectPlan
    profile: Profile


def hold_sessions(world: World) -> list[Dated]:
    """Every held session with its two events, written as ``schedule_session`` and ``hold_session`` would."""
    held = [item for plan in PURCHASED for item in planned(world, plan)]
    held.sort(key=lambda item: item.session.starts_at)
    go_online(held)
    sessions = Session.objects.bulk_create([item.session for item in held], batch_size=500)
    be_there(sessions)
    with clock.backdated():
        SessionEvent.objects.bulk_create(
            sorted((event for session in sessions for event in events_of(world, session)), key=lambda event: event.at),
            batch_size=1000,
        )
    return held


def be_there(sessions: list[Session]) -> None:
    """The one who leads the activity is at each of its sessions."""
    there = Session.workers.through
    there.objects.bulk_create([there(session=row, user=row.activity.lead) for row in sessions], batch_size=500)


def go_online(held: list[Dated]) -> None:
    """One session was a live stream."""
    for kind, venue in ONLINE.items():
        session = next(item.session for item in reversed(held) if item.plan.kind == kind)
        session.is_online, session.venue, session.place = True, venue, None


def planned(world: World, plan: ProjectPlan) -> list[Dated]:
    """``plan.held`` different moments of its period, spread over its communities and topics."""
    profile = PROFILES[plan.kind]
    activities = list(Activity.objects.filter(project=world.projects[plan.name]).order_by("pk"))
    moments = sorted(world.rng.sample(possible_starts(world, plan, profile), plan.held))
    items = [
        Dated(make_session(world, plan, profile, activities[number % len(activities)], starts_at), plan, profile)
        for number, starts_at in enumerate(moments)
    ]
    if plan.kind == Kind.PSYCHOLOGY:
        number_lectures(world, plan, activities, [item.session for item in items])
    return items


def number_lectures(world: World, plan: ProjectPlan, activities: list[Activity], sessions: list[Session]) -> None:
    """Each activity is a series: a topic for every lecture, given by one of those who passed their trial lecture."""
    lecturers = world.lecturers[plan.contractor]
    for place, activity in enumerate(activities):
        own = [session for session in sessions if session.activity_id == activity.pk]
        with clock.at(activity.created_at + timedelta(hours=1)):
            title = f"{activity.name}（共{len(own)}讲）"
            series = Series.objects.create(activity=activity, title=title, by=activity.lead)
        topics = LECTURES[activity.name]
        for number, session in enumerate(own):
            turn = number // len(topics)
            session.topic = topics[number % len(topics)] + (f"（{turn + 1}）" if len(own) > len(topics) else "")
            session.series, session.lecturer = series, lecturers[place % len(lecturers)]


def possible_starts(world: World, plan: ProjectPlan, profile: Profile) -> list[datetime]:
    """Each slot on each fitting day, from the project's start to yesterday; never on a public holiday's weekday."""
    last = min(plan.ends, -1)
    days = [world.day(offset) for offset in range(plan.starts, last + 1)]
    return sorted({world.moment(day, hour, minute) for day in days for hour, minute in slots_on(world, day, profile)})


def slots_on(world: World, day: date, profile: Profile) -> list[tuple[int, int]]:
    if day.weekday() < 5 and not world.is_workday(day):
        return []
    return [(hour, minute) for weekdays, hour, minute in profile.slots if day.weekday() in weekdays]


def make_session(world: World, plan: ProjectPlan, profile: Profile, activity: Activity, starts_at: datetime) -> Session:
    host = plan.hosts[0] if world.rng.random() < AT_HOME else world.rng.choice(plan.hosts)
    organization, venue = world.organizations[host], world.rng.choice(profile.venues)
    return Session(
        activity=activity,
        organization=organization,
        venue=venue,
        place=world.venues.get((host, venue)),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=profile.minutes),
        capacity=-(-profile.size[1] // 10) * 10,
        state=SessionState.HELD,
        **derived(starts_at),
    )


def events_of(world: World, session: Session) -> list[SessionEvent]:
    """排期 some weeks before, 确认已举办 shortly after."""
    worker = session.activity.lead
    published = session.activity.created_at + timedelta(hours=1)
    made = max(
        session.starts_at - timedelta(days=world.rng.randint(8, 30), minutes=world.rng.randint(0, 240)), published
    )
    hold = workflow.HOLD_SESSION
    return [
        SessionEvent(subject=session, kind="create", to_state=SessionState.PLANNED, by=worker, at=made),
        SessionEvent(
            subject=session, kind=hold.name, from_state=SessionState.PLANNED, to_state=hold.target, by=worker,
            at=session.ends_at + timedelta(minutes=world.rng.randint(10, 90)),
        ),
    ]  # fmt: skip


def schedule_coming(world: World) -> list[Dated]:
    """What lies ahead, one of today, some of tomorrow, and yesterday's that still wait to be confirmed."""
    scheduled = []
    for plan in PURCHASED:
        if plan.ending not in GOING_ON:
            continue
        activities = list(Activity.objects.filter(project=world.projects[plan.name]).order_by("pk"))
        for number, (offset, hour) in enumerate(COMING[plan.kind]):
            session = schedule(world, plan, activities[number % len(activities)], offset, hour)
            scheduled.append(Dated(session, plan, PROFILES[plan.kind]))
        if plan.kind in CANCELLED:
            call_off(world, schedule(world, plan, activities[0], *CANCELLED[plan.kind]))
    return sorted(scheduled, key=lambda item: item.session.starts_at)


def schedule(world: World, plan: ProjectPlan, activity: Activity, offset: int, hour: int) -> Session:
    """Scheduled a fortnight before, in office hours."""
    profile = PROFILES[plan.kind]
    host = world.organizations[plan.hosts[0] if offset % 3 else plan.hosts[-1]]
    starts_at = world.moment(world.day(offset), hour, 30)
    with clock.at(world.office(min(offset, 0) - 14)):
        return schedule_session(
            activity,
            by=activity.lead,
            organization=host,
            venue=profile.venues[0],
            place=world.venues.get((host.code, profile.venues[0])),
            workers=[activity.lead],
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=profile.minutes),
            capacity=-(-profile.size[1] // 10) * 10,
        )


def call_off(world: World, session: Session) -> None:
    with clock.at(session.starts_at - timedelta(days=1)):
        cancel_session(session, by=session.activity.lead, note="遇寒潮大风预警，另行安排。")
