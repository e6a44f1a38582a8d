"""Who is told about orders: the provider's managers of a new one, whoever ordered of what became of it.

SECURITY: a text message names the service and carries the signed address of one order, nothing personal.
"""

from django.conf import settings
from django.urls import reverse

from core import sms
from core.notifications import notify
from orgs.enums import Role
from orgs.models import User
from services.models import Order
from services.notifications.registration import SIGNATURE
from services.tickets import order_ticket


def tell_union(order: Order, subject: str, kind: str) -> None:
    """The staff of the community an enterprise asked, those of its street where it has none."""
    people = User.objects.holding(order.organization, Role.COMMUNITY_UNION)
    _tell(order, set(people or User.objects.holding(order.organization, Role.STREET_UNION)), subject, kind)


def tell_enterprise(order: Order, words: str) -> None:
    """The phone an enterprise asked with; who was named as contact by the union is told by the union."""
    if order.phone_verified_at:
        path = reverse("public:order", args=[order_ticket(order)])
        link = f" {settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else ""
        sms.text(order.contact_phone, f"{SIGNATURE}点单“{order.item.name}”：{words}{link}")


def tell_provider(order: Order, subject: str, kind: str, *, by: User | None) -> None:
    people = User.objects.holding(order.item.organization, Role.NGO)
    _tell(order, set(people) - {by}, subject, kind)


def tell_orderer(order: Order, subject: str, kind: str, *, by: User | None) -> None:
    _tell(order, {order.created_by} - {by}, subject, kind)


def _tell(order: Order, people: set[User], subject: str, kind: str) -> None:
    """Names the service and the orderer, never the contact; keyed by the number of times."""
    number = order.events.filter(kind=kind).count()
    notify(
        people,
        key=f"order:{order.pk}:{kind}:{number}",
        title=f"{subject}：{order.item.name}",
        body=f"{order.orderer}，{order.place}，{order.people}人",
        url=order.get_absolute_url(),
    )
