"""Pages of 点单: the catalogue, the orders, and every step between."""

from django.urls import reverse

from core.forms import NoteForm, ReasonForm
from core.sms import masked
from core.views import ActionPage, CreatePage, DetailPage, ListPage, UpdatePage
from services import operations, workflow
from services.enums import OrderState, SessionState
from services.filters.order import CatalogueItemFilter, OrderFilter
from services.forms.order import (
    CatalogueItemCreateForm,
    CatalogueItemForm,
    OrderDispatchForm,
    OrderFeedbackForm,
    OrderForm,
    OrderScheduleForm,
    wished,
)
from services.models import CatalogueItem, Order
from services.permissions import orders_anywhere, plans_anything
from services.queries.order import with_demand
from services.tables.order import CatalogueItemTable, OrderTable

ITEMS = CatalogueItem.objects.select_related("organization", "project__organization")
ORDERS = Order.objects.select_related("item__organization", "item__project", "organization", "session", "lecturer")
SHOWN = 10
SENT_TO = (SessionState.PLANNED, SessionState.HELD)


class CatalogueItemListView(ListPage):
    queryset = ITEMS
    filterset_class = CatalogueItemFilter
    table_class = CatalogueItemTable
    title = "服务目录"
    empty_title = "还没有可点的服务"
    empty_hint = "承接单位把讲座、义诊、文艺演出等服务上架后，社区和街道工会可以在这里点单。"

    def get_queryset(self):
        return with_demand(super().get_queryset(), self.request.user)

    def get_context_data(self, **kwargs):
        user, actions = self.request.user, []
        if plans_anything(user):
            actions.append({"label": "上架服务", "url": reverse("services:catalogueitem-create")})
        if orders_anywhere(user):
            actions.append({"label": "点单", "url": reverse("services:order-create")})
        return super().get_context_data(**kwargs) | {"actions": actions}


class CatalogueItemDetailView(DetailPage):
    queryset = ITEMS
    template_name = "services/catalogueitem_detail.html"

    def get_context_data(self, **kwargs):
        item, user = self.object, self.request.user
        orders = Order.objects.visible_to(user).filter(item=item).select_related("organization", "session")
        return super().get_context_data(**kwargs) | {
            "facts": [
                {"label": "形式", "value": item.get_kind_display()},
                {"label": "时长", "value": f"{item.minutes}分钟"},
                {"label": "人数", "value": f"{item.people_min}–{item.people_max}人"},
            ],
            "actions": self.actions(),
            "orders": orders.order_by("-pk")[:SHOWN],
            "order_count": orders.count(),
            "orders_url": f"{reverse('services:order-list')}?item={item.pk}",
            "back": {"label": "服务目录", "url": reverse("services:catalogueitem-list")},
        }

    def actions(self) -> list[dict]:
        item, user, found = self.object, self.request.user, []
        if item.is_open and orders_anywhere(user):
            url = f"{reverse('services:order-create')}?item={item.pk}"
            found.append({"label": "点单", "url": url, "primary": True})
        if user.has_perm("services.update_catalogue_item", item):
            found.append({"label": "修改", "url": reverse("services:catalogueitem-update", args=[item.pk])})
        return found


class CatalogueItemCreateView(CreatePage):
    form_class = CatalogueItemCreateForm
    operation = staticmethod(operations.create_catalogue_item)
    title = "上架服务"
    success_message = "服务已上架"


class CatalogueItemUpdateView(UpdatePage):
    queryset = ITEMS
    form_class = CatalogueItemForm
    operation = staticmethod(operations.update_catalogue_item)
    title = "修改服务"


class OrderListView(ListPage):
    queryset = ORDERS
    filterset_class = OrderFilter
    table_class = OrderTable
    title = "点单"
    empty_title = "还没有点单"
    empty_hint = "社区和街道工会从服务目录里为本社区或企业点单。"

    def get_context_data(self, **kwargs):
        order = {"label": "点单", "url": reverse("services:order-create")}
        return super().get_context_data(**kwargs) | {"actions": [order] if orders_anywhere(self.request.user) else []}


