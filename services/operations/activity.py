"""Plan, publish and end activities."""

from django.db import transaction

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
from services.operations.session import PLANNABLE, cancel_locked_session

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
            state=ActivityState.DRAFT,
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
        if activity.service_item != service_item and activity.sessions.filter(state=SessionState.HELD).exists():
            raise DomainError("已有场次举办，不能再改对应的服务内容：已举办的场次已经计入原来的服务内容。")
        activity.name, activity.kind, activity.lead, activity.description = name, kind, lead, description
        activity.service_item = service_item
        activity.save(update_fields=["name", "kind", "lead", "description", "service_item"])
        activity.events.create(kind="update", by=by)
    return activity


def publish_activity(activity: Activity, *, by: User, note: str = "") -> Activity:
    """Open the public page and sign-up; the project must be running."""
    with step(activity, workflow.PUBLISH_ACTIVITY, by=by, note=note) as activity:
        if activity.project.state not in RUNNING:
            raise DomainError("项目还没有启动实施，不能发布活动。请先在项目页面启动实施。")
    return activity


def submit_activity(activity: Activity, *, by: User, note: str = "") -> Activity:
    """Ask for approval of the plan."""
    with step(activity, workflow.SUBMIT_ACTIVITY, by=by, note=note) as activity:
        pass
    return activity


def approve_activity(activity: Activity, *, by: User, note: str = "") -> Activity:
    """Approve a submitted plan. Refused to everybody who wrote it: two people look at every plan."""
    with step(activity, workflow.APPROVE_ACTIVITY, by=by, note=note) as activity:
        if activity.events.filter(kind__in=WRITING, by=by).exists():
            raise DomainError("策划书由您编写或提交，不能由您自己审批。请由本单位另一位负责人或督导审批。")
    return activity


def return_activity(activity: Activity, *, by: User, note: str) -> Activity:
    """Send a submitted or approved plan back to be rewritten; ``note`` says what is missing."""
    with step(activity, workflow.RETURN_ACTIVITY, by=by, note=note) as activity:
        pass
    return activity


def finish_activity(activity: Activity, *, by: User, note: str = "") -> Activity:
    """Close a published activity of which no session is still ahead."""
    with step(activity, workflow.FINISH_ACTIVITY, by=by, note=note) as activity:
        ahead = activity.sessions.filter(state__in=AHEAD).count()
        if ahead:
            raise DomainError(f"还有{ahead}场待举办或已延期，不能办结。请先确认已举办，或取消这些场次。")
        if not activity.sessions.filter(state=SessionState.HELD).exists():
            raise DomainError("活动还没有举办过场次，不能办结。不再举办的，请取消活动。")
    return activity


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
