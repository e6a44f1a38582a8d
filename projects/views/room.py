"""The project room: one page per project where each party sees its own part."""

from django.db.models import Prefetch
from django.urls import reverse

from core.templatetags.ui import money, percent
from core.views import DetailPage, transition_buttons
from projects import workflow
from projects.enums import ProjectState
from projects.models import Need, Project
from projects.operations.commission import EDITABLE
from projects.queries.bar import standing_breaches
from projects.queries.contract import with_supplements
from projects.queries.papers import generated_documents, people_of, stored_documents
from projects.queries.room import PEOPLE, address, may_see, next_steps, rail, sections
from projects.queries.timeline import timeline
from projects.views.section import ProjectSection

PARTIES = ("organization", "contractor", "worker", "fund", "evaluator", "created_by")
EVENTS = 30
AFTER_A_BREACH = (ProjectState.TERMINATED, ProjectState.CLAWBACK, ProjectState.ARCHIVED)


class ProjectDetailView(DetailPage):
    """The project room: each party's own view of one project, its sections loaded as fragments."""

    queryset = Project.objects.select_related(*PARTIES, "contract", "settlement", "archive")
    transitions = workflow.PROJECT_PAGE

    def get_queryset(self):
        needs = Need.objects.visible_to(self.request.user).select_related("organization")
        return with_supplements(super().get_queryset()).prefetch_related(Prefetch("needs", queryset=needs))

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        steps = next_steps(project, user)
        transitions, actions = one_primary(project, user, steps, self.transitions)
        return super().get_context_data(**kwargs) | {
            "transitions": transitions,
            "actions": actions,
            "steps": steps,
            "rail": rail(project),
            "sections": sections(user, project),
            "people_url": address(PEOPLE.url_name, project.pk) if may_see(user, project, PEOPLE.name) else "",
            "figures": figures(project, user),
            "sees_contract": may_see(user, project, "contract"),
            "events": timeline(project, user, EVENTS),
            "back": {"label": "项目", "url": reverse("projects:project-list")},
            "facts": [
                {"label": "承接单位", "value": project.contractor},
                {"label": "实施社区", "value": project.organization},
                {"label": "期限", "value": f"{project.starts_on} 至 {project.ends_on}"},
            ],
        }


def one_primary(project: Project, user, steps, moves) -> tuple[list[dict], list[dict]]:
    """The buttons of the header: the first step that waits for the reader leads, everything else is in the menu."""
    transitions = transition_buttons(project, user, [move for move in moves if page_of(move, project)])
    mine = next((step for step in steps if step.is_mine and step.url), None)
    actions = []
    if project.state in EDITABLE and user.has_perm("projects.update_project", project):
        actions.append({"label": "修改", "url": reverse("projects:project-update", args=[project.pk])})
    if may_lift_breach(project, user):
        actions.append({"label": "撤销违约认定", "url": reverse("projects:project-lift-breach", args=[project.pk])})
    for move in transitions:  # what may be done but waits for nobody is never the obvious next step
        move["retreat"] = move["retreat"] or mine is None or move["url"] != mine.url
    if mine is not None and mine.url not in {move["url"] for move in transitions}:
        actions = [action for action in actions if action["url"] != mine.url]
        actions.insert(0, {"label": mine.label, "url": mine.url, "primary": True})
    return transitions, actions


def may_lift_breach(project: Project, user) -> bool:
    """Whether there is a finding, made by somebody else, that the user may take back."""
    if project.state not in AFTER_A_BREACH or not user.has_perm("projects.lift_breach", project):
        return False
    return standing_breaches().filter(subject=project).exclude(by=user).exists()


def page_of(move, project: Project) -> str:
    return address(f"projects:project-{move.name.replace('_', '-')}", project.pk)


def figures(project: Project, user) -> list[dict]:
    """预算, 合同, 已承诺, 已拨付, 已核销 and the execution rate (已核销 ÷ 已拨付), each with its rows; an evaluator
    sees the budget and the rate."""
    rate = {"label": "执行率", "value": percent(project.spent / project.paid if project.paid else None)}
    budget = {"label": "预算（元）", "value": money(project.budget)}
    if not may_see(user, project, "money"):
        return [budget, rate]
    contract = getattr(project, "contract", None)
    ledger = f"{reverse('projects:ledgerentry-list')}?project={project.pk}"
    rows = [
        budget | {"url": "#money"},
        {"label": "合同（元）", "value": money(contract.amount + project.supplemented if contract else None),
         "url": contract.get_absolute_url() if contract else ""},
        {"label": "已承诺（元）", "value": money(project.committed), "url": f"{ledger}&kind=commitment"},
        {"label": "已拨付（元）", "value": money(project.paid), "url": f"{ledger}&kind=payment"},
        {"label": "已核销（元）", "value": money(project.spent),
         "url": f"{ledger}&kind=expense" if may_see(user, project, "expenses") else ""},
    ]  # fmt: skip
    return [*rows, rate]


class ProjectPeopleView(ProjectSection):
    """三方四方: who answers for the project, with work phones."""

    section = "people"
    queryset = Project.objects.select_related(*PARTIES, "fund__organization", "contract__party_a")
    template_name = "projects/_project_people.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"rows": people_of(self.object)}


class ProjectDocumentsView(ProjectSection):
    """Everything on file for the project that the reader may open, and what can be generated."""

    section = "documents"
    queryset = Project.objects.select_related("organization", "contractor", "contract", "settlement", "archive")
    template_name = "projects/_project_documents.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "generated": generated_documents(self.object, self.request.user),
            "groups": stored_documents(self.object, self.request.user),
        }
