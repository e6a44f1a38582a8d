"""Stars: applied for, publicised for working days, awarded; never given by the machine."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.calendar import add_workdays
from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import User
from projects.enums import ParameterName
from projects.parameters import days
from services import workflow
from services.enums import VolunteerState
from services.models import StarApplication, Volunteer
from services.queries.hour import is_same_human
from services.queries.star import STARS, barred_until, hours_for, standing_star


def apply_for_star(volunteer: Volunteer, *, by: User | None, star: int) -> StarApplication:
    """Ask for ``star``; ``by`` is None when volunteers ask for themselves.

    Raises ``DomainError`` without the hours it takes (configurable default), for a star held already, with another
    application open, while barred after a false report, and for volunteers not in service.
    """
    if star not in STARS:
        raise DomainError("星级为一星至五星，请重新选择。")
    try:
        with transaction.atomic():
            volunteer = locked(volunteer)
            _check_applicant(volunteer, star)
            application = StarApplication.objects.create(volunteer=volunteer, star=star, hours=volunteer.hours, by=by)
            application.events.create(kind="create", to_state=application.state, by=by)
    except IntegrityError:
        raise DomainError(f"{volunteer}已有一项星级申请在办，请先办结。") from None
    return application


def publicise_star(application: StarApplication, *, by: User, note: str = "") -> StarApplication:
    """Publish it, with the name masked, until so many working days (configurable default 5) from tomorrow are over."""
    with step(application, workflow.PUBLICISE_STAR, by=by, note=note) as application:
        _check_two(application, by)
        _check_hours(application)
        application.publicity_ends_on = add_workdays(timezone.localdate(), days(ParameterName.STAR_PUBLICITY_DAYS))
        application.save(update_fields=["publicity_ends_on"])
    return application


def award_star(application: StarApplication, *, by: User, note: str = "") -> StarApplication:
    """Give the star once its publicity is over and the hours are still confirmed."""
    with transaction.atomic():
        volunteer = locked(application.volunteer)
        with step(application, workflow.AWARD_STAR, by=by, note=note) as application:
            _check_two(application, by)
            if timezone.localdate() <= application.publicity_ends_on:
                raise DomainError(f"公示到{application.publicity_ends_on}为止，期满后才能评定。")
            _check_hours(application)
        _set_stars(volunteer, by=by, note=f"评定为{application.star}星")
    return application


def reject_star(application: StarApplication, *, by: User, note: str, false_report: bool = False) -> StarApplication:
    """Refuse with a reason; a false report also bars from applying for some years (configurable default)."""
    with step(application, workflow.REJECT_STAR, by=by, note=note) as application:
        _check_two(application, by)
        _bar(application, false_report)
    return application


def revoke_star(application: StarApplication, *, by: User, note: str, false_report: bool = True) -> StarApplication:
    """Take an awarded star back: the volunteer keeps the highest of the others. A false report bars."""
    with transaction.atomic():
        volunteer = locked(application.volunteer)
        with step(application, workflow.REVOKE_STAR, by=by, note=note) as application:
            _bar(application, false_report)
        _set_stars(volunteer, by=by, note=f"撤销{application.star}星：{note}")
    return application


def _check_applicant(volunteer: Volunteer, star: int) -> None:
    if volunteer.state != VolunteerState.ACTIVE:
        raise DomainError(f"{volunteer}目前是“{volunteer.get_state_display()}”，不能申请星级。")
    if star <= volunteer.stars:
        raise DomainError(f"{volunteer}已是{volunteer.stars}星志愿者，请申请更高的星级。")
    if last := barred_until(volunteer):
        raise DomainError(f"因虚报服务时长，{last}之前不能申请星级。")
    needed = hours_for(star)
    if volunteer.hours < needed:
        raise DomainError(f"申请{star}星须有{needed:.0f}小时已确认的服务时长，目前为{volunteer.hours}小时。")


def _check_hours(application: StarApplication) -> None:
    """Hours may have been voided since the application."""
    volunteer, needed = application.volunteer, hours_for(application.star)
    if volunteer.hours < needed:
        raise DomainError(f"已确认的时长现为{volunteer.hours}小时，不足{needed:.0f}小时，不能办理。")


def _check_two(application: StarApplication, by: User) -> None:
    if application.by_id == by.pk or is_same_human(by, application.volunteer.person):
        raise DomainError("申请人和代为申请的人不能评定，请由其他人办理。")


def _bar(application: StarApplication, false_report: bool) -> None:
    if not false_report:
        return
    today = timezone.localdate()
    last = today.replace(year=today.year + days(ParameterName.STAR_BAR_YEARS), day=min(today.day, 28))
    application.barred_until = last
    application.save(update_fields=["barred_until"])


def _set_stars(volunteer: Volunteer, *, by: User, note: str) -> None:
    volunteer.stars = standing_star(volunteer)
    volunteer.save(update_fields=["stars"])
    volunteer.events.create(kind="star", from_state=volunteer.state, to_state=volunteer.state, by=by, note=note)
