"""ECharts options and the tables behind them; pure functions of figures."""

from collections.abc import Callable, Sequence
from datetime import date

from core.templatetags.ui import count, percent
from reports.figures import step_label
from reports.queries import Part
from services.counting import ServiceFigures

BARS = 15  # more places than this are compared in the table, not in the chart

Steps = Sequence[tuple[date, ServiceFigures]]


def people_chart(steps: Steps, is_short: bool) -> dict:
    """人次 as bars and 人数 as a line; the line is recounted for every step, so it does not add up."""
    labels = [step_label(step, is_short) for step, _ in steps]
    return {
        "id": "people",
        "title": "每天服务了多少人？" if is_short else "每个月服务了多少人？",
        "option": {
            "legend": {},
            "xAxis": {"type": "category", "data": labels},
            "yAxis": {"type": "value", "minInterval": 1},
            "series": [
                {"type": "bar", "name": "人次", "barMaxWidth": 32, "data": [facts.person_times for _, facts in steps]},
                {"type": "line", "name": "人数", "data": [facts.persons for _, facts in steps]},
            ],
        },
        "columns": ["日期" if is_short else "月份", "场次", "人次", "人数"],
        "rows": rows_of(
            (label, count(facts.sessions), count(facts.person_times), count(facts.persons))
            for label, (_, facts) in zip(labels, steps, strict=True)
            if facts.sessions
        ),
        "note": "人数按人去重，各月人数不能相加。",
    }


def band_chart(steps: Steps, is_short: bool) -> dict:
    """Sessions inside and outside working hours, stacked."""
    labels = [step_label(step, is_short) for step, _ in steps]
    inside = [facts.sessions - facts.outside_sessions for _, facts in steps]
    outside = [facts.outside_sessions for _, facts in steps]
    return {
        "id": "bands",
        "title": "服务安排在8小时内还是8小时外？",
        "option": {
            "legend": {},
            "xAxis": {"type": "category", "data": labels},
            "yAxis": {"type": "value", "minInterval": 1},
            "series": [
                {"type": "bar", "name": "8小时内场次", "stack": "sessions", "barMaxWidth": 32, "data": inside},
                {"type": "bar", "name": "8小时外场次", "stack": "sessions", "barMaxWidth": 32, "data": outside},
            ],
        },
        "columns": ["日期" if is_short else "月份", "8小时内", "8小时外", "8小时外占比"],
        "rows": rows_of(
            (label, count(within), count(beyond), percent(facts.outside_share))
            for label, within, beyond, (_, facts) in zip(labels, inside, outside, steps, strict=True)
            if facts.sessions
        ),
        "note": "",
    }


def parts_chart(title: str, parts: Sequence[Part], link: Callable) -> dict:
    """人次 of the busiest parts; ``link(part)`` is where a click on a bar goes."""
    shown = [part for part in parts if part.statistics.services.person_times][:BARS]
    drawn = shown[::-1]  # a horizontal bar chart grows upwards
    return {
        "id": "parts",
        "title": title,
        "option": {
            "xAxis": {"type": "value", "minInterval": 1},
            "yAxis": {"type": "category", "data": [part.name for part in drawn], "axisLabel": {"interval": 0}},
            "series": [
                {
                    "type": "bar",
                    "name": "人次",
                    "barMaxWidth": 24,
                    "data": [{"value": part.statistics.services.person_times, "url": link(part)} for part in drawn],
                }
            ],
        },
        "columns": ["名称", "场次", "人次", "人数"],
        "rows": rows_of(
            (part.name, *map(count, (facts.sessions, facts.person_times, facts.persons)))
            for part in shown
            for facts in [part.statistics.services]
        ),
        "tall": len(shown) > 8,
        "note": f"按人次从多到少，最多列{BARS}个；其余见下表。" if len(parts) > BARS else "",
    }


def rows_of(rows) -> list[list[str]]:
    return [list(row) for row in rows]
