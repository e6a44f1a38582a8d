"""Pages of contracts: list, record, terms, the dates people record, the files."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic.detail import SingleObjectMixin

from core.calendar import one_reading
from core.forms import NoteForm
from core.views import DetailPage, ListPage, ScopedMixin, UpdatePage
from core.word import word_response
from projects import operations, workflow
from projects.documents.contract import build_contract, context_of
from projects.enums import ContractState
from projects.filters.contract import ContractFilter
from projects.forms.contract import (
    AnnounceForm,
    ContractForm,
    DataReturnForm,
    ItemFormSet,
    PlanFormSet,
    RegisterForm,
    SignForm,
)
from projects.models import Contract, ContractFile, Project
from projects.operations.contract import ENDED
from projects.queries.bar import Bar, bars_of
from projects.queries.bond import bond_of, return_limit
from projects.queries.contract import contract_of, supplemented, time_limits
from projects.tables.contract import ContractTable
from projects.views.application import refused
from projects.views.bond import bond_actions
from projects.views.contract_action import BODIES, ContractActionPage
from projects.views.files import StoredFileView
from projects.views.project import PARTIES, ProjectActionPage
from projects.views.section import ProjectSection

MOST_ROWS = {"items": 60, "plan": 12}
FORMSETS = {"items": ItemFormSet, "plan": PlanFormSet}


class ContractListView(ListPage):
    queryset = Contract.objects.select_related("project", "party_b")
    filterset_class = ContractFilter
    table_class = ContractTable
    title = "合同"
    empty_title = "还没有合同"
    empty_hint = "项目立项后，由购买主体在项目页面起草合同。"


class ContractDetailView(DetailPage):
    queryset = Contract.objects.select_related(*BODIES, "created_by")
    transitions = (workflow.SIGN_CONTRACT, workflow.REGISTER_CONTRACT)

    def get_context_data(self, **kwargs):
        contract = self.object
        supplements = list(contract.supplements.select_related("change"))
        added, bond = sum(row.amount for row in supplements), bond_of(contract)
        context = super().get_context_data(**kwargs)
        barred = bars_of([contract.project.contractor]) if contract.state == ContractState.DRAFT else []
        return context | {
            "bars": barred,
            "transitions": self.possible(context["transitions"], barred),
            "title": contract.project.name,
            "code": contract.number,
            "bond": bond,
            "actions": self.actions() + bond_actions(bond, self.request.user) + self.papers(),
            "back": {"label": "合同", "url": reverse("projects:contract-list")},
            "paper": context_of(contract),
            "limits": shown_limits(contract.project, contract),
            "files": ContractFile.objects.visible_to(self.request.user).filter(contract=contract),
            "supplements": supplements,
            "total_amount": contract.amount + added,
            "facts": [
                {"label": "项目", "value": contract.project.code, "url": contract.project.get_part_url("contract")},
                {"label": "合同金额", "value": f"{contract.amount + added:,.2f} 元"},
                {"label": "期限", "value": f"{contract.starts_on} 至 {contract.ends_on}"},
            ],
        }

    def possible(self, transitions: list[dict], barred: list[Bar]) -> list[dict]:
        """Nothing is signed with a contractor an earlier project has come to bar."""
        return refused(transitions, workflow.SIGN_CONTRACT, f"{barred[0]}") if barred else transitions

    def actions(self) -> list[dict]:
        contract, user = self.object, self.request.user
        rows = [
            ("修改条款", "update", "update_contract", contract.state == ContractState.DRAFT),
            ("登记公告", "announce", "announce_contract", contract.signed_on and not contract.announced_on),
            (
                "确认个人信息返还删除", "confirm-data", "confirm_data_return",
                contract.state in ENDED and not contract.data_returned_on,
            ),
        ]  # fmt: skip
        return [
            {"label": label, "url": reverse(f"projects:contract-{verb}", args=[contract.pk]), "primary": True}
            for label, verb, permission, is_due in rows
            if is_due and user.has_perm(f"projects.{permission}", contract)
        ]

    def papers(self) -> list[dict]:
        return [
            {"label": label, "url": reverse(f"projects:contract-{verb}", args=[self.object.pk])}
            for label, verb in (("下载 Word", "word"), ("打印", "print"))
        ]


def shown_limits(project: Project, contract: Contract | None) -> list[dict]:
    """Every limit that has begun to run, with its badge."""
    today = timezone.localdate()
    rows = []
    with one_reading():
        bond = return_limit(contract) if contract else None
        limits = [*time_limits(project, contract), *([bond] if bond else [])]
    for limit in limits:
        state, label = limit.standing(today)
        rows.append({"limit": limit, "state": state, "label": label})
    return rows


class ProjectDraftContractView(ProjectActionPage):
    form_class = NoteForm
    operation = staticmethod(operations.draft_contract)
    title = "起草合同"
    warning = "按立项内容预填合同条款、服务清单和付款计划，起草后可以修改，签署以后不能再改。"
    success_message = "合同已起草，请核对条款"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"bars": bars_of([self.get_object().contractor])}

    def get_success_url(self):
        contract = contract_of(self.get_object())
        return contract.get_absolute_url() if contract else super().get_success_url()


class ContractUpdateView(UpdatePage):
    """Buttons inside the form change the number of rows: a fragment for HTMX, the whole page without it."""

    queryset = Contract.objects.select_related(*BODIES)
    form_class = ContractForm
    template_name = "projects/contract_form.html"
    operation = staticmethod(operations.update_contract)
    title = "修改合同"
    success_message = "合同已保存"

    def post(self, request, *args, **kwargs):
        part = next((name for name in FORMSETS if f"reshape_{name}" in request.POST), None)
        return self.reshape(part) if part else super().post(request, *args, **kwargs)

    def reshape(self, part: str):
        self.object = self.get_object()
        if not self.has_permission():
            return self.handle_no_permission()
        rows = {name: reshaped(self.request.POST, name, moving=name == part) for name in FORMSETS}
        if self.request.htmx:
            rows_form = FORMSETS[part](initial=rows[part], prefix=part)
            return render(self.request, f"projects/_contract_{part}.html", {"rows": rows_form})
        typed = {name: self.request.POST[name] for name in self.request.POST if name != "csrfmiddlewaretoken"}
        form = self.form_class(instance=self.object, user=self.request.user, initial=typed | rows)
        return self.render_to_response(self.get_context_data(form=form))


def reshaped(data, name: str, moving: bool) -> list[dict]:
    """The rows as typed; with ``moving`` one more or one less."""
    columns = FORMSETS[name].form.base_fields
    many = {column for column, field in columns.items() if hasattr(field, "choices") and column == "conditions"}
    total = data.get(f"{name}-TOTAL_FORMS", "")
    count = min(int(total), MOST_ROWS[name]) if total.isascii() and total.isdigit() else 0
    rows = [
        {
            column: data.getlist(f"{name}-{number}-{column}")
            if column in many
            else data.get(f"{name}-{number}-{column}", "")
            for column in columns
        }
        for number in range(count)
    ]
    wish = data.get(f"reshape_{name}", "") if moving else ""
    if wish.isascii() and wish.isdigit() and int(wish) < len(rows):
        del rows[int(wish)]
    if wish == "add" and len(rows) < MOST_ROWS[name]:
        rows.append({})
    return rows


class ContractSignView(ContractActionPage):
    form_class = SignForm
    operation = staticmethod(operations.sign_contract)
    title = "登记签署"
    warning = "签署后条款和金额不能再改，多余的承诺退回资金来源。公示期内或有未答复的异议不能签署。"
    success_message = "合同已签署，承接单位可以启动实施"


class ContractRegisterView(ContractActionPage):
    form_class = RegisterForm
    operation = staticmethod(operations.register_contract)
    title = "登记备案"
    warning = "登记后，承接单位可以申请首期款。"
    success_message = "合同已登记备案"


class ContractAnnounceView(ContractActionPage):
    form_class = AnnounceForm
    operation = staticmethod(operations.announce_contract)
    title = "登记公告"
    warning = "登记后，合同的公告页面不用登录即可查看：双方名称、金额、期限和服务清单，不含个人信息和附件。"
    success_message = "公告已登记"


class ContractConfirmDataView(ContractActionPage):
    form_class = DataReturnForm
    operation = staticmethod(operations.confirm_data_return)
    title = "确认个人信息返还删除"
    warning = "合同终止后，受托方应返还或删除个人信息，不得保留（个人信息保护法第21条）。"
    success_message = "已确认"


class ContractPaper(ScopedMixin, SingleObjectMixin, View):
    queryset = Contract.objects.select_related(*BODIES)


class ContractWordView(ContractPaper):
    """The contract as a Word file."""

    def get(self, request, pk):
        contract = self.get_object()
        return word_response(f"合同{contract.number}", build_contract(contract))


class ContractPrintView(ContractPaper):
    """The same text as a page to print."""

    def get(self, request, pk):
        contract = self.get_object()
        return render(request, "projects/contract_print.html", {"object": contract, "paper": context_of(contract)})


class ContractFileView(StoredFileView):
    model = ContractFile


class ProjectContractView(ProjectSection):
    """The contract as the project page shows it."""

    section = "contract"
    queryset = Project.objects.select_related(*PARTIES, "application__call")
    template_name = "projects/_project_contract.html"

    def get_context_data(self, **kwargs):
        project = self.object
        contract = Contract.objects.visible_to(self.request.user).filter(project=project).first()
        may = project.state == "approved" and self.request.user.has_perm("projects.draft_contract", project)
        ended = project.state in (*workflow.ARCHIVE.sources, workflow.ARCHIVE.target)
        return super().get_context_data(**kwargs) | {
            "contract": contract,
            "added": supplemented(contract) if contract else 0,
            "limits": shown_limits(project, contract),
            "hint": "项目已经结束，没有签订合同。" if ended else "立项以后由购买主体起草合同。",
            "draft_url": reverse("projects:project-draft-contract", args=[project.pk]) if may else "",
        }
