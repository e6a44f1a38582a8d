"""Pages of needs."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views import View
from django.views.generic import TemplateView

from core.chips import active_filters
from core.export import xlsx_response
from core.forms import NoteForm, ReasonForm
from core.views import ActionPage, CreatePage, DetailPage, ListPage, UpdatePage
from orgs.models import Organization
from projects import operations, workflow
from projects.enums import NeedState
from projects.filters import NeedFilter
from projects.filters.need import UNCOVERED, UncoveredFilter
from projects.forms.need import FeedbackForm, NeedForm, NeedMergeForm, NeedServeForm, NeedUpdateForm
from projects.models import Need, NeedFeedback, Project
from projects.queries import matching_needs, need_label, open_needs
from projects.queries.need import matrix_of, merge_label, merge_targets, next_to_verify, servable_needs
from projects.sources import need_origins
from projects.tables import NeedTable
from projects.views.files import download


class NeedListView(ListPage):
    queryset = Need.objects.select_related("organization").defer("raiser")
    filterset_class = NeedFilter
    table_class = NeedTable
    title = "需求"
    actions = (
        ("提出需求", "projects:need-create", "projects.create_need"),
        ("未满足需求", "projects:need-uncovered", None),
    )
    empty_title = "还没有需求"
    empty_hint = "由社区工会走访、调查后提出，街道工会核实，社会组织据此申报项目。"


class NeedUncoveredView(LoginRequiredMixin, TemplateView):
    """未满足需求清单: needs nobody has taken up, by community × target group; each figure leads to its rows."""

    template_name = "projects/need_uncovered.html"
    partial_template_name = "projects/_need_matrix.html"
    SHOWN = 200
    title = "未满足需求"

    def get_template_names(self):
        partial = self.request.htmx and not self.request.htmx.boosted
        return [self.partial_template_name if partial else self.template_name]

    def get(self, request):
        narrowed = UncoveredFilter(request.GET, Need.objects.visible_to(request.user).uncovered(), request=request)
        matrix = matrix_of(narrowed.qs if narrowed.is_valid() else Need.objects.none())
        if "export" in request.GET:
            return xlsx_response(self.title, matrix_sheet(matrix))
        response = self.render_to_response(self.get_context_data(filter=narrowed, matrix=matrix))
        patch_vary_headers(response, ["HX-Request"])
        return response

    def get_context_data(self, *, matrix, **kwargs):
        chips = active_filters(self.request, kwargs["filter"].form)
        return super().get_context_data(**kwargs) | {
            "matrix": matrix,
            "columns": self.columns(matrix),
            "rows": [self.row(matrix, *row) for row in matrix.rows[: self.SHOWN]],
            "hidden": max(len(matrix.rows) - self.SHOWN, 0),
            "total_url": self.list_url(),
            "active_filters": chips,
            "clear_url": self.request.path,
            "export_url": f"{self.request.path}?{self.kept('export=1')}",
        }

    def columns(self, matrix) -> list[dict]:
        pairs = zip(matrix.groups, matrix.group_totals, strict=True)
        return [{"label": group.label, "count": total, "url": self.list_url(group=group)} for group, total in pairs]

    def row(self, matrix, place, total, numbers) -> dict:
        here = {"organization": place.code}
        cells = zip(matrix.groups, numbers, strict=True)
        return {
            "place": place,
            "total": total,
            "url": self.list_url(**here),
            "cells": [{"count": number, "url": self.list_url(**here, group=group)} for group, number in cells],
        }

    def list_url(self, **more) -> str:
        """The rows behind a figure: the list under the same conditions."""
        query = self.request.GET.copy()
        for name in ("export", "page"):
            query.pop(name, None)
        for name, value in ({"only": UNCOVERED} | more).items():
            query[name] = value
        return f"{reverse('projects:need-list')}?{query.urlencode()}"

    def kept(self, more: str) -> str:
        query = self.request.GET.copy()
        query.pop("export", None)
        return "&".join(part for part in (query.urlencode(), more) if part)


def matrix_sheet(matrix) -> list[list]:
    """The matrix as rows of a sheet, headings first, totals last."""
    head = ["社区", *(group.label for group in matrix.groups), "需求（条）"]
    body = [[place.short_name, *numbers, total] for place, total, numbers in matrix.rows]
    return [head, *body, ["合计", *matrix.group_totals, matrix.total]]


class NeedDetailView(DetailPage):
    queryset = Need.objects.select_related("organization", "raised_by", "merged_into")
    transitions = workflow.NEED_PAGE

    def get_context_data(self, **kwargs):
        need, user = self.object, self.request.user
        seen = Need.objects.visible_to(user)
        may_read_raiser = user.has_perm("projects.read_raiser", need)
        answering = Project.objects.visible_to(user).filter(needs=need).select_related("contractor")
        feedbacks, events = NeedFeedback.objects.visible_to(user), need.events
        if not (may_read_raiser or need.raised_by_id == user.pk):  # SECURITY: the event repeats what was said
            events = events.exclude(kind="feed_back")
        return super().get_context_data(**kwargs) | {
            "may_read_raiser": may_read_raiser,
            "is_to_feed_back": may_read_raiser and Need.objects.to_feed_back().filter(pk=need.pk).exists(),
            "feedbacks": feedbacks.filter(need=need).select_related("by").order_by("-pk"),
            "merged": seen.filter(merged_into=need).select_related("organization").order_by("pk"),
            "merged_into_seen": need.merged_into_id and seen.filter(pk=need.merged_into_id).exists(),
            "actions": self.next_actions(),
            "events": events.select_related("by").order_by("-at", "-pk"),
            "answering": answering,
            "elsewhere": need.projects.count() - len(answering),
            "back": {"label": "需求", "url": reverse("projects:need-list")},
            "facts": [
                {"label": "社区", "value": need.organization},
                {"label": "类别", "value": need.get_category_display()},
                {"label": "涉及", "value": f"约 {need.people:,} 人"},
                *need_origins(need, user),
            ],
        }

    def next_actions(self) -> list[dict]:
        """Whoever may answer a verified need goes on to the application; unions correct, feed back, take the next."""
        need, user = self.object, self.request.user
        found = []
        may_apply = need.state == NeedState.VERIFIED and user.has_perm("projects.create_project")
        if may_apply and open_needs(user).filter(pk=need.pk).exists():
            url = f"{reverse('projects:project-create')}?need={need.pk}"
            found.append({"label": "据此申报项目", "url": url, "primary": True})
        if need.state == NeedState.COLLECTED and user.has_perm("projects.update_need", need):
            found.append({"label": "修改", "url": reverse("projects:need-update", args=[need.pk])})
        if need.raiser and user.has_perm("projects.feed_back_need", need):
            found.append({"label": "登记回告", "url": reverse("projects:need-feed-back", args=[need.pk])})
        if following := next_to_verify(user, after=need):
            found.append({"label": "下一条待核实需求", "url": following.get_absolute_url(), "primary": True})
        return found


class NeedCreateView(CreatePage):
    model = Need
    form_class = NeedForm
    operation = staticmethod(operations.create_need)
    title = "提出需求"
    submit_label = "提出需求"
    success_message = "需求已提出，等待街道工会核实"


class NeedVerifyView(ActionPage):
    queryset = Need.objects.select_related("organization")
    form_class = NoteForm
    operation = staticmethod(operations.verify_need)
    title = "核实需求"
    warning = "核实后，社会组织可以据此申报项目，提出人会收到通知。"
    success_message = "需求已核实"


class NeedRejectView(ActionPage):
    queryset = Need.objects.select_related("organization")
    form_class = ReasonForm
    operation = staticmethod(operations.reject_need)
    title = "不予采纳"
    warning = "不予采纳的需求不能再用于申报，提出人会收到通知并能看到原因。"
    success_message = "已登记为不予采纳"


class NeedUpdateView(UpdatePage):
    model = Need
    form_class = NeedUpdateForm
    operation = staticmethod(operations.update_need)
    title = "修改需求"
    success_message = "修改已保存"


class NeedActionPage(ActionPage):
    """A step whose choices depend on the need."""

    queryset = Need.objects.select_related("organization")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "need": self.get_object()}


class NeedMergeView(NeedActionPage):
    form_class = NeedMergeForm
    template_name = "projects/need_merge.html"
    operation = staticmethod(operations.merge_need)
    title = "合并需求"
    warning = "合并后这条需求不再单独办理，双方提出人都会收到通知。两条需求涉及的人数各自保留，不会相加。"
    success_message = "需求已合并"


class NeedServeView(NeedActionPage):
    form_class = NeedServeForm
    operation = staticmethod(operations.serve_need)
    title = "由现有服务满足"
    warning = "这条需求列入所选项目，不再征集；项目结项合格后记为已满足。"
    success_message = "已由现有服务满足"


class NeedCloseView(ActionPage):
    queryset = Need.objects.select_related("organization")
    form_class = ReasonForm
    operation = staticmethod(operations.close_need)
    title = "未满足关闭"
    warning = "关闭后不能恢复，提出人会收到通知并能看到原因。还可能满足的，请留在未满足需求清单里。"
    success_message = "需求已关闭"


class NeedFeedBackView(ActionPage):
    queryset = Need.objects.select_related("organization")
    form_class = FeedbackForm
    operation = staticmethod(operations.feed_back_need)
    title = "登记回告"
    warning = "反映人没有账号，请用电话、当面等方式告知办理情况，再在这里登记。"
    success_message = "回告已登记"


class NeedOptionsView(LoginRequiredMixin, View):
    """What the searchable choices ask for: verified needs matching ``q``, or those a need may be merged into."""

    OPTIONS = 30

    def get(self, request):
        rows, label = self.offered()
        found = matching_needs(rows, request.GET.get("q", ""))[: self.OPTIONS]
        return JsonResponse({"results": [{"id": str(need.pk), "text": label(need)} for need in found]})

    def offered(self):
        """What may be chosen: with ``merge=<pk>`` what that need may be merged into, with ``near=<pk>`` what may be
        served in that organization's district."""
        user, asked = self.request.user, self.request.GET
        if "merge" in asked:
            need = self.named("merge", Need)
            return (merge_targets(user, need) if need else Need.objects.none()), merge_label
        if "near" in asked:
            place = self.named("near", Organization)
            return (servable_needs(user, place) if place else Need.objects.none()), need_label
        return open_needs(user), need_label

    def named(self, parameter, model):
        """The visible row the address names; anything that is no key names nothing."""
        key = self.request.GET[parameter]
        known = key.isascii() and key.isdigit() and len(key) < 10
        return model.objects.visible_to(self.request.user).filter(pk=key).first() if known else None


class NeedFileView(LoginRequiredMixin, View):
    """The evidence, to whoever may see the need. SECURITY: always a download, never shown in our origin."""

    def get(self, request, pk):
        need = get_object_or_404(Need.objects.visible_to(request.user).exclude(evidence_file=""), pk=pk)
        return download(need.evidence_file, need.evidence_name)
