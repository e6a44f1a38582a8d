"""双工联动 on the dashboard: volunteers and their confirmed hours beside the social workers'."""

from decimal import Decimal

from core.templatetags.ui import count, percent
from core.templatetags.ui import figure as written
from orgs.models import Organization
from reports.links import Links
from reports.periods import Period
from services.enums import HourClaimState, SessionState, VolunteerState
from services.models import Session
from services.queries.hour_figures import confirmed_hours_of, hour_figures
from services.queries.volunteer import share_of_sessions_with_volunteers, volunteer_figures


def teamwork_figures(user, organization: Organization, period: Period, links: Links) -> list[dict]:
    """Cards as ``components/_figure.html`` wants them, each leading to its rows; six queries."""
    where = {"organization": organization, "start": period.start, "end": period.end}
    volunteers, hours = volunteer_figures(user, **where), hour_figures(confirmed_hours_of(user, **where))
    path = "activity__project__contractor" if organization.kind == "social" else "organization"
    sessions = Session.objects.visible_to(user).starting_between(period.start, period.end)
    share = share_of_sessions_with_volunteers(sessions.filter(**{f"{path}__path__startswith": organization.reach}))
    served = links.rows("services:shiftsignup-list", state="signed_out")
    confirmed = links.rows("services:hourclaim-list", state=HourClaimState.CONFIRMED)
    supported = links.rows("services:session-list", state=SessionState.HELD, volunteers="yes")
    # Registered whenever: the period of the dashboard would hide those of former years.
    active = links.everything("services:volunteer-list", state=VolunteerState.ACTIVE)
    return [
        card("在册志愿者", count(volunteers.active), "人", active, "审核通过、没有暂停或退出的志愿者，不论何时登记。"),
        card(
            "志愿服务时长",
            f"{hours.hours:,.1f}",
            "小时",
            confirmed,
            "期间内已确认的服务时长，同一小时只计一次；培训不计。",
        )
        | {"note": f"{count(hours.volunteers)} 名志愿者"},
        card(
            "每名社工带动", shown(volunteers.per_worker), "名志愿者", served, "期间签退过班次的志愿者，除以带班的社工。"
        ),
        card("有志愿者的场次", percent(share.share), "", supported, "已举办的场次中，有志愿者到场的占比。")
        | {"note": f"{count(share.supported)} 场"},
    ]


def shown(value: Decimal | None) -> str:
    return "—" if value is None else written(value)


def card(label: str, value: str, unit: str, url: str, definition: str) -> dict:
    return {"label": label, "value": value, "unit": unit if value != "—" else "", "url": url, "definition": definition}
