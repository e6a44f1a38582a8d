"""Pages of lecturers and their trial lectures."""

from django.urls import reverse

from core.forms import NoteForm, ReasonForm
from core.sms import masked
from core.templatetags.ui import day
from core.views import ActionPage, CreatePage, DetailPage, ListPage, UpdatePage
from projects import parameters
from projects.enums import ParameterName
from projects.models.rule import plain
from services import operations
from services.enums import SessionState
from services.filters.lecturer import LecturerFilter
from services.forms.lecturer import LecturerCreateForm, LecturerForm, TrialForm
from services.models import Lecturer
from services.queries.lecturer import with_lectures
from services.tables.lecturer import LecturerTable, lecturer_badge

ROWS = Lecturer.objects.select_related("organization")
SHOWN = 10


class LecturerListView(ListPage):
    queryset = with_lectures(ROWS)
    filterset_class = LecturerFilter
    table_class = LecturerTable
    title = "讲师"
    actions = (("讲师入库", "services:lecturer-create", "services.create_lecturer"),)
    empty_title = "还没有讲师"
    empty_hint = "讲师入库后，试讲达到合格分数线才能排课。"


class LecturerDetailView(DetailPage):
    queryset = ROWS
    template_name = "services/lecturer_detail.html"

    def get_context_data(self, **kwargs):
        row, user = self.object, self.request.user
        keeps = user.has_perm("services.update_lecturer", row)
        sessions = row.sessions.visible_to(user).select_related("organization", "activity")
        return super().get_context_data(**kwargs) | {
            "badge": lecturer_badge(row),
            "facts": [
                {"label": "推荐单位", "value": row.organization},
                {"label": "试讲通过", "value": day(row.passed_on) if row.passed_on else "还没有"},
            ],
            "actions": actions(row, user),
            "phone": row.phone if keeps or not row.phone else masked(row.phone),
            "trials": row.trials.select_related("by"),
            "pass_mark": plain(parameters.value(ParameterName.TRIAL_MARK)),
            "sessions": sessions.order_by("-starts_at")[:SHOWN],
            "session_count": sessions.count(),
            "held_count": sessions.filter(state=SessionState.HELD).count(),
            "back": {"label": "讲师", "url": reverse("services:lecturer-list")},
        }


def actions(row, user) -> list[dict]:
    """The trial lecture is the obvious next thing as long as none was passed."""
    offered = [("登记试讲", "trial", "record_trial"), ("出库", "retire", "retire_lecturer")]
    if not row.is_active:
        offered = [("恢复在库", "restore", "restore_lecturer")]
    return [
        {"label": label, "url": reverse(f"services:lecturer-{page}", args=[row.pk]), "primary": page != "retire"}
        for label, page, permission in (*offered, ("修改", "update", "update_lecturer"))
        if user.has_perm(f"services.{permission}", row)
    ]


class LecturerCreateView(CreatePage):
    form_class = LecturerCreateForm
    operation = staticmethod(operations.create_lecturer)
    title = "讲师入库"
    success_message = "讲师已入库，请登记试讲"


class LecturerUpdateView(UpdatePage):
    queryset = ROWS
    form_class = LecturerForm
    operation = staticmethod(operations.update_lecturer)
    title = "修改讲师"


class LecturerTrialView(ActionPage):
    queryset = ROWS
    form_class = TrialForm
    operation = staticmethod(operations.record_trial)
    title = "登记试讲"
    success_message = "试讲已登记"

    def get_context_data(self, **kwargs):
        mark = plain(parameters.value(ParameterName.TRIAL_MARK))
        return super().get_context_data(**kwargs) | {
            "warning": f"达到{mark}分即可排课。登记后不能修改，再次试讲另记一条。"
        }


class LecturerRetireView(ActionPage):
    queryset = ROWS
    form_class = ReasonForm
    operation = staticmethod(operations.retire_lecturer)
    title = "出库"
    warning = "出库后不能再排课；已排的场次请另行改换讲师。"
    success_message = "讲师已出库"


class LecturerRestoreView(ActionPage):
    queryset = ROWS
    form_class = NoteForm
    operation = staticmethod(operations.restore_lecturer)
    title = "恢复在库"
    success_message = "讲师已恢复在库"
