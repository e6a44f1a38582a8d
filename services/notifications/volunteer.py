"""Who is told about volunteers and shifts: the community's staff, those who lead, and the volunteers themselves."""

from collections.abc import Iterable

from core import sms
from core.notifications import notify
from core.templatetags.ui import moment
from orgs.enums import Role
from orgs.models import User
from services.enums import ShiftState
from services.models import Session, Shift, ShiftSignUp, Volunteer
from services.notifications.registration import SIGNATURE


def tell_registered(volunteer: Volunteer) -> None:
    """Somebody registered on the public page: the community union looks at it."""
    notify(
        User.objects.holding(volunteer.organization, Role.COMMUNITY_UNION),
        key=f"volunteer:{volunteer.pk}:create",
        title="有新的志愿者登记待审核",
        body=f"{volunteer.organization.short_name}，编号{volunteer.number}",
        url=volunteer.get_absolute_url(),
    )


def tell_admitted(volunteer: Volunteer) -> None:
    _text([volunteer], f"您的志愿者登记已审核通过，编号{volunteer.number}。可以报名志愿班次了。")


def tell_published(shift: Shift, *, by: User) -> None:
    """The community hears what is recruited for it."""
    _tell(shift, "volunteer", "志愿班次开始招募", hosts(shift) - {by})


def tell_cancelled(shift: Shift, sign_ups: Iterable[ShiftSignUp], *, by: User) -> None:
    """Everybody who held a place, and those who lead and host."""
    _tell(shift, "cancel", "志愿班次取消", (hosts(shift) | {shift.lead}) - {by})
    _text([row.volunteer for row in sign_ups], f"您报名的志愿班次“{shift.name}”（{_when(shift)}）已取消，不用前往。")


def tell_given_up(sign_up: ShiftSignUp) -> None:
    """A place came free without the lead's doing."""
    shift = sign_up.shift
    _tell(shift, f"given-up:{sign_up.pk}", "志愿班次有人取消报名", {shift.lead})


def tell_leads(session: Session) -> None:
    """The session of these shifts will not be held as planned: their leads decide what becomes of the volunteers."""
    shifts = session.shifts.filter(state__in=(ShiftState.DRAFT, ShiftState.PUBLISHED))
    for shift in shifts.select_related("organization", "lead"):
        cause = f"session:{session.get_state_display()}:{session.events.count()}"
        _tell(shift, cause, "班次所属的场次已取消或延期，请处理班次", {shift.lead})


def hosts(shift: Shift) -> set[User]:
    return set(User.objects.holding(shift.organization, Role.COMMUNITY_UNION))


def _when(shift: Shift) -> str:
    return moment(shift.starts_at)


def _tell(shift: Shift, cause: str, subject: str, people: set[User]) -> None:
    notify(
        people,
        key=f"shift:{shift.pk}:{cause}",
        title=f"{subject}：{shift.name}",
        body=f"{_when(shift)}，{shift.organization.short_name}，{shift.venue}",
        url=shift.get_absolute_url(),
    )


def _text(volunteers: Iterable[Volunteer], body: str) -> None:
    """A short message to each phone."""
    sms.text_all([(volunteer.person.phone, f"{SIGNATURE}{body}") for volunteer in volunteers])
