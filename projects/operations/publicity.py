"""Publicity of a call's result: published for working days, closed when they are over, made final."""

from django.utils import timezone

from core.calendar import add_workdays
from core.errors import DomainError
from core.workflow import locked, step, step_all
from orgs.models import User
from projects import deadlines, parameters, workflow
from projects.enums import ApplicationState, ParameterName, Procedure, PublicityState
from projects.models import Call, Publicity, PublicityEntry
from projects.notifications import review as notifications
from projects.operations.award import award_application
from projects.operations.barring import STRIKE, check_not_barred
from projects.operations.duties import check_neutral
from projects.queries.promotion import has_awards
from projects.queries.publicity import current_publicity, unanswered
from projects.queries.review import is_ranked

MOST_DAYS = 60
MOST_WORDS = 2000
AFTER_REVIEW = (
    ApplicationState.PUBLICITY, ApplicationState.RESERVE, ApplicationState.NOT_SELECTED, ApplicationState.AWARDED,
)  # fmt: skip


def publicity_days(call: Call) -> int:
    """The least number of working days: the rule centre's (configurable default 5), for a single source never
    under the law's five (政府采购法实施条例第38条)."""
    least = deadlines.PUBLICITY_WORKDAYS if call.procedure == Procedure.SINGLE_SOURCE else 1
    return max(parameters.days(ParameterName.PUBLICITY_DAYS), least)


def publicise_call(call: Call, *, by: User, days: int | None = None, text: str = "") -> Publicity:
    """Publish the recommended applications from the next working day on, for ``days`` working days.

    What is published is a copy that never changes. Raises ``DomainError`` before the ranking, with an unanswered
    objection, with nothing to publish, or for fewer days than the rule demands.
    """
    with step(call, workflow.PUBLICISE_CALL, by=by) as call:
        check_neutral(call, by)
        if not is_ranked(call):
            raise DomainError("评分还没有汇总，不能公示。")
        publicity = publicise_proposed(call, by=by, days=days, text=text)
    return publicity


def publicise_proposed(call: Call, *, by: User, days: int | None, text: str) -> Publicity:
    """The publicity of whatever is proposed now. The caller moves the call, under its lock."""
    if len(text) > MOST_WORDS or "\0" in text:
        raise DomainError(f"公示说明最多{MOST_WORDS}字，且不能含有特殊字符。")
    if unanswered(call).exists():
        raise DomainError("还有异议没有答复，不能公示。请先答复异议。")
    proposed = call.applications.filter(state=ApplicationState.PROPOSED)
    if not proposed.exists():
        raise DomainError("没有拟立项的申报，不能公示。请依规定废止批次。")
    applicants = [one.contractor for one in proposed.select_related("contractor")]
    check_not_barred(*applicants, act="公示为拟立项单位", instead=STRIKE)
    least = publicity_days(call)
    days = least if days is None else days
    if not least <= days <= MOST_DAYS:
        raise DomainError(f"公示期应为{least}至{MOST_DAYS}个工作日，请核对。")
    publicity = _open(call, days, text.strip(), by)
    moved = step_all(proposed.select_related("contractor"), workflow.PUBLICISE_APPLICATION, by=by)
    PublicityEntry.objects.bulk_create(
        PublicityEntry(
            publicity=publicity, application=one, project_name=one.name, contractor_name=one.contractor.name,
            amount=one.amount, score=one.score, rank=one.rank,
        )
        for one in moved
    )  # fmt: skip
    notifications.publicised(publicity, moved)
    return publicity


def _open(call: Call, days: int, text: str, by: User) -> Publicity:
    today = timezone.localdate()
    publicity = Publicity.objects.create(
        call=call, round=call.publicities.count() + 1, days=days, starts_on=add_workdays(today, 1),
        ends_on=deadlines.publicity_ends(today, days), text=text, by=by,
    )  # fmt: skip
    publicity.events.create(kind="create", to_state=publicity.state, by=by)
    return publicity


def close_publicity(publicity: Publicity, *, by: User, note: str = "") -> Publicity:
    """End the publicity after its last day, when every objection has its reply."""
    with step(publicity, workflow.CLOSE_PUBLICITY, by=by, note=note) as publicity:
        check_neutral(publicity.call, by)
        if timezone.localdate() <= publicity.ends_on:
            raise DomainError(f"公示到{publicity.ends_on}当天结束，期满后才能办理。")
        if unanswered(publicity.call).exists():
            raise DomainError("还有异议没有答复，不能结束公示。请先答复异议。")
    return publicity


def finish_call(call: Call, *, by: User, note: str = "") -> Call:
    """Make the published result final: one project for every published application, all or none.

    No project exists before, so nothing can be signed during a publicity. Those awarded before a promotion hear
    nothing new. Raises ``DomainError`` unless the latest publicity has ended, every objection has its reply and nobody
    published has come to be barred since.
    """
    with step(call, workflow.FINISH_CALL, by=by, note=note) as call:
        check_neutral(call, by)
        publicity = current_publicity(call)
        if publicity is None or locked(publicity).state != PublicityState.CLOSED:
            raise DomainError("公示还没有期满结束，不能确认立项。")
        if unanswered(call).exists():
            raise DomainError("还有异议没有答复，不能确认立项。请先答复异议。")
        told = call.applications.filter(state__in=AFTER_REVIEW).select_related("contractor", "created_by")
        if has_awards(call):
            told = told.filter(publicity_entries__publicity=publicity)
        published = call.applications.filter(state=ApplicationState.PUBLICITY).select_related("contractor")
        # All of them before the first is awarded: a fund is locked after every contractor, never before.
        check_not_barred(*[one.contractor for one in published], act="立项", instead=STRIKE)
        for application in published.order_by("rank"):
            award_application(application, by=by)
        notifications.results_final(publicity, told)
    return call
