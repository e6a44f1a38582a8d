"""Objections to a publicity and their replies."""

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import User
from projects import deadlines, workflow
from projects.enums import ApplicationState, CallState, ObjectionState, PublicityState
from projects.models import Application, Call, Objection, Publicity
from projects.notifications import review as notifications
from projects.operations.duties import check_neutral
from projects.operations.need import require_reason
from projects.operations.reopening import back_to_the_panel, end_promotion, next_round
from projects.queries.promotion import has_awards
from projects.queries.publicity import current_publicity

LIMITS = {"提出人": 30, "联系方式": 60, "异议内容": 2000}
STRUCK_FROM = (ApplicationState.PUBLICITY, ApplicationState.REVIEWING)


def receive_objection(
    publicity: Publicity, *, name: str, contact: str, text: str, application: Application | None = None,
    by: User | None = None,
) -> Objection:  # fmt: skip
    """Register an objection from the public page (``by`` is None) or on paper; the reply is due in seven working days.

    One that comes after the result is final is registered as well and stands in the way of the contract. The same
    words about the same application come in once. Raises ``DomainError`` for a publicity that has been stopped.
    """
    said = {"提出人": name.strip(), "联系方式": contact.strip(), "异议内容": text.strip()}
    for label, value in said.items():
        if not value or len(value) > LIMITS[label] or "\0" in value:
            raise DomainError(f"请填写{label}，最多{LIMITS[label]}字。")
    with transaction.atomic():
        publicity = locked(publicity)
        if publicity.state == PublicityState.STOPPED:
            raise DomainError("本次公示已经中止，将重新公示。请在重新公示后提出异议。")
        if application and not publicity.call.applications.filter(pk=application.pk).exists():
            raise DomainError("所涉申报不在这个批次，请重新选择。")
        for earlier in publicity.objections.filter(application=application, state=ObjectionState.RECEIVED):
            if (earlier.text, earlier.contact) == (said["异议内容"], said["联系方式"]):
                return earlier
        objection = Objection.objects.create(
            publicity=publicity, application=application, name=said["提出人"], contact=said["联系方式"],
            text=said["异议内容"], reply_by=deadlines.query_reply_due(timezone.localdate()),
        )  # fmt: skip
        objection.events.create(kind="create", to_state=objection.state, by=by)
        notifications.objection_received(objection)
    return objection


def dismiss_objection(objection: Objection, *, by: User, note: str) -> Objection:
    """Answer that the objection is unfounded, in words."""
    with transaction.atomic():
        locked(objection.publicity.call)
        with step(objection, workflow.DISMISS_OBJECTION, by=by) as objection:
            _reply(objection, by, note)
    return objection


def uphold_objection(
    objection: Objection, *, by: User, note: str, application: Application | None = None, review_again: bool = False
) -> Objection:
    """Answer that the objection is right: the publicity stops and the call goes back to the panel.

    ``review_again`` False strikes the application out (the objection's, or the one named here); the signed scores of
    the others stand and are ranked anew. True sends everybody, that application included, into a new round with new
    sheets. In a promotion only what is promoted can be struck out; the others wait in reserve again. After the result
    is final only the reply is kept: it stands in the way of the contract.
    """
    with transaction.atomic():
        call = locked(objection.publicity.call)
        with step(objection, workflow.UPHOLD_OBJECTION, by=by) as objection:
            objection.application = application or objection.application
            if not review_again and objection.application is None:
                raise DomainError("请选择异议成立所涉的申报，或者选择重新评审。")
            _reply(objection, by, note, "application")
            if call.state == CallState.PUBLICITY and has_awards(call):
                _end_promotion(objection, call, by=by, review_again=review_again)
            elif call.state == CallState.PUBLICITY:
                _back_to_the_panel(objection, call, by=by, review_again=review_again)
            elif call.state == CallState.REVIEWING and review_again:
                next_round(call)
            elif call.state == CallState.REVIEWING:
                _strike(objection.application, by=by)
    return objection


def _reply(objection: Objection, by: User, note: str, *columns: str) -> None:
    note = require_reason(note)
    if len(note) > 2000 or "\0" in note:
        raise DomainError("答复最多2000字，且不能含有特殊字符。")
    check_neutral(objection.publicity.call, by)
    if objection.application and objection.application.call_id != objection.publicity.call_id:
        raise DomainError("所涉申报不在这个批次，请重新选择。")
    objection.reply, objection.replied_by, objection.replied_at = note, by, timezone.now()
    objection.save(update_fields=["reply", "replied_by", "replied_at", *columns])


def _back_to_the_panel(objection: Objection, call: Call, *, by: User, review_again: bool) -> None:
    if not review_again:
        _check_struck(objection.application, "对名次或未入选的异议成立的，请选择重新评审。")
        _strike(objection.application, by=by)
    back_to_the_panel(call, objection.publicity, by=by, note="异议成立", new_round=review_again)
    if review_again:
        notifications.review_started(locked(call))


def _end_promotion(objection: Objection, call: Call, *, by: User, review_again: bool) -> None:
    """Back to the result as it was before; a reply about what was awarded earlier changes nothing here."""
    if review_again:
        raise DomainError("本批次已有项目立项，不能全部重新评审。请选择取消该申报资格。")
    if locked(objection.application).state == ApplicationState.AWARDED:
        return
    _check_struck(objection.application, "请重新选择所涉申报。")
    _strike(objection.application, by=by)
    end_promotion(call, current_publicity(call), by=by, note="异议成立")


def _check_struck(application: Application, otherwise: str) -> None:
    if locked(application).state != ApplicationState.PUBLICITY:
        raise DomainError(f"只有公示中的申报可以取消资格。{otherwise}")


def _strike(application: Application, *, by: User) -> None:
    if locked(application).state not in STRUCK_FROM:
        raise DomainError("这份申报已经不在评审或公示中，不能取消资格。")
    with step(application, workflow.UPHOLD_APPLICATION, by=by):
        pass
