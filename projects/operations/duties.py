"""职责分离: who may not decide about what they are part of."""

from core.errors import DomainError
from orgs.models import Membership, Organization, User
from projects import workflow
from projects.models import Project


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
    if project.events.filter(kind=workflow.APPROVE.name, by=by).exists():
        raise DomainError("您批准了这个项目，不能再办理拨付。请由其他财务人员办理。")
