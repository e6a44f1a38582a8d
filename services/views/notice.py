"""Pages of notices."""

from django.urls import reverse

from core.forms import NoteForm, ReasonForm
from core.views import ActionPage, CreatePage, DetailPage, ListPage, UpdatePage
from services import operations, workflow
from services.filters.notice import NoticeFilter
from services.forms.notice import NoticeCreateForm, NoticeForm
from services.models import Notice
from services.permissions import writes_notices
from services.tables.notice import NoticeTable


class NoticeListView(ListPage):
    queryset = Notice.objects.select_related("organization")
    filterset_class = NoticeFilter
    table_class = NoticeTable
    title = "通知公告"
    empty_title = "还没有通知公告"
    empty_hint = "发布后显示在本组织及下级社区的公开页上，任何人都能看到。"

    def get_context_data(self, **kwargs):
        create = {"label": "起草通知", "url": reverse("services:notice-create")}
        return super().get_context_data(**kwargs) | {"actions": [create] if writes_notices(self.request.user) else []}


class NoticeDetailView(DetailPage):
    queryset = Notice.objects.select_related("organization")
    template_name = "services/notice_detail.html"
    transitions = workflow.NOTICE

    def get_context_data(self, **kwargs):
        notice = self.object
        until = notice.shown_until or "长期"
        change = {"label": "修改", "url": reverse("services:notice-update", args=[notice.pk])}
        return super().get_context_data(**kwargs) | {
            "facts": [
                {"label": "发布组织", "value": notice.organization, "url": notice.organization.get_absolute_url()},
                {"label": "展示", "value": f"{notice.shown_from} 至 {until}"},
            ],
            "actions": [change] if self.request.user.has_perm("services.update_notice", notice) else [],
            "back": {"label": "通知公告", "url": reverse("services:notice-list")},
        }


class NoticeCreateView(CreatePage):
    """The form offers only unions the user acts for, so the role alone opens the page."""

    form_class = NoticeCreateForm
    operation = staticmethod(operations.create_notice)
    title = "起草通知"
    success_message = "通知已起草，发布后才会出现在公开页上"

    def has_permission(self):
        return writes_notices(self.request.user)


class NoticeUpdateView(UpdatePage):
    queryset = Notice.objects.select_related("organization")
    form_class = NoticeForm
    operation = staticmethod(operations.update_notice)
    title = "修改通知"


class NoticePublishView(ActionPage):
    queryset = Notice.objects.select_related("organization")
    form_class = NoteForm
    operation = staticmethod(operations.publish_notice)
    title = "发布"
    warning = "发布后，任何人都能在公开页上看到。请再次确认没有个人信息。"
    success_message = "通知已发布"


class NoticeWithdrawView(ActionPage):
    queryset = Notice.objects.select_related("organization")
    form_class = ReasonForm
    operation = staticmethod(operations.withdraw_notice)
    title = "撤回"
    success_message = "通知已撤回，公开页不再显示"
