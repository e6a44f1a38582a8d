"""Parts of the project room that are about money: budget and payments, vouchers, settlement."""

from django.urls import reverse

from projects.enums import ExpenseState, ProjectState
from projects.models import Expense, Instalment, Project, Settlement
from projects.queries.expense import RECORDED, rooms, spent_by_category
from projects.queries.instalment import execution_rate
from projects.queries.room import may_see
from projects.queries.settlement import shown_figures
from projects.views.section import ProjectSection

SHOWN = 8


class ProjectMoneyView(ProjectSection):
    """Budget lines beside what was spent on them; what is committed, paid, spent; the instalments."""

    section = "money"
    queryset = Project.objects.select_related("fund", "organization", "contractor").prefetch_related("budget_lines")
    template_name = "projects/_project_money.html"

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        allowed = rooms(project)
        rate = execution_rate(project)
        return super().get_context_data(**kwargs) | {
            "lines": [(line, allowed[line.pk]) for line in project.budget_lines.all()],
            "adjusted": sum(room.adjusted for room in allowed.values()),
            "used": sum(room.used for room in allowed.values()),
            "instalments": Instalment.objects.visible_to(user).filter(project=project).order_by("number"),
            "rate": None if rate is None else rate / 100,
            "ledger_url": f"{reverse('projects:ledgerentry-list')}?project={project.pk}",
            "expenses_url": f"{reverse('projects:expense-list')}?project={project.pk}",
            "sees_expenses": may_see(user, project, "expenses"),
        }


class ProjectExpensesView(ProjectSection):
    """The latest vouchers and what their states add up to."""

    section = "expenses"
    queryset = Project.objects.select_related("organization", "contractor")
    template_name = "projects/_project_expenses.html"

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        rows = Expense.objects.visible_to(user).filter(project=project)
        may_record = project.state in RECORDED and user.has_perm("projects.update_expense", Expense(project=project))
        waiting = spent_by_category(project, (ExpenseState.SUBMITTED, ExpenseState.CHECKED))
        return super().get_context_data(**kwargs) | {
            "expenses": rows.order_by("-on", "-pk")[:SHOWN],
            "waiting": sum(waiting.values()),
            "list_url": f"{reverse('projects:expense-list')}?project={project.pk}",
            "create_url": f"{reverse('projects:expense-create')}?project={project.pk}" if may_record else "",
        }


class ProjectSettlementView(ProjectSection):
    """The settlement, or who draws it up and when."""

    section = "settlement"
    queryset = Project.objects.select_related("contractor", "organization")
    template_name = "projects/_project_settlement.html"

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        settlement = Settlement.objects.visible_to(user).filter(project=project).first()
        may = project.state == ProjectState.COMPLETED and user.has_perm("projects.draw_up_settlement", project)
        return super().get_context_data(**kwargs) | {
            "settlement": settlement,
            "figures": shown_figures(settlement) if settlement else None,
            "create_url": reverse("projects:settlement-create", args=[project.pk]) if may and not settlement else "",
        }
