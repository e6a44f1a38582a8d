"""What the page of a session leads to: the next step by the clock, and the pages of the day."""

from django.urls import reverse
from django.utils import timezone

from core.templatetags.ui import moment
from services.enums import ActivityState, RegistrationState, SessionState
from services.operations.attendance import OPENS_BEFORE
from services.operations.summary import WRITABLE
from services.permissions import records_anything
from services.queries.summary import summary_of


def next_steps(session, user, transitions: list[dict]) -> list[dict]:
    """What comes next by the clock: who waits to be approved while it is ahead, checking in on the day, confirming.

    Before the start the confirmation says why it has to wait instead of leading to a refusal.
    """
    if session.state != SessionState.PLANNED:
        return transitions
    now = timezone.now()
    hold, postpone, cancel = transitions
    if now < session.starts_at:
        hold |= {"allowed": False, "reason": f"{moment(session.starts_at)}开始之后才能确认"}
    check_in = step_to(session, user, "登记签到", "check-in", "check_in_person", "由执行社工或举办社区办理")
    move = step_to(session, user, "改期", "update", "reschedule_session", "由执行社工办理")
    opens = session.starts_at - OPENS_BEFORE <= now
    return [check_in, hold, cancel] if opens else [move | {"retreat": True}, hold, postpone, cancel]


def step_to(session, user, label: str, page: str, permission: str, reason: str) -> dict:
    """A page beside the transitions, drawn like one of them."""
    url = reverse(f"services:session-{page}", args=[session.pk])
    return {"label": label, "url": url, "allowed": user.has_perm(f"services.{permission}", session), "reason": reason}


def actions(session, user) -> list[dict]:
    """Pages for the day itself, also before, to try the projector; and the volunteers who help."""
    counts = user.has_perm("services.check_in_person", session)
    if session.state == SessionState.CANCELLED or not (counts or records_anything(user)):
        return []
    started = session.starts_at <= timezone.now()
    opens = session.starts_at - OPENS_BEFORE <= timezone.now()
    is_planned, is_held = session.state == SessionState.PLANNED, session.state == SessionState.HELD
    signs_up = counts and is_planned and not started and session.activity.state == ActivityState.PUBLISHED
    pending = waiting_for_approval(session) if signs_up else 0
    offered = (
        (f"审核报名（{pending}人）", "approve-registrations", pending),
        ("代报名", "register", signs_up),
        ("单位集体报名", "sign-up-group", signs_up),
        ("登记签到", "check-in", counts and not (is_planned and opens)),  # then it is the next step itself
        ("手机扫码签到", "door", counts and not is_held),
        ("签到大屏", "screen", counts and not is_held),
    )
    pages = [
        {"label": label, "url": reverse(f"services:session-{name}", args=[session.pk]), "primary": signs_up}
        for label, name, shown in offered
        if shown
    ]  # the first of them is the next step while people sign up
    return pages + volunteering(session, user, started)


def waiting_for_approval(session) -> int:
    """Only activities that ask for approval have anybody who waits for it."""
    if not session.activity.needs_approval:
        return 0
    return session.registrations.filter(state=RegistrationState.PENDING).count()


def volunteering(session, user, started: bool) -> list[dict]:
    """Volunteers are looked for before the session and their hours recorded after its start."""
    if started and records_anything(user):
        label, url_name = "登记志愿服务时长", "services:hourclaim-create"
    elif session.state == SessionState.PLANNED and user.has_perm("services.create_shift", session.activity.project):
        label, url_name = "招募志愿者", "services:shift-create"
    else:
        return []
    query = f"?session={session.pk}&project={session.activity.project_id}"
    return [{"label": label, "url": reverse(url_name) + query}]


def steps_after(session, user) -> list[dict]:
    """What a held session's page leads to: its summary, follow-ups and certificates."""
    if session.state != SessionState.HELD:
        return []
    found = summary_of(session)
    may_start = user.has_perm("services.start_summary", session)
    waits = found is None or found.state in WRITABLE
    offered = (
        ("填写活动总结" if waits and may_start else "活动总结", "session-summary", found is not None or may_start),
        ("登记跟进事项", "session-follow-up", user.has_perm("services.create_follow_up", session)),
        ("参加证明", "session-certificates", user.has_perm("services.check_in_person", session)),
    )
    return [
        {"label": label, "url": reverse(f"services:{name}", args=[session.pk]), "primary": not number and waits}
        for number, (label, name, allowed) in enumerate(offered)
        if allowed
    ]
