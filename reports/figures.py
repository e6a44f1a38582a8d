"""Figures as people read them: value, unit, definition (口径), change, and the list behind each."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from core.templatetags.ui import count, money, percent
from projects.enums import EntryKind
from reports.queries import Statistics
from services.counting import ServiceFigures
from services.enums import SessionState, TimeBand

DEFINITIONS = {
    "projects": "已批准立项、且服务期与所选期间有重叠的项目个数。",
    "committed": "期间内入账的立项承诺金额合计（含冲回），按台账入账日期计。",
    "paid": "期间内实际拨付金额合计（含冲回），按台账入账日期计。",
    "sessions": "期间内状态为“已举办”的场次数，按举办日期计。",
    "person_times": "已举办现场场次的参加记录之和：实名一人一场计1，加未实名点数。工作人员、社工、志愿者不计。",
    "persons": "现场实名参加者按人去重后的个数。各月、各社区的人数不能相加，每个期间和范围重新去重；未实名点数不计。",
    "online_times": "线上场次的观看记录之和，单列，不与现场人次合并；停留不足规定时间（默认5分钟）的不计。",
    "satisfaction": "（非常满意＋满意）÷有效评价，取总体满意度一题，按场次日期。评价过少时标“样本不足”，极少时不显示。",
    "outside_share": "8小时外场次÷已举办场次。工作日的工作时间内开始的为8小时内，其余为8小时外，节假日按国家调休。",
}


def figures(now: Statistics, before: Statistics | None, link: Callable, steps: Sequence = ()) -> list[dict]:
    """The figures in reading order, each as ``components/_figure.html`` wants it.

    ``link(url_name, **filters)`` gives the address of the list behind a figure; ``before`` is the previous
    period or ``None``; ``steps`` the service figures by day or month, for the small trend lines.
    """
    return [*money_figures(now, before, link), *service_figures(now, before, link, steps), *rates(now, before, link)]


def money_figures(now: Statistics, before: Statistics | None, link: Callable) -> list[dict]:
    entries = "projects:ledgerentry-list"
    return [
        figure("projects", "购买服务项目", now.projects, before and before.projects, "个")
        | {"url": link("projects:project-list", funded=1)},
        figure("committed", "立项金额", now.committed, before and before.committed, "元")
        | {"url": link(entries, kind=EntryKind.COMMITMENT)},
        figure("paid", "已拨付", now.paid, before and before.paid, "元")
        | {"url": link(entries, kind=EntryKind.PAYMENT)},
    ]


def without_money(shown: list[dict]) -> list[dict]:
    """For readers who do not see the ledger: a sum over no rows would be a wrong figure."""
    return [figure for figure in shown if figure["name"] not in ("committed", "paid")]


def service_figures(now: Statistics, before: Statistics | None, link: Callable, steps: Sequence) -> list[dict]:
    made, former = now.services, before and before.services
    unnamed = f"实名 {count(made.named_times)}，未实名 {count(made.unnamed_times)}"
    drawn = steps if made.sessions else ()
    trend = {name: [getattr(facts, name) for _, facts in drawn] for name in ("sessions", "person_times", "persons")}
    shown = [
        figure("sessions", "服务场次", made.sessions, former and former.sessions, "场")
        | {"url": link("services:session-list", state=SessionState.HELD), "trend": trend["sessions"]},
        figure("person_times", "服务人次", made.person_times, former and former.person_times, "人次")
        | {"url": link("services:attendance-list"), "trend": trend["person_times"], "note": unnamed},
        figure("persons", "服务人数", made.persons, former and former.persons, "人")
        | {"url": link("services:participant-list"), "trend": trend["persons"]},
    ]
    return [*shown, *online_figures(made, former, link)]


def online_figures(made: ServiceFigures, former: ServiceFigures | None, link: Callable) -> list[dict]:
    """观看人次 in a place of its own, where anything was online."""
    if not made.online_sessions and not (former and former.online_sessions):
        return []
    watched = figure("online_times", "线上观看人次", made.online_times, former and former.online_times, "人次")
    note = f"线上 {count(made.online_sessions)} 场，实名 {count(made.online_persons)} 人"
    return [watched | {"url": link("services:attendance-list", counted="online"), "note": note}]


def rates(now: Statistics, before: Statistics | None, link: Callable) -> list[dict]:
    outside = link("services:session-list", state=SessionState.HELD, time_band=TimeBand.OUTSIDE)
    return [
        rate("satisfaction", "满意率", now.satisfaction.rate, before and before.satisfaction.rate)
        | {"url": link("evaluations:rating-list"), "note": sample(now)},
        rate("outside_share", "8小时外占比", now.services.outside_share, before and before.services.outside_share)
        | {"url": outside, "note": f"{count(now.services.outside_sessions)} 场"},
    ]


def sample(statistics: Statistics) -> str:
    """The sample behind the satisfaction rate, and whether it is too small to be read as one, or even shown."""
    found = statistics.satisfaction
    if found.is_hidden:
        return f"有效评价仅 {count(found.valid)} 份，为保护匿名不显示"
    return f"有效评价 {count(found.valid)} 份{'，样本不足' if found.is_small else ''}"


def figure(name: str, label: str, now, before, unit: str) -> dict:
    written = money(now) if isinstance(now, Decimal) else count(now)
    return {
        "name": name,
        "label": label,
        "value": written,
        "number": now,
        "unit": unit,
        "definition": DEFINITIONS[name],
        "delta": "" if before is None else change(now, before),
    }


def rate(name: str, label: str, now: Decimal | None, before: Decimal | None) -> dict:
    points = "" if now is None or before is None else f"比上期 {signed((now - before) * 100, '{:.1f}')} 个百分点"
    return {
        "name": name,
        "label": label,
        "value": percent(now),
        "number": now,
        "definition": DEFINITIONS[name],
        "delta": points,
    }


def change(now, before) -> str:
    """Counts change by a number, money by a share: the difference of two sums of money is too long to read."""
    if now == before:
        return "与上期持平"
    if not before:
        return "上期为 0"
    if isinstance(now, Decimal) and now > 10 * before:
        return f"上期为 {money(before)}"  # a rise from next to nothing says nothing as a share
    if isinstance(now, Decimal):
        return f"比上期 {signed((now - before) / before * 100, '{:.1f}')}%"
    return f"比上期 {signed(now - before, '{:,}')}"


def signed(value, pattern: str) -> str:
    return ("−" if value < 0 else "+") + pattern.format(abs(value))


def step_label(step: date, is_short: bool) -> str:
    return f"{step.month}月{step.day}日" if is_short else f"{step:%Y-%m}"
