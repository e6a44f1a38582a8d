"""Pages of 递补: whom the freed money covers, and who leaves the list."""

from django.utils import timezone

from core.forms import NoteForm, ReasonForm
from core.views import ActionPage
from projects import operations
from projects.forms.publicity import PromoteForm
from projects.models import Application, Call
from projects.operations.publicity import publicity_days
from projects.queries.bar import bars, bars_of
from projects.queries.promotion import next_in_reserve, room_in
from projects.views.application import ApplicationActionPage
from projects.views.panel import OWNERS
from projects.views.publicity import LatestPublicityMixin


class CallPromoteView(LatestPublicityMixin, ActionPage):
    queryset = Call.objects.select_related(*OWNERS)
    form_class = PromoteForm
    template_name = "projects/call_promote.html"
    operation = staticmethod(operations.promote_call)
    title = "递补"
    submit_label = "递补并发布公示"
    warning = "备选申报按名次递补，单独公示；公示期满、没有未答复的异议才能确认立项。已立项的其他项目不受影响。"
    success_message = "递补公示已发布"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"least": publicity_days(self.get_object())}

    def get_context_data(self, **kwargs):
        call = self.get_object()
        chosen = [one.pk for one in next_in_reserve(call)]
        rows = Application.objects.visible_to(self.request.user).filter(pk__in=chosen).select_related("contractor")
        return super().get_context_data(**kwargs) | {
            "room": room_in(call),
            "chosen": rows.order_by("rank"),
            "bars": bars_of(row.contractor for row in rows),
        }


class ApplicationDeclineView(ApplicationActionPage):
    form_class = ReasonForm
    operation = staticmethod(operations.decline_application)
    title = "放弃递补"
    warning = "申报单位书面放弃或者不再符合条件的，在这里登记，之后按名次由下一个备选递补，不能撤销。"
    success_message = "已登记，不再递补"


class ApplicationDisqualifyView(ApplicationActionPage):
    """For who came to be barred after the check; the page shows by which project."""

    form_class = NoteForm
    operation = staticmethod(operations.disqualify_application)
    title = "取消资格"
    warning = (
        "取消后不能恢复。已汇总评分或已公示的，其他申报按已有评分重新汇总、重新公示；递补公示则终止，其余申报退回备选。"
    )
    success_message = "已取消资格，请按名次继续办理"

    def get_context_data(self, **kwargs):
        barred = bars(self.get_object().contractor, timezone.localdate())
        return super().get_context_data(**kwargs) | {"bars": barred}
