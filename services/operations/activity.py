"""Plan, publish and end activities."""

from django.db import transaction

from core import sms
from core.errors import DomainError
from core.workflow import locked, step
from orgs.enums import Role
from orgs.models import User
from projects.models import Need, Project, ServiceItem
from projects.models.project import RUNNING
from projects.operations import serve_need
from projects.permissions import CONTRACTOR_STAFF
from services import workflow
from services.enums import ActivityState, SessionState
from services.models import Activity
from services.notifications.activity import tell_approvers, tell_lead
from services.operations.session import PLANNABLE, cancel_locked_session
from services.queries.plan import approval_reasons, cost_problems, plan_gaps, publishing_gaps
from services.queries.summary import without_approved_summary

LEADS = (*CONTRACTOR_STAFF, Role.SUPERVISOR)
WRITING = ("create", "update", "plan", "copy", workflow.SUBMIT_ACTIVITY.name)
AHEAD = (SessionState.PLANNED, SessionState.POSTPONED)


def create_activity(
    *,
    by: User,
    project: Project,
    name: str,
    kind: str,
    lead: User,
    description: str = "",
    service_item: ServiceItem | None = None,
) -> Activity:
    """A draft activity under an approved or running project; ``service_item`` is the promised service it fulfils.
    Where messages can be sent its sign-up wants the phone proven, until somebody decides otherwise.

    Raises ``DomainError`` when the project is in another state, ``lead`` does not work for the contractor, or the
    service belongs to another project.
    """
    with transaction.atomic():
        project = locked(project)
        if project.state not in PLANNABLE:
            raise DomainError(
                f"项目“{project}”目前是“{project.get_state_display()}”，不能安排活动。项目立项之后、结项之前才可以。"
            )
        _check_lead(project, lead)
        _check_item(project, service_item)
        activity = Activity.objects.create(
            project=project, name=name, kind=kind, lead=lead, description=description, service_item=service_item,
            state=ActivityState.DRAFT, verifies_phone=sms.can_send(),
        )  # fmt: skip
        activity.events.create(kind="create", to_state=activity.state, by=by)
    return activity


def update_activity(
    activity: Activity,
    *,
    by: User,
    name: str,
    kind: str,
    lead: User,
    description: str = "",
    service_item: ServiceItem | None = None,
) -> Activity:
    """Correct the facts of an activity that is not cancelled; the project never changes, and the service it counts
    for only while no session is held: what was reported under a service stays there."""
    with transaction.atomic():
        activity = locked(activity)
        if activity.state == ActivityState.CANCELLED:
            raise DomainError("活动已取消，不能再修改。需要时请另建活动。")
        _check_lead(activity.project, lead)
        _check_item(activity.project, service_item)
        is_other, reasons = activity.kind != kind, approval_reasons(activity)
        if is_other:
            activity = reopened(activity, by=by)
        if activity.service_item != service_item and activity.sessions.filter(state=SessionState.HELD).exists():
            raise DomainError("已有场次举办，不能再改对应的服务内容：已举办的场次已经计入原来的服务内容。")
        activity.name, activity.kind, activity.lead, activity.description = name, kind, lead, description
        activity.service_item = service_item
        activity.save(update_fields=["name", "kind", "lead", "description", "service_item"])
        if is_other:
            check_published(activity, before=reasons)
        activity.events.create(kind="update", by=by)
    return activity


def publish_activity(activity: Activity, *, by: User, note: str = "") -> Activity:
    """Open the public page and sign-up. The project must be running; what needs approval must be approved, and what
    is dangerous insured on every planned day, with a safety plan."""
    with step(activity, workflow.PUBLISH_ACTIVITY, by=by, note=note) as activity:
        if activity.project.state not in RUNNING:
            raise DomainError("项目还没有启动实施，不能发布活动。请先在项目页面启动实施。")
        reasons = approval_reasons(activity)
        if activity.state == ActivityState.DRAFT and reasons:
            raise DomainError(f"策划书须审批后才能发布（{'、'.join(reasons)}）。请先提交审批。")
        if gaps := publishing_gaps(activity):
            raise DomainError(f"“{activity}”还不能发布：{'；'.join(gaps)}。请补充后再发布。")
    return activity


def submit_activity(activity: Activity, *, by: User, note: str = "") -> Activity:
    """Ask for approval of the plan; the NGO's managers and supervisors are told.

    Raises ``DomainError`` when the plan is not complete, or costs more than the project has left.
    """
    with step(activity, workflow.SUBMIT_ACTIVITY, by=by, note=note) as activity:
        if gaps := plan_gaps(activity):
            raise DomainError(f"策划书还不完整，不能提交审批：{'；'.join(gaps)}。请补充后再提交。")
        _check_costs(activity)
        tell_approvers(activity, by=by)
    return activity


