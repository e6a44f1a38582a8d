"""Pages of series."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from core.views import ActionPage, DetailPage
from services import operations
from services.enums import SessionState
from services.forms.series import SeriesCancelForm, SeriesForm
from services.models import Series
from services.queries.series import still_to_come
from services.views.session_change import meeting_of

SHOWN = 100  # the most a series begins with
WHOLE = Series.objects.select_related("activity__project__contractor", "activity__project__organization", "by")


class SeriesDetailView(DetailPage):
    queryset = WHOLE

    def get_context_data(self, **kwargs):
        series, user = self.object, self.request.user
        sessions = (
            series.sessions.visible_to(user).select_related("organization", "activity").order_by("starts_at", "pk")
        )
        shown = list(sessions[:SHOWN])
        held = sum(row.state == SessionState.HELD for row in shown)
        return super().get_context_data(**kwargs) | {
            "facts": [
                {"label": "活动", "value": series.activity, "url": series.activity.get_absolute_url()},
                {"label": "场次", "value": f"已举办{held}场，共{len(shown)}场"},
                {"label": "建立人", "value": series.by},
            ],
            "sessions": shown,
            "more_url": f"{reverse('services:session-list')}?series={series.pk}",
            "actions": allowed_actions(series, user),
            "back": {"label": series.activity.name, "url": series.activity.get_absolute_url()},
        }


def allowed_actions(series, user) -> list[dict]:
    if not still_to_come(series).exists():
        return []
    offered = (("修改其余场次", "update", True), ("取消其余场次", "cancel", False))
    return [
        {"label": label, "url": reverse(f"services:series-{verb}", args=[series.pk]), "primary": primary}
        for label, verb, primary in offered
        if user.has_perm(f"services.{verb}_series", series)
    ]


class SeriesPage(ActionPage):
    """A form about what is still to come; without that, back to the series."""

    queryset = WHOLE

    def sessions(self):
        rows = still_to_come(self.get_object())
        return rows.select_related("organization", "place", "lecturer").prefetch_related("workers")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"sessions": self.sessions()}

    def render_to_response(self, context, **kwargs):
        if not context["form"].fields["from_session"].queryset.exists():
            messages.error(self.request, "这个系列没有还可以调整的场次：都已举办、已延期、已取消或已有签到。")
            return HttpResponseRedirect(self.get_success_url())
        return super().render_to_response(context, **kwargs)


class SeriesUpdateView(SeriesPage):
    form_class = SeriesForm
    template_name = "services/session_move.html"
    operation = staticmethod(operations.update_series)
    title = "修改其余场次"
    warning = "从所选场次起一并修改您动过的各项，日期不变。时间或地点有变的，会通知工作人员和已报名的人。"
    success_message = "已修改"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self):
        first = self.sessions().first()
        return {"from_session": first.pk} | meeting_of(first) if first else {}


class SeriesCancelView(SeriesPage):
    form_class = SeriesCancelForm
    operation = staticmethod(operations.cancel_series)
    title = "取消其余场次"
    warning = "从所选场次起全部取消，取消后不能恢复；会通知工作人员和已报名的人。"
    success_message = "已取消"
