"""One row of attendance: when, how, by whom, what became of it; taking it back, and leaving."""

from django import forms
from django.urls import reverse

from core.views import ActionPage, DetailPage
from orgs.naming import NamingPage
from services import operations
from services.forms.attendance import CheckOutForm, OnlineForm
from services.marks import grace, marks_of
from services.models import Attendance, Session
from services.queries.attendance import whole
from services.tables.attendance import place_label, shown_name

ROWS = Attendance.objects.select_related(
    "person", "by", "session__activity__project__contractor", "session__organization", "reverses"
)


class AttendanceDetailView(NamingPage, DetailPage):
    queryset = whole(ROWS)
    template_name = "services/attendance_detail.html"

    def get_context_data(self, **kwargs):
        row = self.object
        return super().get_context_data(**kwargs) | {
            "title": shown_name(row),
            "rows": facts(row),
            "transitions": steps(row, self.request.user),
            "corrections": row.corrections.select_related("by").order_by("pk"),
            "scans": row.scans.select_related("by").order_by("pk"),
            "back": {"label": str(row.session), "url": row.session.get_absolute_url()},
        }


def facts(row: Attendance) -> list[dict]:
    left = row.left_at
    marks = marks_of(row, left, grace())
    found = [
        ("场次", row.session, row.session.get_absolute_url()),
        ("身份", row.get_role_display(), ""),
        ("签到方式", row.get_method_display(), ""),
        ("签到时间", row.at, ""),
        ("签退时间", left, ""),
        ("登记时间", row.recorded_at, ""),
        ("经办人", row.by or "本人", ""),
        ("标记", "、".join([*marks, *(["已冲正"] if row.is_taken_back else [])]) or "无", ""),
        ("人次", row.headcount if row.is_counted else f"{row.headcount}（停留时间不足，不计入）", ""),
    ]
    if row.session.activity.asks_location:
        found.append(("位置", place_label(row.inside), ""))
    if row.online_minutes is not None:
        found.append(("线上停留", f"{row.online_minutes}分钟", ""))
    return [{"label": label, "value": value, "url": url} for label, value, url in found]


def steps(row: Attendance, user) -> list[dict]:
    """Leaving while it is open, and taking the row back; a correction is undone on the row it corrected."""
    may_reverse = user.has_perm("services.reverse_attendance", row)
    found = []
    if row.is_named and row.left_at is None and not row.is_taken_back:
        found.append(
            step(row, "签退", "check-out", user.has_perm("services.check_out", row), "由执行社工或举办社区办理")
        )
    if row.reverses_id is None and not row.is_taken_back:
        found.append(step(row, "冲正", "reverse", may_reverse, "由执行社工办理", retreat=True))
    if row.is_taken_back:
        last = row.corrections.order_by("-pk").first()
        found.append(step(last, "恢复", "reverse", may_reverse, "由执行社工办理"))
    return found


def step(row: Attendance, label: str, page: str, allowed: bool, reason: str, retreat: bool = False) -> dict:
    url = reverse(f"services:attendance-{page}", args=[row.pk])
    return {"label": label, "url": url, "allowed": allowed, "reason": reason, "retreat": retreat}


class OnRow(NamingPage, ActionPage):
    """Back to the row that was corrected, not to the correction."""

    queryset = ROWS

    def get_success_url(self):
        row = self.get_object()
        return reverse("services:attendance-detail", args=[row.original_id or row.pk])


class AttendanceReverseView(OnRow):
    form_class = forms.Form
    operation = staticmethod(operations.reverse_attendance)

    @property
    def title(self) -> str:
        row = self.get_object()
        return "恢复" if row.reverses_id and row.headcount < 0 else "冲正"

    @property
    def warning(self) -> str:
        row = self.get_object()
        if self.title == "恢复":
            return f"{row.reverses.person or '原记录'}将重新计入，原记录和冲正记录都保留。"
        return f"{shown_name(row)}：原记录保留，另记一笔相反的记录，不再计入人次和人数。冲正后可以恢复。"

    @property
    def success_message(self) -> str:
        return f"已{self.title}"


class AttendanceCheckOutView(OnRow):
    form_class = CheckOutForm
    operation = staticmethod(operations.check_out)
    title = "签退"
    success_message = "已签退"


class SessionOnlineView(ActionPage):
    """Who watched, one by one as the platform of the broadcast says."""

    queryset = Session.objects.select_related("organization", "activity__project__contractor")
    form_class = OnlineForm
    operation = staticmethod(operations.record_online)
    title = "登记线上观看"
    success_message = "已登记"
