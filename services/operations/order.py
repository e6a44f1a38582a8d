"""点单: offer services, order them, schedule, send, finish and judge them."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import DomainError
from core.sms import is_mobile
from core.workflow import locked, step
from orgs.identity_number import is_phone
from orgs.models import Organization, User
from orgs.models.person import normal_phone
from projects.models import Project
from services import workflow
from services.enums import OrderState, SessionState
from services.models import Activity, CatalogueItem, Lecturer, Order
from services.models.order import WISHES
from services.notifications.order import tell_enterprise, tell_orderer, tell_provider, tell_union
from services.operations.session import cancel_locked_session, schedule_session
from services.queries.order import serves

MOST_PEOPLE = 100_000
MOST_MINUTES = 24 * 60
MOST_REQUESTS = 5  # from one phone at one union, waiting to be verified (configurable default)
FARTHEST = timedelta(days=366)  # nobody orders for the year after next


def create_catalogue_item(
    *,
    by: User,
    organization: Organization,
    name: str,
    kind: str,
    minutes: int,
    people_max: int,
    people_min: int = 1,
    description: str = "",
    project: Project | None = None,
    is_open: bool = True,
) -> CatalogueItem:
    """A service ``organization`` offers; with ``project`` only to the community of that project."""
    facts = {
        "name": name, "kind": kind, "minutes": minutes, "people_min": people_min, "people_max": people_max,
        "description": description, "project": project, "is_open": is_open,
    }  # fmt: skip
    _check_item(organization, facts)
    with transaction.atomic():
        try:
            with transaction.atomic():
                item = CatalogueItem.objects.create(organization=organization, **facts)
        except IntegrityError:
            raise DomainError(f"服务目录里已有“{name}”，请直接修改它，或换一个名称。") from None
        item.events.create(kind="create", by=by)
    return item


def update_catalogue_item(item: CatalogueItem, *, by: User, **facts) -> CatalogueItem:
    """Change what is offered; orders made already keep their people, day and place."""
    with transaction.atomic():
        item = locked(item)
        known = ("name", "kind", "minutes", "people_min", "people_max", "description", "project", "is_open")
        _check_item(item.organization, {name: facts.get(name, getattr(item, name)) for name in known})
        for name, value in facts.items():
            setattr(item, name, value)
        try:
            with transaction.atomic():
                item.save(update_fields=list(facts))
        except IntegrityError:
            raise DomainError(f"服务目录里已有“{item.name}”，请换一个名称。") from None
        item.events.create(kind="update", by=by)
    return item


def _check_item(organization: Organization, facts: dict) -> None:
    if not 1 <= facts["minutes"] <= MOST_MINUTES:
        raise DomainError(f"时长须在1至{MOST_MINUTES}分钟之间。")
    if not 1 <= facts["people_min"] <= facts["people_max"] <= MOST_PEOPLE:
        raise DomainError("人数范围不正确：最少1人，最多人数不能小于最少人数。")
    if facts["project"] and facts["project"].contractor_id != organization.pk:
        raise DomainError("所选项目不是提供单位承接的，请重新选择。")


def create_order(
    *,
    by: User,
    item: CatalogueItem,
    organization: Organization,
    contact_name: str,
    contact_phone: str,
    wished_on: list[date],
    place: str,
    people: int,
    enterprise: str = "",
    note: str = "",
) -> Order:
    """Order ``item`` for ``organization``, or by it for an ``enterprise``; the provider's managers are told.

    Raises ``DomainError`` when the item is closed or not offered there, the number of people is outside what it
    takes, no wished day lies ahead, or the phone cannot be dialled.
    """
    phone = normal_phone(contact_phone)
    if not is_phone(phone):
        raise DomainError("联系电话不正确。请填写11位手机号，或带区号的固定电话。")
    with transaction.atomic():
        item = locked(item)
        _check_orderable(item, organization, people)
        order = Order.objects.create(
            item=item, organization=organization, enterprise=enterprise, contact_name=contact_name,
            contact_phone=phone, wished_on=_wishes(wished_on), place=place, people=people, note=note, created_by=by,
        )  # fmt: skip
        order.events.create(kind="create", to_state=order.state, by=by)
        tell_provider(order, "新的点单", "create", by=by)
    return order


def request_order(
    *,
    item: CatalogueItem,
    organization: Organization,
    enterprise: str,
    contact_name: str,
    contact_phone: str,
    wished_on: list[date],
    place: str,
    people: int,
    note: str = "",
) -> Order:
    """An ``enterprise`` asks ``organization`` to order ``item`` for it; the union's staff are told, the provider is not
    before they have verified it. The caller has proven the phone.

    Raises ``DomainError`` as ``create_order`` does, without a mobile phone, for the same request twice, and where too
    many from this phone still wait (configurable default). What others asked for in the enterprise's name is not told.
    """
    phone, enterprise, wishes = normal_phone(contact_phone), " ".join(enterprise.split()), _wishes(wished_on)
    if not is_mobile(phone):
        raise DomainError("手机号不正确，请填写11位手机号。")
    if not enterprise:
        raise DomainError("请填写企业名称。")
    with transaction.atomic():
        item = locked(item)
        _check_orderable(item, organization, people)
        _check_waiting(item, organization, enterprise, phone, wishes)
        order = Order.objects.create(
            item=item, organization=organization, enterprise=enterprise, contact_name=contact_name, place=place,
            contact_phone=phone, wished_on=wishes, people=people, note=note, phone_verified_at=timezone.now(),
            state=OrderState.REQUESTED,
        )  # fmt: skip
        order.events.create(kind="request", to_state=order.state, by=None)
        tell_union(order, "企业点单待核实", "request")
        tell_enterprise(order, "已提交，社区工会核实后安排。")
    return order


def _check_waiting(
    item: CatalogueItem, organization: Organization, enterprise: str, phone: str, wishes: list[date]
) -> None:
    waiting = Order.objects.filter(organization=organization, state=OrderState.REQUESTED)
    own = [row for row in waiting.defer("note") if row.contact_phone == phone]  # encrypted: the database cannot tell
    if (item.pk, enterprise, wishes) in [(row.item_id, row.enterprise, row.wished_on) for row in own]:
        raise DomainError("这个点单已经提交过，正在等待社区工会核实，不用重复提交。")
    if len(own) >= MOST_REQUESTS:
        raise DomainError(f"您已有{MOST_REQUESTS}个点单等待核实。请等社区工会核实后再提交。")


def verify_order(order: Order, *, by: User, note: str = "") -> Order:
    """The union knows the enterprise and orders for it; from now on the provider sees the order."""
    with step(order, workflow.VERIFY_ORDER, by=by, note=note) as order:
        _check_orderable(locked(order.item), order.organization, order.people)
        order.created_by = by
        order.save(update_fields=["created_by"])
        tell_provider(order, "新的点单", "create", by=by)
        tell_enterprise(order, "社区工会已核实，提供单位安排后通知您。")
    return order


def decline_order(order: Order, *, by: User, note: str) -> Order:
    """Not an enterprise of the territory, or not a service for it; ``note`` goes to whoever asked."""
    with step(order, workflow.DECLINE_ORDER, by=by, note=note) as order:
        tell_enterprise(order, f"社区工会未予核实：{note}")
    return order


def _check_orderable(item: CatalogueItem, organization: Organization, people: int) -> None:
    if not item.is_open:
        raise DomainError(f"“{item}”暂不接受点单，请选择其他服务。")
    if not serves(item, organization):
        raise DomainError(f"“{item}”不服务{organization.short_name}，请选择本地的服务。")
    if not item.people_min <= people <= item.people_max:
        raise DomainError(f"“{item}”接受{item.people_min}至{item.people_max}人，请核对人数。")


def _wishes(days: list[date]) -> list[date]:
    """Each day once, soonest first."""
    today, days = timezone.localdate(), sorted(set(days))
    if not 1 <= len(days) <= WISHES:
        raise DomainError(f"请填写1至{WISHES}个期望日期。")
    if days[0] < today or days[-1] > today + FARTHEST:
        raise DomainError("期望日期须在今天以后一年之内，请改正。")
    return days


def schedule_order(
    order: Order, *, by: User, activity: Activity, starts_at: datetime, ends_at: datetime, capacity: int, **details
) -> Order:
    """A session for the order under one of the provider's activities, at the orderer's place unless told otherwise.

    An order whose session was cancelled may be scheduled again. Raises ``DomainError`` as ``schedule_session`` does.
    """
    with step(order, workflow.SCHEDULE_ORDER, by=by) as order:
        item = order.item
        if order.session and order.session.state != SessionState.CANCELLED:
            raise DomainError("这个点单已有场次。要改时间的，请在场次页面改期。")
        bound = item.project_id in (None, activity.project_id)
        if activity.project.contractor_id != item.organization_id or not bound:
            raise DomainError("所选活动不属于这项服务的提供单位或项目，请重新选择。")
        details["venue"] = details.get("venue") or order.place
        order.session = schedule_session(
            activity, by=by, organization=order.organization, starts_at=starts_at, ends_at=ends_at, capacity=capacity,
            **details,
        )  # fmt: skip
        order.save(update_fields=["session"])
        tell_orderer(order, "点单已排期", workflow.SCHEDULE_ORDER.name, by=by)
        tell_enterprise(order, f"已排期，{order.session.when}，{order.session.venue}。")
    return order


def dispatch_order(
    order: Order, *, by: User, lecturer: Lecturer | None = None, crew: str = "", note: str = ""
) -> Order:
    """Say who goes, or went: a lecturer who passed the trial lecture, others by name, or both."""
    with step(order, workflow.DISPATCH_ORDER, by=by, note=note) as order:
        if not lecturer and not crew.strip():
            raise DomainError("请选择讲师或填写派出人员。")
        if lecturer and (lecturer.organization_id != order.item.organization_id or not lecturer.is_schedulable):
            raise DomainError(f"讲师{lecturer}还没有通过试讲或已出库，不能派出。请改选讲师。")
        session = locked(order.session)
        if session.state not in (SessionState.PLANNED, SessionState.HELD):
            raise DomainError(f"场次目前是“{session.get_state_display()}”，不能派单。请先确定时间。")
        order.lecturer, order.crew = lecturer, crew
        order.save(update_fields=["lecturer", "crew"])
        if lecturer and session.lecturer_id != lecturer.pk:
            session.lecturer = lecturer
            session.save(update_fields=["lecturer"])
            session.events.create(kind="update", by=by, note=f"讲师{lecturer}（派单）")
        tell_orderer(order, "点单已派人", workflow.DISPATCH_ORDER.name, by=by)
    return order


def finish_order(order: Order, *, by: User, note: str = "") -> Order:
    """The service was given: its session is held. Whoever ordered is asked for feedback."""
    with step(order, workflow.FINISH_ORDER, by=by, note=note) as order:
        if order.session.state != SessionState.HELD:
            raise DomainError("场次还没有确认已举办，不能确认完成。请先在场次页面登记签到并确认已举办。")
        tell_orderer(order, "服务已完成，请评价", workflow.FINISH_ORDER.name, by=by)
        tell_enterprise(order, "服务已完成，请评价。")
    return order


def feedback_order(order: Order, *, by: User | None = None, score: int, feedback: str = "") -> Order:
    """What the orderer says of the service, the enterprise itself without ``by``: 1 to 5, and a text."""
    if not 1 <= score <= 5:
        raise DomainError("评分须为1至5分。")
    with step(order, workflow.FEEDBACK_ORDER, by=by, note=f"{score}分") as order:
        order.score, order.feedback = score, feedback
        order.save(update_fields=["score", "feedback"])
        tell_provider(order, "点单有了评价", workflow.FEEDBACK_ORDER.name, by=by)
    return order


def reject_order(order: Order, *, by: User, note: str) -> Order:
    """The provider cannot serve it; ``note`` says why."""
    with step(order, workflow.REJECT_ORDER, by=by, note=note) as order:
        tell_orderer(order, "点单未受理", workflow.REJECT_ORDER.name, by=by)
        tell_enterprise(order, f"提供单位不能受理：{note}")
    return order


def cancel_order(order: Order, *, by: User | None = None, note: str) -> Order:
    """By whoever ordered or provides, by the enterprise itself without ``by``; a session still ahead goes with it."""
    with step(order, workflow.CANCEL_ORDER, by=by, note=note) as order:
        if order.session and order.session.state == SessionState.HELD:
            raise DomainError("场次已经举办，不能取消点单。请由提供单位确认完成。")
        if order.session and order.session.state in (SessionState.PLANNED, SessionState.POSTPONED):
            cancel_locked_session(order.session, by=by, note=f"点单取消：{note}")
        tell_orderer(order, "点单已取消", workflow.CANCEL_ORDER.name, by=by)
        if order.created_by:
            tell_provider(order, "点单已取消", workflow.CANCEL_ORDER.name, by=by)
        if by:
            tell_enterprise(order, f"点单已取消：{note}")
    return order
