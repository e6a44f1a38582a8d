"""What was put in: hours of held sessions one by one, and the bases coverage is measured against."""

from django.urls import reverse

from core.views import CreatePage, ListPage
from services import operations
from services.counting import with_effort
from services.filters.base import ServiceBaseFilter
from services.filters.session import SessionFilter
from services.forms.base import ServiceBaseForm
from services.models import ServiceBase, Session
from services.permissions import writes_notices
from services.tables.base import ServiceBaseTable
from services.tables.effort import SessionHoursTable


class SessionHoursView(ListPage):
    """The rows behind 服务小时, 社工投入工时 and 工时折算."""

    queryset = Session.objects.select_related("organization", "activity")
    filterset_class = SessionFilter
    table_class = SessionHoursTable
    title = "服务工时"
    empty_title = "还没有已举办的场次"
    empty_hint = "场次确认举办后，时长、到场社工和折算工时在这里逐场列出。"

    def get_queryset(self):
        return with_effort(super().get_queryset())


class ServiceBaseListView(ListPage):
    queryset = ServiceBase.objects.select_related("organization", "by")
    filterset_class = ServiceBaseFilter
    table_class = ServiceBaseTable
    title = "应服务对象底数"
    empty_title = "还没有登记底数"
    empty_hint = "登记底数并写明来源和日期后，看板和月报才算覆盖率。"

    def get_context_data(self, **kwargs):
        create = {"label": "登记底数", "url": reverse("services:servicebase-create")}
        return super().get_context_data(**kwargs) | {"actions": [create] if writes_notices(self.request.user) else []}


class ServiceBaseCreateView(CreatePage):
    """The form offers only unions the user acts for, so the role alone opens the page."""

    form_class = ServiceBaseForm
    operation = staticmethod(operations.state_base)
    title = "登记底数"
    success_message = "已登记；截至这一天及以后的覆盖率按此计算"

    def has_permission(self):
        return writes_notices(self.request.user)

    def get_success_url(self):
        return reverse("services:servicebase-list")
