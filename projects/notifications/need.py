"""Who is told what about needs."""

from core.notifications import notify
from orgs.enums import Role
from orgs.models import User
from projects.enums import NeedState
from projects.models import Need
from projects.notifications.people import event_key
from projects.queries.need import merged_needs

NEED_NEWS = {
    "create": "已收到，等待街道工会核实。",
    "update": "内容已修改，等待核实。",
    "merge": "与另一条需求相同，已合并办理，今后的进展会一并通知您。",
    "absorb": "另一条相同的需求已并入，一并办理。",
    "serve": "由正在实施的项目一并满足。",
    "close": "暂时无法满足，已关闭，原因见需求页面。",
    "verify": "已核实，等待社会组织据此申报项目。",
    "reject": "不予采纳，原因见需求页面。",
    "match": "已列入项目申报。",
    "release": "不再列入原项目，重新等待匹配。",
    "start": "对应项目已立项，进入实施。",
    "meet": "对应项目已结项，需求满足。",
}


def need_changed(need: Need, kind: str, *, skip: Need | None = None) -> None:
    """需求反馈: the person who raised it hears of every change, and so do those whose needs were merged into it (but
    not of ``skip``, which has its own news); the street hears of new ones."""
    about = {"key": event_key(need, kind), "url": need.get_absolute_url()}
    notify(raisers(need), title=f"需求“{need}”", body=NEED_NEWS[kind], **about)
    for merged in merged_needs(need):
        if skip is not None and merged.pk == skip.pk:
            continue
        key, url = f"{about['key']}:{merged.pk}", merged.get_absolute_url()
        notify(raisers(merged), key=key, url=url, title=f"需求“{merged}”（已合并办理）", body=NEED_NEWS[kind])
    if need.state == NeedState.COLLECTED and kind == "create":
        street = User.objects.holding(need.organization, Role.STREET_UNION).exclude(pk=need.raised_by_id)
        notify(street, title="有新需求待核实", body=f"{need.organization}提出“{need}”，请核实。", **about)


def raisers(need: Need) -> list[User]:
    """Who raised it, when they have an account; the others are told by staff (``to_feed_back``)."""
    return [need.raised_by] if need.raised_by else []
