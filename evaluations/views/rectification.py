"""Pages of rectifications."""

from django.urls import reverse

from core.forms import NoteForm, ReasonForm
from core.templatetags.ui import day
from core.views import ActionPage, DetailPage, ListPage
from evaluations import operations, workflow
from evaluations.filters import RectificationFilter
from evaluations.forms import ConclusionForm, OrderRectificationForm, SubmitRectificationForm
from evaluations.models import Rectification, RectificationFile
from evaluations.queries import failed_evaluation
from evaluations.tables import RectificationTable
from projects.models import Project
from projects.views.files import StoredFileView

PARTIES = ("project__organization", "project__contractor", "evaluation", "responsible", "ordered_by", "reviewed_by")


class RectificationListView(ListPage):
    queryset = Rectification.objects.select_related(*PARTIES)
    filterset_class = RectificationFilter
    table_class = RectificationTable
    title = "整改单"
    empty_title = "还没有整改单"
    empty_hint = "中期或末期评估低于合格线的项目，由区县工会下达整改单。"


class RectificationDetailView(DetailPage):
    queryset = Rectification.objects.select_related(*PARTIES)
    transitions = workflow.RECTIFICATION

    def get_context_data(self, **kwargs):
        row = self.object
        return super().get_context_data(**kwargs) | {
            "files": row.files.select_related("uploaded_by"),
            "events": row.events.select_related("by").order_by("-at", "-pk"),
            "back": {"label": "整改单", "url": reverse("evaluations:rectification-list")},
            "facts": [
                {"label": "项目", "value": row.project, "url": row.project.get_part_url("evaluation")},
                {"label": "评估", "value": row.evaluation.label, "url": row.evaluation.get_absolute_url()},
                {"label": "期限", "value": day(row.due_on)},
            ],
        }


class RectificationOrderView(ActionPage):
    """Addressed by the project; the record does not exist yet."""

    queryset = Project.objects.select_related("organization", "contractor", "worker")
    template_name = "evaluations/rectification_order.html"
    form_class = OrderRectificationForm
    operation = staticmethod(operations.order_rectification)
    title = "责令整改"
    warning = "下达后项目进入整改，承接单位按期提交整改情况和证据，复核通过后复评。"
    success_message = "整改单已下达，承接单位会收到通知"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"project": self.get_object(), "user": self.request.user}

    def get_context_data(self, **kwargs):
        project = self.get_object()
        return super().get_context_data(**kwargs) | {"evaluation": failed_evaluation(project)}


class ReviewAgainView(ActionPage):
    queryset = Project.objects.select_related("organization", "contractor")
    form_class = NoteForm
    operation = staticmethod(operations.review_again)
    title = "进入复评"
    warning = "整改单全部复核通过后进入复评。原评分留在原评估中，项目等待重新委派评估人。"
    success_message = "已进入复评，请委派评估人"


class RectificationActionPage(ActionPage):
    queryset = Rectification.objects.select_related(*PARTIES)
    template_name = "evaluations/rectification_action.html"


class RectificationSubmitView(RectificationActionPage):
    form_class = SubmitRectificationForm
    operation = staticmethod(operations.submit_rectification)
    title = "提交整改"
    success_message = "整改情况已提交，等待复核"


class RectificationCloseView(RectificationActionPage):
    form_class = ConclusionForm
    operation = staticmethod(operations.close_rectification)
    title = "复核通过"
    success_message = "已复核通过"


class RectificationReturnView(RectificationActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.return_rectification)
    title = "退回整改"
    warning = "退回后承接单位继续整改，期限至少顺延一个整改期。"
    success_message = "已退回继续整改"


class RectificationFileView(StoredFileView):
    model = RectificationFile