class OrderDetailView(DetailPage):
    queryset = ORDERS.select_related("created_by", "session__activity")
    template_name = "services/order_detail.html"
    transitions = workflow.ORDER

    def get_context_data(self, **kwargs):
        order, user = self.object, self.request.user
        context = super().get_context_data(**kwargs)
        sees = user.has_perm("services.read_order_contact", order)
        return context | {
            "transitions": worth_offering(order, context["transitions"]),
            "facts": [
                {"label": "点单组织", "value": order.organization.short_name},
                {"label": "提供单位", "value": order.item.organization},
                {"label": "人数", "value": f"{order.people}人"},
            ],
            "phone": order.contact_phone if sees else masked(order.contact_phone),
            "back": {"label": "点单", "url": reverse("services:order-list")},
        }


def worth_offering(order, transitions: list[dict]) -> list[dict]:
    """Scheduling once, and again only when the session was cancelled; finishing when it was held, and then no longer
    calling off; what was only asked for is declined instead."""
    session = order.session
    found = []
    for move in transitions:
        if move["label"] == workflow.CANCEL_ORDER.label and (
            order.state == OrderState.REQUESTED or (session and session.state == SessionState.HELD)
        ):
            continue
        if move["label"] == workflow.SCHEDULE_ORDER.label and session and session.state != SessionState.CANCELLED:
            continue
        if move["label"] == workflow.DISPATCH_ORDER.label and session.state not in SENT_TO:
            move |= {"allowed": False, "reason": f"场次{session.get_state_display()}"}
        if move["label"] == workflow.FINISH_ORDER.label and session.state != SessionState.HELD:
            move |= {"allowed": False, "reason": "场次确认已举办之后办理"}
        found.append(move)
    return found


class OrderCreateView(CreatePage):
    model = Order
    form_class = OrderForm
    operation = staticmethod(operations.create_order)
    title = "点单"
    success_message = "已点单，提供单位安排后会通知您"

    def get_initial(self):
        return {"item": self.request.GET.get("item")}


class OrderPage(ActionPage):
    """A form that needs to know the order."""

    queryset = ORDERS

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"order": self.get_object()}


class OrderVerifyView(ActionPage):
    queryset = ORDERS
    form_class = NoteForm
    operation = staticmethod(operations.verify_order)
    title = "核实并点单"
    warning = "请先确认是本辖区的企业、联系人和要求属实。核实后提供单位收到点单，企业收到短信。"
    success_message = "已点单，提供单位安排后会通知您"


class OrderDeclineView(ActionPage):
    queryset = ORDERS
    form_class = ReasonForm
    operation = staticmethod(operations.decline_order)
    title = "不予核实"
    warning = "理由用短信告知企业。"
    success_message = "已告知企业"


class OrderScheduleView(OrderPage):
    form_class = OrderScheduleForm
    template_name = "services/session_move.html"
    operation = staticmethod(operations.schedule_order)
    title = "安排场次"
    warning = "安排后生成一个场次，点单人会收到通知。"
    success_message = "已安排场次，请派单"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self):
        return wished(self.get_object())


class OrderDispatchView(OrderPage):
    form_class = OrderDispatchForm
    operation = staticmethod(operations.dispatch_order)
    title = "派单"
    success_message = "已派单"


class OrderFinishView(ActionPage):
    queryset = ORDERS
    form_class = NoteForm
    operation = staticmethod(operations.finish_order)
    title = "确认完成"
    warning = "确认后请点单组织评价。"
    success_message = "已确认完成"


class OrderFeedbackView(ActionPage):
    queryset = ORDERS
    form_class = OrderFeedbackForm
    operation = staticmethod(operations.feedback_order)
    title = "评价"
    warning = "提供单位能看到评价，提交后不能修改。"
    success_message = "评价已提交"


class OrderRejectView(ActionPage):
    queryset = ORDERS
    form_class = ReasonForm
    operation = staticmethod(operations.reject_order)
    title = "不予受理"
    success_message = "已告知点单人"


class OrderCancelView(ActionPage):
    queryset = ORDERS
    form_class = ReasonForm
    operation = staticmethod(operations.cancel_order)
    title = "取消点单"
    warning = "还没有举办的场次会一并取消。取消后不能恢复。"
    success_message = "点单已取消"
