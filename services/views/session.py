"""Pages of sessions."""

from django.urls import reverse
from django.utils import timezone

from core.views import DetailPage, ListPage
from orgs.models import Venue
from services import qr, workflow
from services.enums import ActivityState, RegistrationState, SessionState
from services.filters.session import SessionFilter
from services.models import Order, Registration, Session, Shift
from services.operations.attendance import OPENS_BEFORE
from services.paging import KeysFirstPaginator
from services.permissions import meets_people
from services.queries.clash import clashes_among, needs_of
from services.tables.session import SessionTable
from services.time_band import note_on
from services.views.activity import create_actions
from services.views.session_steps import actions, next_steps, steps_after

WHOLE = Session.objects.select_related(
    "organization",
    "activity__lead",
    "activity__project__contractor",
    "activity__project__organization",
    "place",
    "lecturer",
    "series",
)
SHOWN = 10


class SessionListView(ListPage):
    queryset = Session.objects.select_related("organization", "activity", "lecturer")
    filterset_class = SessionFilter
    table_class = SessionTable
    title = "场次"
    empty_title = "还没有场次"
    empty_hint = "先建立活动，再为它安排场次。"

    def get_table_pagination(self, table):
        return super().get_table_pagination(table) | {"paginator_class": KeysFirstPaginator}

    def get_context_data(self, **kwargs):
        actions = create_actions(self.request.user, "安排场次", reverse("services:session-create"))
        calendar = {"label": "日历", "url": reverse("services:session-calendar"), "style": "secondary"}
        hours = {"label": "工时", "url": reverse("services:session-hours"), "style": "secondary"}
        return super().get_context_data(**kwargs) | {"actions": [*actions, calendar, hours]}


class SessionDetailView(DetailPage):
    queryset = WHOLE.prefetch_related("workers")
    template_name = "services/session_detail.html"
    transitions = workflow.SESSION

    def get_context_data(self, **kwargs):
        session, user = self.object, self.request.user
        context = super().get_context_data(**kwargs)
        context["transitions"] = next_steps(session, user, context["transitions"])
        return (
            context
            | people_of(session, user)
            | {
                "facts": [
                    {"label": "时间", "value": session.when},
                    {"label": "地点", "value": f"{session.organization.short_name} {session.venue}"},
                ],
                "rows": [*details(session), *arranged(session, user)],
                "clashes": in_the_way(session, user),
                "actions": [*steps_after(session, user), *actions(session, user)],
                "can_cancel": timezone.now() < session.starts_at
                and user.has_perm("services.cancel_registration", Registration(session=session)),
                "codes": codes(self.request, session),
                "has_opened": timezone.now() >= session.starts_at - OPENS_BEFORE,
                "events": session.events.select_related("by").order_by("-pk"),
                "back": {"label": session.activity.name, "url": session.activity.get_absolute_url()},
            }
        )


def people_of(session, user) -> dict:
    """Who signed up and who came, with the lists of all of them.

    SECURITY: leaders, accountants and auditors see the figures and the rows behind them without names, outside experts
    the figures only.
    """
    rows_url = f"{reverse('services:attendance-list')}?session={session.pk}&counted=all"
    if not meets_people.test(user, session):
        seen = session.attendances.visible_to(user).exists()
        return {"in_line": in_line(session)} | ({"times_url": times_url(session)} if seen else {})
    signed_up = f"{reverse('services:registration-list')}?session={session.pk}"
    return {
        "sees_people": True,
        "in_line": in_line(session, signed_up),
        "times_url": times_url(session),
        "registrations": session.registrations.live().select_related("person")[:SHOWN],
        "registrations_url": signed_up,
        "attendances": session.attendances.select_related("person", "by").order_by("-pk")[:SHOWN],
        "attendances_url": rows_url,
    }


def in_line(session, address: str = "") -> list[dict]:
    """How many have a place, hold an offer or wait, each with its rows."""
    counted = (
        (RegistrationState.REGISTERED, session.registered),
        (RegistrationState.OFFERED, session.offered),
        (RegistrationState.WAITING, session.waiting),
    )
    return [
        {"label": state.label, "number": number, "url": address and f"{address}&state={state}"}
        for state, number in counted
        if number or state == RegistrationState.REGISTERED
    ]


def times_url(session) -> str:
    """The rows behind 人次: what counts once the session was held, until then whatever there is."""
    counted = ("&counted=online" if session.is_online else "") if session.state == SessionState.HELD else "&counted=all"
    return f"{reverse('services:attendance-list')}?session={session.pk}{counted}"


def details(session) -> list[dict]:
    """What the page says beside the figures."""
    band = " · ".join(filter(None, (session.get_time_band_display(), note_on(session.starts_at))))
    project = session.activity.project
    return [
        {"label": "活动", "value": session.activity, "url": session.activity.get_absolute_url()},
        {"label": "项目", "value": project, "url": project.get_part_url("services")},
        {"label": "举办社区", "value": session.organization},
        {"label": "时段", "value": band},
        {"label": "承接单位", "value": project.contractor},
        {"label": "活动负责人", "value": session.activity.lead},
    ]


def arranged(session, user) -> list[dict]:
    """Where and with whom, as far as it is arranged."""
    place, workers = session.place, "、".join(map(str, session.workers.all()))
    shifts = Shift.objects.visible_to(user).filter(session=session).count()
    order = Order.objects.visible_to(user).filter(session=session).select_related("item", "organization").first()
    sees_place = place and Venue.objects.visible_to(user).filter(pk=place.pk).exists()
    rows = (
        ("本场主题", session.topic, ""),
        ("阵地", place, place.get_absolute_url() if sees_place else ""),
        ("方式", "线上" if session.is_online else "", ""),
        ("讲师", session.lecturer, ""),
        ("到场社工", workers, ""),
        ("来自", order, order.get_absolute_url() if order else ""),
        ("志愿班次", f"{shifts}个" if shifts else "", f"{reverse('services:shift-list')}?session={session.pk}"),
        ("系列", session.series, session.series.get_absolute_url() if session.series else ""),
    )
    return [{"label": label, "value": value, "url": url} for label, value, url in rows if value]


def in_the_way(session, user) -> list:
    """Clashes of a session that is still ahead, for those who arrange or receive it."""
    is_ahead = session.state == SessionState.PLANNED and session.ends_at >= timezone.now()
    if not is_ahead or not user.has_perm("services.check_in_person", session):
        return []
    slot = (session.starts_at, session.ends_at)
    return clashes_among([slot], needs_of(session), user=user, exclude=[session])[0]


def codes(request, session) -> list[dict]:
    """QR codes for paper: signing up while the session is ahead, rating from its start on."""
    if session.activity.state != ActivityState.PUBLISHED or session.state == SessionState.CANCELLED:
        return []
    if timezone.now() < session.starts_at:
        return [{"title": "扫码报名", "svg": qr.code(request, session.get_public_url(), "报名二维码")}]
    path = reverse("rate:session", args=[session.token])
    return [{"title": "扫码评价", "svg": qr.code(request, path, "评价二维码")}]
