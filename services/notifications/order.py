"""Who is told about orders: the provider's managers of a new one, whoever ordered of what became of it."""

from core.notifications import notify
from orgs.enums import Role
from orgs.models import User
from services.models import Order


def tell_provider(order: Order, subject: str, kind: str, *, by: User) -> None:
    people = User.objects.holding(order.item.organization, Role.NGO)
    _tell(order, set(people) - {by}, subject, kind)


def tell_orderer(order: Order, subject: str, kind: str, *, by: User) -> None:
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
