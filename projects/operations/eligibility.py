"""资格审查: after the call has closed, condition by condition with evidence; pass, correct once, or fail."""

from django.db import transaction
from django.utils import timezone

from core.calendar import add_workdays
from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import User
from projects import parameters, workflow
from projects.enums import ApplicationState, CallState, EligibilityItem, EligibilityResult, ParameterName
from projects.models import Application, ApplicationFile, EligibilityCheck
from projects.notifications.application import application_changed
from projects.operations.duties import check_outside_applicant
from projects.operations.need import require_reason
from projects.queries.application import latest_checks, unchecked_items
from projects.queries.bar import bars_from

CHECKED_IN = (CallState.PUBLISHED, CallState.CLOSED)


def check_application(application: Application, *, by: User, note: str = "") -> Application:
    """Open a submitted application for the check; sealed until the call has closed."""
    with step(application, workflow.CHECK_APPLICATION, by=by, note=note) as application:
        _check_may_check(application, by)
    return application


def record_eligibility(
    application: Application, *, by: User, item: str, result: str, note: str = "", file: ApplicationFile | None = None
) -> EligibilityCheck:
    """Find on one condition (政府采购法第22条 and local practice); the newest finding counts, none is ever changed.

    A condition that is not met, or is to be corrected, needs a reason.
    """
    if item not in EligibilityItem.values or result not in EligibilityResult.values:
        raise DomainError("请从列表中选择资格条件和结论。")
    if result != EligibilityResult.MET:
        note = require_reason(note)
    if len(note) > 200:
        raise DomainError("说明最多 200 字，请精简。")
    with transaction.atomic():
        application = locked(application)
        if application.state != ApplicationState.CHECKING:
            raise DomainError(f"申报目前是“{application.get_state_display()}”，不能登记审查结论。请先受理审查。")
        _check_may_check(application, by)
        if file is not None and file.application_id != application.pk:
            raise DomainError("证据附件不属于这份申报，请重新选择。")
        return EligibilityCheck.objects.create(
            application=application, item=item, result=result, note=note, file=file, by=by
        )


def return_application(application: Application, *, by: User, note: str) -> Application:
    """Ask for corrections, all of them at once; they are due within the correction period in working days
    (configurable default)."""
    with step(application, workflow.RETURN_APPLICATION, by=by, note=require_reason(note)) as application:
        _check_may_check(application, by)
        results = _all_results(application)
        if EligibilityResult.NOT_MET in results:
            raise DomainError("有不符合的资格条件，补正不能改变结论。请办理“资格不符”，或先更正该项结论。")
        if EligibilityResult.TO_CORRECT not in results:
            raise DomainError("没有待补正的资格条件，不需要补正。请办理“资格合格”。")
        today = timezone.localdate()
        application.correct_by = add_workdays(today, parameters.days(ParameterName.CORRECTION_DAYS, today))
        application.save(update_fields=["correct_by"])
        application_changed(application, "return", by=by)
    return application


def pass_application(application: Application, *, by: User, note: str = "") -> Application:
    """Every condition is met, and no earlier project bars the applicant: the application goes before the panel."""
    with step(application, workflow.PASS_APPLICATION, by=by, note=note) as application:
        _check_may_check(application, by)
        if _all_results(application) != {EligibilityResult.MET}:
            raise DomainError("还有不符合或待补正的资格条件，不能判为合格。")
        found = bars_from(application.call, application.contractor)
        if found:
            raise DomainError(f"{found[0]}，不能判为合格。请把对应的资格条件更正为“不符合”，再办理“资格不符”。")
        application_changed(application, "pass", by=by)
    return application


def fail_application(application: Application, *, by: User | None, note: str) -> Application:
    """Exclude it: a condition is not met, or the correction period has passed. ``by`` is ``None`` for the timer."""
    with step(application, workflow.FAIL_APPLICATION, by=by, note=require_reason(note)) as application:
        if by is not None:
            _check_may_check(application, by)
        if application.state == ApplicationState.RETURNED:
            if application.correct_by and timezone.localdate() <= application.correct_by:
                raise DomainError(f"补正期限是 {application.correct_by}，期限内不能判为资格不符。")
        elif EligibilityResult.NOT_MET not in {check.result for check in latest_checks(application).values()}:
            raise DomainError("没有不符合的资格条件，不能判为资格不符。请先登记不符合的条件和原因。")
        application_changed(application, "fail", by=by)
    return application


def _check_may_check(application: Application, by: User) -> None:
    """Sealed until closing; nobody checks what their own unit applied for (职责分离)."""
    check_outside_applicant(application, by)
    call = application.call
    if timezone.now() < call.closes_at:
        raise DomainError("征集还没有截止，申报处于密封状态，不能审查。")
    if call.state not in CHECKED_IN:
        raise DomainError(f"“{call}”目前是“{call.get_state_display()}”，不在资格审查阶段。")


def _all_results(application: Application) -> set[str]:
    checks = latest_checks(application)
    left = unchecked_items(checks)
    if left:
        raise DomainError(f"还有 {len(left)} 项资格条件没有结论：{'、'.join(left[:3])}。请一次审完。")
    return {check.result for check in checks.values()}
