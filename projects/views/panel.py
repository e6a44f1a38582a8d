"""Pages of the expert pool, of ties, and of the panel of one call."""

from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.http import JsonResponse
from django.urls import reverse
from django.views import View

from core.forms import NoteForm
from core.views import ActionPage, CreatePage, DetailPage, ListPage, ObjectPermissionMixin
from orgs.models import User
from orgs.queries import matching_organizations
from orgs.scope import has_role
from projects import operations
from projects.enums import CallState
from projects.filters.review import ExpertFilter, ExpertTieFilter
from projects.forms.review import DrawForm, ExpertTieForm, RecuseForm
from projects.models import Call, Draw, ExpertTie, Panelist
from projects.operations.panel import SEATING, free_seats
from projects.permissions import PURCHASERS
from projects.queries.publicity import current_publicity, unanswered
from projects.queries.ranking import standing
from projects.queries.review import experts_listed, is_ranked, tie_organizations
from projects.tables.review import ExpertTable, ExpertTieTable

OWNERS = ("organization", "fund")


class ExpertListView(PermissionRequiredMixin, ListPage):
    """The pool: experts at unions of and above one's territory, nobody else's business."""

    queryset = User.objects
    filterset_class = ExpertFilter
    table_class = ExpertTable
    title = "评审专家"
    actions = (("登记关联", "projects:experttie-create", "projects.declare_tie"),)
    empty_title = "还没有评审专家"
    empty_hint = "在“工作人员”中为专家办理“评审专家”任职，专家库即有其人。"

    def has_permission(self):
        return has_role(self.request.user, *PURCHASERS)

    def get_queryset(self):
        return experts_listed(self.request.user)


class ExpertTieListView(ListPage):
    queryset = ExpertTie.objects.select_related("expert", "organization", "by")
    filterset_class = ExpertTieFilter
    table_class = ExpertTieTable
    title = "专家关联"
    actions = (("登记关联", "projects:experttie-create", "projects.declare_tie"),)
    empty_title = "还没有登记的关联"
    empty_hint = "专家与可能申报的单位有任职、亲属或顾问关系的，登记后抽取时自动回避。"


class ExpertTieCreateView(CreatePage):
    model = ExpertTie
    form_class = ExpertTieForm
    operation = staticmethod(operations.declare_tie)
    title = "登记关联"
    success_message = "关联已登记，抽取专家时自动回避"

    def get_success_url(self):
        return reverse("projects:experttie-list")


class ExpertTieOptionsView(LoginRequiredMixin, View):
    """What the searchable choice of a tie asks for: bodies that apply, matching ``q``."""

    OPTIONS = 30

    def get(self, request):
        may = request.user.has_perm("projects.declare_tie")
        rows = tie_organizations() if may else tie_organizations().none()
        found = matching_organizations(rows, request.GET.get("q", ""))[: self.OPTIONS]
        return JsonResponse({"results": [{"id": str(row.pk), "text": row.name} for row in found]})


def seats_of(call: Call, user: User) -> list[dict]:
    """Every seat, given up or not, with the address of its recusal where that is still possible."""
    open_to_change = call.state in SEATING and not is_ranked(call)
    rows = Panelist.objects.visible_to(user).filter(call=call).select_related("expert", "draw", "call__organization")
    return [
        {
            "seat": seat,
            "recuse_url": reverse("projects:panelist-recuse", args=[seat.pk])
            if open_to_change and not seat.recused_at and user.has_perm("projects.recuse_panelist", seat)
            else "",
        }
        for seat in rows
    ]


class CallPanelView(ObjectPermissionMixin, DetailPage):
    """Who sits on the panel, by which draws, who stepped aside and why."""

    queryset = Call.objects.select_related(*OWNERS)
    template_name = "projects/call_panel.html"
    permission_required = "projects.read_review"

    def get_context_data(self, **kwargs):
        call, user = self.object, self.request.user
        draws = list(Draw.objects.visible_to(user).filter(call=call).select_related("by").order_by("number"))
        names = dict(
            User.objects.filter(  # unscoped: named in draws of a call the reader may see
                pk__in={pk for draw in draws for pk in draw.candidates}
            ).values_list("pk", "name")
        )
        return super().get_context_data(**kwargs) | {
            "title": f"评审专家组：{call}",
            "seats": seats_of(call, user),
            "free": free_seats(call),
            "draws": [{"draw": draw, "candidates": named(draw.candidates, names), "chosen": named(draw.chosen, names)}
                      for draw in draws],
            "transitions": self.moves(),
            "events": None,
            "back": {"label": call.title, "url": call.get_absolute_url()},
            "facts": [{"label": "应有专家", "value": f"{call.panel_size} 人"}],
        }  # fmt: skip

    def moves(self) -> list[dict]:
        call, user = self.object, self.request.user
        moves = []
        if call.state in SEATING and free_seats(call) and not is_ranked(call):
            moves.append(move("抽取专家", "projects:call-draw", call, user.has_perm("projects.draw_panel", call)))
        if call.state == CallState.CLOSED:
            moves.append(move("开始评审", "projects:call-review", call, user.has_perm("projects.start_review", call)))
        return moves


def named(keys: list[int], names: dict[int, str]) -> list[dict]:
    return [{"pk": key, "name": names.get(key, "")} for key in keys]


def move(label: str, name: str, row, allowed: bool) -> dict:
    return {"label": label, "url": reverse(name, args=[row.pk]), "allowed": allowed, "reason": "由区县工会办理"}


class CallPanelFragment(ObjectPermissionMixin, DetailPage):
    """The review on the page of its call: panel, progress, publicity, with the addresses of each."""

    queryset = Call.objects.select_related(*OWNERS)
    template_name = "projects/_call_panel.html"
    permission_required = "projects.read_review"

    def get_context_data(self, **kwargs):
        call = self.object
        found = standing(call) if call.state not in (CallState.DRAFT, CallState.APPROVED, CallState.PUBLISHED) else None
        return {
            "call": call,
            "found": found,
            "seated": len(found.seats) if found else 0,
            "signed": len(found.rows) * len(found.seats) - found.missing if found else 0,
            "due": len(found.rows) * len(found.seats) if found else 0,
            "publicity": current_publicity(call),
            "unanswered": unanswered(call).count(),
        }


class CallDrawView(ActionPage):
    queryset = Call.objects.select_related(*OWNERS)
    form_class = DrawForm
    operation = staticmethod(operations.draw_panel)
    title = "抽取专家"
    warning = "从专家库中随机抽取空缺席位，自动排除与申报单位有关联的专家。种子、候选名单和结果永久保存，可以复核。"
    success_message = "专家已抽取，已通知本人"

    def get_success_url(self):
        return reverse("projects:call-panel", args=[self.get_object().pk])


class CallReviewView(ActionPage):
    queryset = Call.objects.select_related(*OWNERS)
    form_class = NoteForm
    operation = staticmethod(operations.start_review)
    title = "开始评审"
    warning = "资格合格的申报全部进入评审，专家可以看到申报内容并独立评分。"
    success_message = "评审已开始，已通知专家"


class PanelistRecuseView(ActionPage):
    queryset = Panelist.objects.select_related("call__organization", "expert")
    form_class = RecuseForm
    operation = staticmethod(operations.recuse_panelist)
    title = "专家回避"
    warning = "回避后该专家已签署的评分表不再计入，系统立即补抽一名专家，不能撤销。"
    success_message = "已办理回避"

    def get_success_url(self):
        seat = self.get_object()
        if self.request.user.has_perm("projects.read_review", seat.call):
            return reverse("projects:call-panel", args=[seat.call_id])
        return reverse("projects:review-list")