def approve_activity(activity: Activity, *, by: User, note: str = "") -> Activity:
    """Approve a submitted plan. Refused to everybody who wrote it: two people look at every plan."""
    with step(activity, workflow.APPROVE_ACTIVITY, by=by, note=note) as activity:
        if activity.events.filter(kind__in=WRITING, by=by).exists():
            raise DomainError("策划书由您编写或提交，不能由您自己审批。请由本单位另一位负责人或督导审批。")
        _check_costs(activity)
        tell_lead(activity, "策划书已审批通过", workflow.APPROVE_ACTIVITY.name, by=by)
    return activity


def return_activity(activity: Activity, *, by: User, note: str) -> Activity:
    """Send a submitted or approved plan back to be rewritten; ``note`` says what is missing."""
    with step(activity, workflow.RETURN_ACTIVITY, by=by, note=note) as activity:
        tell_lead(activity, "策划书被退回修改", workflow.RETURN_ACTIVITY.name, by=by)
    return activity


def finish_activity(activity: Activity, *, by: User, note: str = "") -> Activity:
    """Close a published activity of which no session is still ahead."""
    with step(activity, workflow.FINISH_ACTIVITY, by=by, note=note) as activity:
        if hindrances := finish_hindrances(activity):
            raise DomainError(hindrances[0])
    return activity


def finish_hindrances(activity: Activity) -> list[str]:
    """Everything that has to be done before an activity is closed, each as a sentence."""
    ahead = activity.sessions.filter(state__in=AHEAD).count()
    if ahead:
        return [f"还有{ahead}场待举办或已延期，不能办结。请先确认已举办，或取消这些场次。"]
    if not activity.sessions.filter(state=SessionState.HELD).exists():
        return ["活动还没有举办过场次，不能办结。不再举办的，请取消活动。"]
    if lacking := without_approved_summary(activity.sessions.all()).count():
        return [f"还有{lacking}场没有审核通过的活动总结，不能办结。请先补齐总结并完成审核。"]
    return []


def reopened(activity: Activity, *, by: User) -> Activity:
    """``activity`` (locked by the caller) open for a change of what approval is about: an approved plan goes back to
    draft, one that is waiting or over is refused."""
    if activity.state == ActivityState.APPROVED:
        with step(activity, workflow.RETURN_ACTIVITY, by=by, note="修改后须重新审批"):
            pass
        return locked(activity)
    if activity.state == ActivityState.SUBMITTED:
        raise DomainError("策划书正在审批，不能修改。请先由审批人退回。")
    if activity.state in (ActivityState.DONE, ActivityState.CANCELLED):
        raise DomainError(f"活动{activity.get_state_display()}，不能再修改。需要时请复制为新活动。")
    return activity


def check_published(activity: Activity, *, before: list[str]) -> None:
    """Raises ``DomainError`` for a change just made to a published activity that needed approval (``before``), or
    would need it now: what was approved is what is held."""
    if activity.state == ActivityState.PUBLISHED and (reasons := before or approval_reasons(activity)):
        raise DomainError(f"活动已发布，须审批的内容不能再改（{'、'.join(reasons)}）。需要调整的，请复制为新活动报批。")


def _check_costs(activity: Activity) -> None:
    if problems := cost_problems(activity):
        raise DomainError(f"活动预算有问题：{' '.join(problems)} 请调整后再办理。")


def cancel_activity(activity: Activity, *, by: User, note: str) -> Activity:
    """End an activity and cancel its sessions that are still planned; held ones keep their figures.

    Raises ``DomainError`` when a planned session already has attendance: people were served there.
    """
    with step(activity, workflow.CANCEL_ACTIVITY, by=by, note=note) as activity:
        for session in activity.sessions.filter(state__in=AHEAD).order_by("pk"):
            cancel_locked_session(session, by=by, note=note)
    return activity


def _check_lead(project: Project, lead: User) -> None:
    if not User.objects.holding(project.contractor, *LEADS).filter(pk=lead.pk).exists():
        raise DomainError(f"{lead}不是承接单位的在职人员，不能担任活动负责人。请改选承接单位的人员。")


def match_need_to_activity(activity: Activity, *, by: User, need: Need, note: str = "") -> Need:
    """Let an activity answer a verified need as well: the need joins the activity's project and is met with it.

    Raises ``DomainError`` when the activity is cancelled, and as ``projects.operations.serve_need`` does.
    """
    with transaction.atomic():
        activity = locked(activity)
        if activity.state == ActivityState.CANCELLED:
            raise DomainError("活动已取消，不能再用来满足需求。请换一个活动。")
        what = f"由活动“{activity}”满足"
        return serve_need(
            need,
            by=by,
            project=activity.project,
            note=f"{what}：{note}" if note else what,
            served_by=f"活动“{activity}”（项目“{activity.project}”）",
        )


def _check_item(project: Project, service_item: ServiceItem | None) -> None:
    if service_item is not None and service_item.project_id != project.pk:
        raise DomainError("所选服务内容不属于这个项目，请重新选择。")
