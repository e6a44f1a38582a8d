"""The project room: one page per project where each party sees its own part."""

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
from projects.queries.room import address, may_see, next_steps, rail, tabs
from projects.queries.timeline import timeline
from projects.views.section import ProjectSection, answers

PARTIES = ("organization", "contractor", "worker", "fund__organization", "evaluator", "created_by")
RELATED = (*PARTIES, "contract__party_a", "settlement", "archive")
EVENTS = 30
AFTER_A_BREACH = (ProjectState.TERMINATED, ProjectState.CLAWBACK, ProjectState.ARCHIVED)


class ProjectDetailView(DetailPage):
    """The project room: each party's own view of one project, one tab at a time. ``?part=`` names a section."""

    queryset = with_supplements(Project.objects.select_related(*RELATED))
    transitions = workflow.PROJECT_PAGE

    def get_template_names(self):
        return ["projects/project_part.html" if self.tab.sections else "projects/project_detail.html"]

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        steps = next_steps(project, user)
        transitions, actions = one_primary(project, user, steps, self.transitions)
        found = tabs(user, project, self.request.GET.get("part", ""))
        self.tab = next(tab for tab in found if tab.is_current)
        shown = {"parts": answers(self.request, self.tab.sections)} if self.tab.sections else overview(project, user)
        return super().get_context_data(**kwargs) | {
            "transitions": transitions,
            "actions": actions,
            "steps": steps,
            "tabs": found,
            "tab": self.tab,
            "back": {"label": "项目", "url": reverse("projects:project-list")},
            "facts": [
                {"label": "承接单位", "value": project.contractor},
                {"label": "实施社区", "value": project.organization},
                {"label": "期限", "value": f"{project.starts_on} 至 {project.ends_on}"},
            ],
            **shown,
        }


def overview(project: Project, user) -> dict:
    """What the room opens with: where the project stands, what it is for, who answers for it, what happened."""
    needs = Need.objects.visible_to(user).filter(projects=project)
    return {
        "rail": rail(project),
        "figures": figures(project, user),
        "needs": needs.select_related("organization"),
        "sees_contract": may_see(user, project, "contract"),
        "people": people_of(project) if may_see(user, project, "people") else [],
        "events": timeline(project, user, EVENTS),
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
        budget | {"url": project.get_part_url("money")},
        {"label": "合同（元）", "value": money(contract.amount + project.supplemented if contract else None),
         "url": contract.get_absolute_url() if contract else ""},
        {"label": "已承诺（元）", "value": money(project.committed), "url": f"{ledger}&kind=commitment"},
        {"label": "已拨付（元）", "value": money(project.paid), "url": f"{ledger}&kind=payment"},
        {"label": "已核销（元）", "value": money(project.spent),
         "url": f"{ledger}&kind=expense" if may_see(user, project, "expenses") else ""},
    ]  # fmt: skip
    return [*rows, rate]


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
