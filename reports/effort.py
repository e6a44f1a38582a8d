"""What was put in, and how many of those who should be served were: figures of the dashboard and the monthly report."""

from collections.abc import Callable
from decimal import Decimal

from core.templatetags.ui import count, percent
from core.templatetags.ui import figure as written
from reports.figures import signed
from reports.queries import Statistics
from reports.recount import HOURS

LABELS = {"hours": "服务小时", "worker_hours": "社工投入工时", "converted_hours": "折算工时", "coverage": "覆盖率"}
DEFINITIONS = {
    "hours": "已举办场次的结束减开始，合计后四舍五入到0.5小时，与到场几名社工无关；准备时间不计。",
    "worker_hours": "已举办场次的时长按到场社工相加：两名社工到场两小时是4小时。",
    "converted_hours": "每场按人次折算成小型、中型、大型活动的工时（含准备和记录）；没有国家标准，取规则中心当日的值。",
    "coverage": "实名服务人数÷应服务对象底数。底数须有来源和日期，没有底数不出比率；超过100%照实显示。",
}


def effort_figures(now: Statistics, before: Statistics | None, link: Callable) -> list[dict]:
    """Cards as ``components/_figure.html`` wants them; ``link(url_name, **filters)`` gives the list behind each."""
    rows = link("services:session-hours")
    cards = [_hours(name, now, before) | {"url": rows} for name in HOURS]
    behind = "services:participant-list" if now.base else "services:servicebase-list"
    return [*cards, coverage_figure(now) | {"url": link(behind)}]


def coverage_figure(now: Statistics) -> dict:
    base, rate = now.base, now.coverage
    note = f"{count(now.services.persons)}人；{base}" if base else "没有登记应服务对象底数，不出比率"
    return _card("coverage", percent(rate), rate) | {"note": note, "unit": ""}


def _hours(name: str, now: Statistics, before: Statistics | None) -> dict:
    value = getattr(now.effort, name)
    former = getattr(before.effort, name) if before else None
    card = _card(name, written(value), value) | {"unit": "小时"}
    return card | ({} if former is None else {"delta": _change(value, former)})


def _card(name: str, value: str, number: Decimal | None) -> dict:
    return {
        "name": name, "label": LABELS[name], "value": value, "number": number, "definition": DEFINITIONS[name],
        "delta": "",
    }  # fmt: skip


def _change(now: Decimal, before: Decimal) -> str:
    if now == before:
        return "与上期持平"
    return f"比上期 {signed((now - before).normalize(), '{:,f}')}" if before else "上期为 0"
