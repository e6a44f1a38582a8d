"""Pages an expert scores on, and the signed sheets afterwards."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import DetailView, TemplateView

from core.errors import DomainError
from core.views import DetailPage, ListPage, ObjectPermissionMixin, ScopedMixin
from core.word import word_response
from orgs.enums import Role
from orgs.scope import has_role
from projects import operations
from projects.documents.score_sheet import score_sheet_document
from projects.enums import SheetState
from projects.filters.review import ScoreSheetFilter
from projects.forms.review import ScoreForm
from projects.models import Application, Panelist, ScoreSheet
from projects.queries.review import reviews_run_by, sheets_to_write
from projects.queries.sheet import reading_copy
from projects.tables.review import ScoreSheetTable


class ReviewListView(LoginRequiredMixin, TemplateView):
    """Every panel the expert sits on with what is still to be scored; for a purchaser the reviews under way."""

    template_name = "projects/review_list.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        mine = Panelist.objects.filter(expert=user, recused_at=None)  # unscoped: the expert's own seats
        seats = list(mine.select_related("call__organization").order_by("-pk"))
        waiting: dict[int, list] = {}
        for application in sheets_to_write(user):
            waiting.setdefault(application.call_id, []).append(application)
        return super().get_context_data(**kwargs) | {
            "panels": [panel_of(seat, waiting.get(seat.call_id, [])) for seat in seats],
            "calls": reviews_run_by(user),
            "is_expert": has_role(user, Role.EXPERT),
        }


def panel_of(seat: Panelist, applications: list[Application]) -> dict:
    signed = sum(one.sheet_state == SheetState.SIGNED for one in applications)
    return {"seat": seat, "call": seat.call, "applications": applications, "signed": signed}


class ApplicationScoreView(ObjectPermissionMixin, ScopedMixin, DetailView):
    """The application beside the sheet. Every change is kept as a draft; the signature ends it."""

    queryset = Application.objects.select_related("call__organization", "call__scorecard", "contractor", "worker")
    template_name = "projects/application_score.html"
    permission_required = "projects.open_sheet"

    def own_sheet(self) -> ScoreSheet | None:
        rows = ScoreSheet.objects.visible_to(self.request.user).filter(
            application=self.object, panelist__expert=self.request.user, round=self.object.call.review_round
        )
        return rows.prefetch_related("lines").first()

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return self.show(self.form(initial=True))

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = self.form()
        form.is_valid()
        try:
            sheet = operations.open_sheet(self.object, by=request.user)
            comment = form.cleaned_data.get("comment", sheet.comment)
            sheet = operations.save_sheet(sheet, by=request.user, points=form.points, comment=comment)
            if request.htmx:
                return render(request, "projects/_score_total.html", {"sheet": sheet, "form": form})
            if form.errors:
                return self.show(form)
            if "sign" in request.POST:
                return self.sign(sheet, form.points, comment)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.show(form)
        messages.success(request, "草稿已保存")
        return HttpResponseRedirect(request.path)

    def sign(self, sheet: ScoreSheet, points, comment: str):
        """What this page shows: a save by itself from a moment ago may come in between."""
        operations.sign_sheet(sheet, by=self.request.user, points=points, comment=comment)
        messages.success(self.request, "评分表已签署")
        return HttpResponseRedirect(reverse("projects:review-list"))

    def form(self, initial: bool = False) -> ScoreForm:
        items = list(self.object.call.scorecard.items.all())
        if not initial:
            return ScoreForm(self.request.POST, items=items)
        sheet = self.own_sheet()
        lines = (
            {f"points_{line.item_id}": f"{line.points.normalize():f}" for line in sheet.lines.all()} if sheet else {}
        )
        return ScoreForm(items=items, initial=lines | {"comment": sheet.comment if sheet else ""})

    def show(self, form):
        sheet, call = self.own_sheet(), self.object.call
        if self.request.htmx:
            return render(self.request, "projects/_score_total.html", {"sheet": sheet, "form": form})
        if sheet and sheet.state == SheetState.SIGNED:
            return HttpResponseRedirect(sheet.get_absolute_url())
        context = {
            "object": self.object, "form": form, "sheet": sheet, "parts": reading_copy(self.object),
            "contractor": "" if call.is_blind else self.object.contractor.name, "call": call,
        }  # fmt: skip
        return render(self.request, self.template_name, context)


class ScoreSheetListView(ListPage):
    queryset = ScoreSheet.objects.select_related("application", "panelist__expert")
    filterset_class = ScoreSheetFilter
    table_class = ScoreSheetTable
    title = "评分表"
    empty_title = "还没有评分表"
    empty_hint = "专家开始评分后，本人可以看到自己的评分表；汇总后购买主体可以看到全部已签署的评分表。"


PARTIES = ("application__call__organization", "application__contractor", "panelist__expert", "revision")


class ScoreSheetDetailView(DetailPage):
    queryset = ScoreSheet.objects.select_related(*PARTIES)

    def get_context_data(self, **kwargs):
        sheet, user = self.object, self.request.user
        call = sheet.application.call
        actions = [{"label": "导出Word", "url": reverse("projects:scoresheet-word", args=[sheet.pk])}]
        if sheet.state == SheetState.DRAFT and user.has_perm("projects.save_sheet", sheet):
            url = reverse("projects:application-score", args=[sheet.application_id])
            actions.insert(0, {"label": "继续评分", "url": url, "primary": True})
        is_expert = sheet.panelist.expert_id == user.pk
        back = reverse("projects:review-list" if is_expert else "projects:scoresheet-list")
        return super().get_context_data(**kwargs) | {
            "title": f"评分表：{sheet.application}",
            "code": sheet.application.code,
            "lines": sheet.lines.select_related("item"),
            "actions": actions,
            "back": {"label": "评审" if is_expert else "评分表", "url": back},
            "facts": [
                {"label": "批次", "value": call.title},
                {"label": "专家", "value": sheet.panelist.expert},
                {"label": "总分", "value": f"{sheet.total:.2f} 分"},
            ],
        }


class ScoreSheetWordView(ScopedMixin, DetailView):
    """A sheet as Word, to whoever may see it."""

    queryset = ScoreSheet.objects.select_related(*PARTIES)

    def get(self, request, *args, **kwargs):
        sheet = self.get_object()
        return word_response(f"评分表-{sheet.application.code}-{sheet.panelist.expert}", score_sheet_document(sheet))
