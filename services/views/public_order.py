"""点单 by an enterprise without an account: asked for on its community's page, followed and judged from a link.

SECURITY: only a proven phone asks, and nothing reaches the provider before the union has verified the enterprise. The
ticket in the address names a row, nothing personal, and the page behind it shows neither contact nor phone.
"""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from core import sms
from core.errors import DomainError
from core.public import PublicPage, counted
from services import operations
from services.enums import OrderState
from services.forms.order import OrderFeedbackForm, PublicOrderForm
from services.forms.registration import PhoneForm
from services.queries.order import offered_to
from services.tickets import order_of, order_ticket
from services.views.community import CommunityPage
from services.views.public import result
from services.views.volunteering import ProvenPhonePage
from services.workflow import CANCEL_ORDER

HOUR = 3600
CLOSED = "企业点单须用短信验证手机号，目前没有开通短信。请联系社区工会代为点单。"
NOTHING = "目前没有接受点单的服务。请联系社区工会。"
TOO_MANY = "这个网络一小时内提交的点单太多。请过一小时再试，或联系社区工会。"


def page_of(order) -> str:
    return reverse("public:order", args=[order_ticket(order)])


class CommunityOrderPublicView(CommunityPage, ProvenPhonePage):
    """What is on offer in the community, then phone, code, and the order."""

    def refusal(self):
        if found := super().refusal():
            return found
        closed = "" if sms.can_send() else CLOSED
        if not closed and not offered_to(self.community).exists():
            closed = NOTHING
        return result(self.request, title="暂不能点单", text=closed, **self.context()) if closed else None

    def get(self, request, code):
        return self.look()

    def post(self, request, code):
        return self.send()

    def form_class(self, *args, **kwargs):
        return PublicOrderForm(*args, community=self.community, **kwargs)

    def act(self, values):
        if counted("orders", self.request, HOUR) > settings.PUBLIC_ORDERS_PER_HOUR:
            return result(self.request, status=429, title="请稍后再试", text=TOO_MANY, **self.context())
        contact = {"contact_name": values.pop("name"), "contact_phone": values.pop("phone")}
        order = operations.request_order(organization=self.community, **contact, **values)
        return HttpResponseRedirect(page_of(order))

    def show(self, form):
        items = offered_to(self.community) if isinstance(form, PhoneForm) else ()
        return render(self.request, "public/community_order.html", self.context(form=form, items=items))


class OrderPublicView(PublicPage):
    """How far it is; call it off, and judge it when it is done."""

    def get(self, request, ticket):
        return self.about(ticket, self.show)

    def post(self, request, ticket):
        return self.about(ticket, self.cancel if "cancel" in request.POST else self.judge)

    def about(self, ticket, then):
        try:
            return then(order_of(ticket))
        except DomainError as error:
            return result(self.request, status=404, title="链接无效", text=str(error))

    def show(self, order, error="", form=None):
        context = {
            "order": order,
            "union_name": order.organization.name,
            "can_cancel": order.state in CANCEL_ORDER.sources,
            "form": (form or OrderFeedbackForm()) if order.state == OrderState.DONE else None,
            "error": error,
        }
        return render(self.request, "public/order.html", context)

    def cancel(self, order):
        if order.state == OrderState.CANCELLED:  # pressed twice
            return self.show(order)
        return self.act(operations.cancel_order, order, note="企业在点单页取消")

    def judge(self, order):
        form = OrderFeedbackForm(self.request.POST)
        if order.state == OrderState.FEEDBACK:
            return self.show(order)
        if not form.is_valid():
            return self.show(order, form=form)
        return self.act(operations.feedback_order, order, **form.cleaned_data)

    def act(self, operation, order, **fields):
        try:
            operation(order, **fields)
        except DomainError as error:
            return self.show(order_of(self.kwargs["ticket"]), error=str(error))
        return HttpResponseRedirect(page_of(order))
