"""Pages of the volunteer street: merchants, their rota, and each day."""

from django.urls import reverse

from core.forms import ReasonForm
from core.views import ActionPage, CreatePage, DetailPage, ListPage, UpdatePage
from services import operations, workflow
from services.enums import StreetDayState
from services.filters.street import MerchantFilter, StreetDayFilter
from services.forms.street import DutyForm, MerchantCreateForm, MerchantForm, RotaForm, StreetDayHoldForm
from services.models import Merchant, StreetDay
from services.permissions import keeps_street
from services.queries.street import with_duties
from services.tables.street import MerchantTable, StreetDayTable

MERCHANTS = Merchant.objects.select_related("organization")
DAYS = StreetDay.objects.select_related("organization")


class StreetDayListView(ListPage):
    queryset = with_duties(DAYS)
    filterset_class = StreetDayFilter
    table_class = StreetDayTable
    title = "志愿服务一条街"
    empty_title = "还没有排班"
    empty_hint = "先登记参加轮值的商户，再按周排班。"

    def get_context_data(self, **kwargs):
        offered = (("排班", "services:streetday-create"), ("商户", "services:merchant-list"))
        actions = [
            {"label": label, "url": reverse(name), "style": "secondary" if number else "primary"}
            for number, (label, name) in enumerate(offered)
        ]
        return super().get_context_data(**kwargs) | {
            "actions": actions if keeps_street(self.request.user) else actions[1:]
        }


class StreetDayDetailView(DetailPage):
    queryset = DAYS
    template_name = "services/streetday_detail.html"
    transitions = workflow.STREET_DAY

    def get_context_data(self, **kwargs):
        day, user = self.object, self.request.user
        duties = list(day.duties.select_related("merchant"))
        swap = {"label": "调整轮值", "url": reverse("services:streetday-swap", args=[day.pk])}
        may_swap = day.state == StreetDayState.PLANNED and user.has_perm("services.swap_street_duty", day)
        return super().get_context_data(**kwargs) | {
            "facts": [
                {"label": "社区", "value": day.organization.short_name},
                {"label": "商户", "value": f"{len(duties)}家"},
                {"label": "服务人数", "value": sum(duty.served or 0 for duty in duties)},
            ],
            "duties": duties,
            "actions": [swap] if may_swap else [],
            "back": {"label": "志愿服务一条街", "url": reverse("services:streetday-list")},
        }


class StreetDayCreateView(CreatePage):
    """A rota; the form offers only communities the user keeps."""

    model = StreetDay
    form_class = RotaForm
    operation = staticmethod(operations.plan_street_days)
    title = "排班"
    success_message = "已排班"

    def has_permission(self):
        return keeps_street(self.request.user)

    def get_success_url(self):
        return reverse("services:streetday-list")


class DayAction(ActionPage):
    queryset = DAYS


class StreetDaySwapView(DayAction):
    form_class = DutyForm
    operation = staticmethod(operations.swap_street_duty)
    title = "调整轮值"
    success_message = "轮值已调整"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "day": self.get_object()}


class StreetDayHoldView(DayAction):
    form_class = StreetDayHoldForm
    operation = staticmethod(operations.hold_street_day)
    title = "登记服务情况"
    success_message = "服务情况已登记"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"duties": list(self.get_object().duties.select_related("merchant"))}


class StreetDayCancelView(DayAction):
    form_class = ReasonForm
    operation = staticmethod(operations.cancel_street_day)
    title = "取消本次"
    success_message = "已取消"


class MerchantListView(ListPage):
    queryset = MERCHANTS
    filterset_class = MerchantFilter
    table_class = MerchantTable
    title = "商户"
    empty_title = "还没有登记商户"
    empty_hint = "登记愿意轮流为居民义务服务的商户，再到“志愿服务一条街”排班。"

    def get_context_data(self, **kwargs):
        create = {"label": "登记商户", "url": reverse("services:merchant-create")}
        return super().get_context_data(**kwargs) | {"actions": [create] if keeps_street(self.request.user) else []}


class MerchantDetailView(DetailPage):
    queryset = MERCHANTS
    template_name = "services/merchant_detail.html"

    def get_context_data(self, **kwargs):
        row, user = self.object, self.request.user
        change = {"label": "修改", "url": reverse("services:merchant-update", args=[row.pk])}
        may_change = user.has_perm("services.update_merchant", row)
        return super().get_context_data(**kwargs) | {
            "facts": [
                {"label": "社区", "value": row.organization.short_name},
                {"label": "服务项目", "value": row.service},
            ],
            "duties": row.duties.select_related("day").order_by("-day__starts_at")[:10],
            "may_see_contact": may_change,
            "actions": [change] if may_change else [],
            "back": {"label": "商户", "url": reverse("services:merchant-list")},
        }


class MerchantCreateView(CreatePage):
    form_class = MerchantCreateForm
    operation = staticmethod(operations.create_merchant)
    title = "登记商户"
    success_message = "商户已登记"

    def has_permission(self):
        return keeps_street(self.request.user)


class MerchantUpdateView(UpdatePage):
    queryset = MERCHANTS
    form_class = MerchantForm
    operation = staticmethod(operations.update_merchant)
    title = "修改商户"
