"""What an application lacks before it may be submitted; each problem names the section it is mended in."""

from collections import Counter
from collections.abc import Callable, Iterator

from projects.content.reading import rows, snapshot, times_over, total
from projects.content.spec import BASIC, BUDGET, MOST, SECTIONS, Problem, Section
from projects.enums import Measure, Statement, YesNo


def problems(application) -> list[Problem]:
    """Everything still missing or contradictory in the draft, in the order of the sections."""
    return problems_of(snapshot(application))


def problems_of(content: dict) -> list[Problem]:
    """``problems`` of a frozen or current snapshot."""
    found = [problem for section in SECTIONS for problem in missing(section, content)]
    found += [problem for check in CHECKS for problem in check(content)]
    order = {section.name: number for number, section in enumerate(SECTIONS)}
    return sorted(found, key=lambda problem: order[problem.section])


def is_empty(value) -> bool:
    return value in (None, "", [])


def missing(section: Section, content: dict) -> Iterator[Problem]:
    part = content.get(section.name, {})
    for field in section.fields:
        if field.required and is_empty(part.get(field.name)):
            yield Problem(section.name, f"还没有填写“{field.label}”", field.name)
    if not section.rows:
        return
    written = rows(content, section.name)
    if not written:
        yield Problem(section.name, f"请至少填写一行{section.row_label}")
    for number, row in enumerate(written, start=1):
        lacking = [field.label for field in section.rows if field.required and is_empty(row.get(field.name))]
        if lacking:
            yield Problem(section.name, f"第{number}行还没有填写{'、'.join(lacking)}", row=number - 1)


def period(content: dict) -> Iterator[Problem]:
    basic = content["basic"]
    starts_on, ends_on = basic.get("starts_on"), basic.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:  # ISO dates compare as text
        yield Problem(BASIC.name, "结束日期早于开始日期", "ends_on")
    for number, row in enumerate(rows(content, "schedule"), start=1):
        start, end = row.get("start") or "", row.get("end") or ""
        if start and end and end < start:
            yield Problem("schedule", f"第{number}行结束月份早于开始月份", row=number - 1)
        elif (
            starts_on and ends_on and any(not starts_on[:7] <= month <= ends_on[:7] for month in (start, end) if month)
        ):
            yield Problem("schedule", f"第{number}行不在项目期限内", row=number - 1)


def places(content: dict) -> Iterator[Problem]:
    basic = content["basic"]
    main = basic.get("organization")
    communities = {place["id"] for place in basic.get("communities") or []}
    if main and communities and main["id"] not in communities:
        yield Problem(BASIC.name, "主要实施社区不在所选的实施社区中", "communities")


def qualification(content: dict) -> Iterator[Problem]:
    basic = content["basic"]
    if basic.get("assessment_level") not in (None, "", "none") and not basic.get("assessment_until"):
        yield Problem(BASIC.name, "有评估等级的要填写有效期", "assessment_until")
    if basic.get("is_listed") == YesNo.YES:
        yield Problem(BASIC.name, "列入活动异常名录或严重违法失信名单的单位不能申报", "is_listed")


def references(content: dict) -> Iterator[Problem]:
    needs = {need["id"] for need in content["background"].get("needs") or []}
    objectives = {row.get("number") for row in rows(content, "objectives")}
    services = {row.get("number") for row in rows(content, "services")}
    for section, name, known, what in (
        ("objectives", "need", needs, "对应需求不在所选的需求中"),
        ("services", "objective", objectives, "对应目标没有这个编号"),
        ("budget", "service", services, "对应服务没有这个编号"),
    ):
        for number, row in enumerate(rows(content, section), start=1):
            if not is_empty(row.get(name)) and row[name] not in known:
                yield Problem(section, f"第{number}行{what}", name, number - 1)


def repeated(content: dict) -> Iterator[Problem]:
    for section in SECTIONS:
        if section.name == BUDGET.name:
            continue
        keys = Counter(tuple(row.get(name) for name in section.key) for row in rows(content, section.name))
        labels = [field.label for field in section.rows if field.name in section.key]
        if any(count > 1 and any(key) for key, count in keys.items()):
            yield Problem(section.name, f"有两行的{'、'.join(labels)}相同，请合并或改成不同的")


def objectives(content: dict) -> Iterator[Problem]:
    texts: dict[int, tuple] = {}
    for number, row in enumerate(rows(content, "objectives"), start=1):
        if row.get("measure") == Measure.MANUAL and not row.get("name"):
            yield Problem("objectives", f"第{number}行人工填报的指标要写明名称", "name", number - 1)
        same = (row.get("text"), row.get("need"))
        if texts.setdefault(row.get("number") or 0, same) != same:
            yield Problem("objectives", f"第{number}行与前面编号相同，分目标和对应需求也应相同", "number", number - 1)
    measures = Counter((row.get("measure"), row.get("name") or "") for row in rows(content, "objectives"))
    if any(count > 1 for count in measures.values()):
        yield Problem("objectives", "同一统计方式的指标有两项以上的，请用不同的指标名称区分")


def money(content: dict) -> Iterator[Problem]:
    for number, row in enumerate(rows(content, "budget"), start=1):
        if times_over(row) > MOST:
            yield Problem(BUDGET.name, f"第{number}行数量和频次相乘过大", "times", number - 1)
    if rows(content, "budget") and total(content) <= 0:
        yield Problem(BUDGET.name, "没有申请资金的预算行，申请金额为 0")


def statements(content: dict) -> Iterator[Problem]:
    ticked = content["outcomes"].get("statements") or []
    if ticked and set(ticked) != set(Statement.values):
        yield Problem("outcomes", "承诺事项要全部勾选", "statements")


CHECKS: tuple[Callable[[dict], Iterator[Problem]], ...] = (
    period, places, qualification, references, repeated, objectives, money, statements,
)  # fmt: skip
