"""职责分离: who may not decide about what they are part of."""

from core.errors import DomainError
from orgs.models import Membership, Organization, User
from projects import workflow
from projects.enums import ApplicationState, ProjectState
from projects.models import Application, Call, Project


def belongs_to(user: User, organization: Organization) -> bool:
    """Whether the user serves today at ``organization`` or below it."""
    held = Membership.objects.current().filter(user=user, organization__path__startswith=organization.path)
    return held.exists()


def check_outside_contractor(project: Project, by: User) -> None:
    """Nobody decides about their own organization's project or money."""
    if belongs_to(by, project.contractor):
        raise DomainError("您是承接单位的人员，不能办理本单位的项目和款项。请由其他人员办理。")


def check_not_applicant(project: Project, by: User) -> None:
    """Whoever wrote or submitted the application does not judge it."""
    submitted = project.events.filter(kind=workflow.SUBMIT.name, by=by).exists()
    if submitted or project.created_by_id == by.pk:
        raise DomainError("您填报或提交过这个项目，不能审核。请由其他人员办理。")


def check_not_approver(project: Project, by: User) -> None:
    """Whoever approved the project does not pay for it."""
    if project.events.filter(kind__in=[workflow.APPROVE.name, "award"], by=by).exists():
        raise DomainError("您批准了这个项目，不能再办理拨付。请由其他财务人员办理。")


def is_author(record, by: User) -> bool:
    """Whether the user wrote, changed or submitted the record."""
    wrote = record.events.filter(kind__in=("create", "update", "submit"), by=by).exists()
    return wrote or record.created_by_id == by.pk


def changed_since_approval(call: Call, by: User) -> bool:
    """Whether the user changed the call after somebody else had approved it."""
    approved = call.events.filter(kind=workflow.APPROVE_CALL.name).order_by("-pk").values_list("pk", flat=True).first()
    return approved is not None and call.events.filter(kind="update", by=by, pk__gt=approved).exists()


def check_not_archived(project: Project) -> None:
    """An archived project is read-only; what was forgotten goes into its volume as a supplement."""
    if project.state == ProjectState.ARCHIVED:
        raise DomainError("项目已归档，只能查阅。需要补充的文件请在项目档案里走补充归档。")


def check_not_author(record, by: User) -> None:
    """Whoever wrote, changed or submitted a record of their own unit does not approve it (职责分离)."""
    if is_author(record, by):
        raise DomainError("您编制、修改或提交过这份材料，不能批准。请由其他人员办理。")


def check_neutral(call: Call, by: User) -> None:
    """Whoever applies or scores does not run the review (评审回避)."""
    if call.panelists.filter(expert=by).exists():
        raise DomainError("您是这个批次的评审专家，不能办理评审的组织和异议答复。请由购买主体其他人员办理。")
    paths = Membership.objects.current().filter(user=by).values_list("organization__path", flat=True)
    running = call.applications.exclude(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
    applicants = set(running.values_list("contractor__path", flat=True))
    if any(path.startswith(applicant) for path in paths for applicant in applicants):
        raise DomainError("您是申报单位的人员，不能办理本单位参加的评审、公示和异议答复。请由其他人员办理。")


def check_outside_applicant(application: Application, by: User) -> None:
    """Nobody checks or decides about what their own unit, or they themselves, applied for (职责分离)."""
    wrote = application.events.filter(kind__in=("create", "update", "submit"), by=by).exists()
    if wrote or application.created_by_id == by.pk or belongs_to(by, application.contractor):
        raise DomainError("您是申报单位的人员或填报过这份申报，不能审查和办理。请由其他人员办理。")
