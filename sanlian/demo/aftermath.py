"""After the sessions: what is followed up, and certificates of having taken part."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from orgs.enums import Role, ServiceGroup
from orgs.models import Person
from projects.enums import NeedCategory
from sanlian.demo import organizations as at
from sanlian.demo.sessions import Dated
from sanlian.demo.world import World
from services.enums import ActivityKind as Kind
from services.enums import AttendanceRole
from services.models import Session
from services.operations import (
    certify_attendance,
    create_follow_up,
    finish_follow_up,
    raise_need_from_follow_up,
    revoke_certificate,
)

# kind of the session, how many such sessions ago, days until it is due, what is to be done, what came of it
FOLLOW_UPS = (
    (Kind.CHILDCARE, 0, 5, "孩子最近情绪低落，约家长谈一次。", ""),
    (Kind.CHILDCARE, 2, 7, "家长夜班无人接送，联系志愿者结对。", ""),
    (Kind.CHILDCARE, 14, 10, "孩子近视加重，建议家长带去复查。", "家长已带孩子复查并配镜。"),
    (Kind.TRAINING, 1, 10, "骑手反映站点没有充电柜。", ""),
    (Kind.TRAINING, 9, 14, "骑手咨询工伤认定材料。", "已转律师志愿者，材料已提交。"),
    (Kind.CHILDCARE, 20, 14, "多位家长希望寒暑假也能托管。", "need"),
)
CERTIFIED = 7  # of one training; the last one is taken back


def follow_up_story(world: World, held: list[Dated], number: int) -> Iterator[datetime]:
    """Noted after the session; some are done, one became a need of the community."""
    kind, back, due, text, result = FOLLOW_UPS[number]
    session = [item.session for item in held if item.plan.kind == kind][-1 - back]
    worker = session.activity.lead
    yield session.ends_at + timedelta(minutes=80)
    row = create_follow_up(
        session, by=worker, text=text, responsible=worker, person=None if result == "need" else somebody(session),
        due_on=session.starts_on + timedelta(days=due),
    )  # fmt: skip
    if not result:
        return
    yield session.ends_at + timedelta(days=4, hours=16)
    if result != "need":
        finish_follow_up(row, by=worker, result=result)
        return
    raise_need_from_follow_up(
        row, by=world.staff(Role.COMMUNITY_UNION, at.KAIXUAN), title="双职工子女寒暑假托管",
        category=NeedCategory.CHILD,
        groups=[ServiceGroup.FAMILY, ServiceGroup.EMPLOYEE], frequency="yearly", people=60,
        evidence="托管班家长座谈和问卷，二十余户提出寒暑假无人看护。",
    )  # fmt: skip


def somebody(session: Session) -> Person:
    served = session.attendances.filter(person__isnull=False, role=AttendanceRole.PARTICIPANT)
    return served.order_by("pk").first().person


def certificate_story(world: World, held: list[Dated]) -> Iterator[datetime]:
    """Riders ask for the proof of their training; one had signed in for a colleague."""
    session = [item.session for item in held if item.plan.kind == Kind.TRAINING and not item.session.is_online][-4]
    yield session.ends_at + timedelta(days=1)
    named = session.attendances.filter(person__isnull=False, role=AttendanceRole.PARTICIPANT).order_by("pk")
    for row in named[:CERTIFIED]:
        certificate = certify_attendance(row)
    yield session.ends_at + timedelta(days=5)
    revoke_certificate(certificate, by=session.activity.lead, note="核对现场照片，为他人代签，予以撤销。")
