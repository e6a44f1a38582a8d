"""The content as arithmetic: figures, what is missing, what changed, and who must not be recognised."""

import copy
import json
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects import content
from projects.content import BY_NAME, SECTIONS, Kind
from tests.projects.build_application import full_content


def body():
    """A snapshot without a database."""
    place = {"id": 1, "name": "水源地社区联合工会"}
    full = full_content(SimpleNamespace(pk=7))
    full["basic"] |= {
        "name": "心理关爱", "organization": place, "communities": [place], "worker": {"id": 3, "name": "顾明远"},
        "starts_on": "2027-01-10", "ends_on": "2027-11-20",
    }  # fmt: skip
    full["schedule"]["rows"][0] |= {"start": "2027-01", "end": "2027-11"}
    full["background"]["needs"] = [{"id": 7, "name": "快递员心理减压"}]
    return full


VALUES = {
    Kind.TEXT: st.text("甲乙丙丁", max_size=6),
    Kind.LONG: st.text("甲乙丙丁\n", max_size=8),
    Kind.INTEGER: st.none() | st.integers(1, 9),
    Kind.NUMBER: st.just("") | st.integers(0, 99).map(lambda number: f"{number}.00"),
    Kind.MONEY: st.just("") | st.integers(1, 99999).map(lambda cents: f"{Decimal(cents) / 100:.2f}"),
    Kind.DATE: st.sampled_from(["", "2027-01-01", "2027-05-31"]),
    Kind.MONTH: st.sampled_from(["", "2027-01", "2027-05"]),
    Kind.NEED: st.sampled_from([None, 7, 8]),
    Kind.OBJECTIVE: st.sampled_from([None, 1, 2]),
    Kind.SERVICE: st.sampled_from([None, 1, 2]),
    Kind.RECORD: st.none() | st.just({"id": 1, "name": "甲"}),
    Kind.RECORDS: st.lists(st.sampled_from([{"id": 7, "name": "甲"}, {"id": 8, "name": "乙"}]), max_size=2),
}


def value_of(field):
    if field.kind == Kind.CHOICE:
        return st.sampled_from(["", *field.choices.values])
    if field.kind == Kind.CHOICES:
        return st.lists(st.sampled_from(field.choices.values), max_size=3, unique=True)
    return VALUES[field.kind]


def part_of(section):
    fields = {field.name: value_of(field) for field in section.fields}
    if section.rows:
        fields["rows"] = st.lists(st.fixed_dictionaries({one.name: value_of(one) for one in section.rows}), max_size=4)
    return st.fixed_dictionaries(fields)


contents = st.fixed_dictionaries({section.name: part_of(section) for section in SECTIONS})
few = settings(max_examples=40, deadline=None)


@few
@given(contents)
def test_nothing_differs_from_itself(one):
    assert content.diff(one, copy.deepcopy(one)) == []


@few
@given(contents, contents)
def test_every_difference_reads_both_ways(one, other):
    there, back = content.diff(one, other), content.diff(other, one)
    swapped = {"added": "removed", "removed": "added", "changed": "changed"}
    assert sorted((c.section, c.before, c.after, c.kind) for c in there) == sorted(
        (c.section, c.after, c.before, swapped[c.kind]) for c in back
    )
    assert all(change.before != change.after for change in there)


@few
@given(contents, st.randoms())
def test_the_order_of_rows_with_keys_of_their_own_is_no_difference(one, random):
    other = copy.deepcopy(one)
    for section in SECTIONS:
        rows = content.rows(other, section.name)
        keys = [tuple(row[name] for name in section.key) for row in rows]
        if len(set(keys)) == len(keys):
            random.shuffle(rows)
    assert content.diff(one, other) == []


@few
@given(contents)
def test_one_changed_word_is_one_difference(one):
    other = copy.deepcopy(one)
    other["risks"]["risks"] = one["risks"]["risks"] + "戊"
    assert [(c.label, c.after) for c in content.diff(one, other)] == [("风险", other["risks"]["risks"])]


@few
@given(contents)
def test_content_is_plain_and_reads_itself(one):
    """What was kept is read again as it is, and every content can be judged, shown and printed."""
    for section in SECTIONS:
        plain = {field.name: one[section.name][field.name] for field in section.fields if not field.column}
        plain |= {"rows": one[section.name]["rows"]} if section.rows else {}
        kept = content.clean(section, plain)
        assert content.clean(section, json.loads(json.dumps(kept))) == kept
    content.problems_of(one)
    assert len(content.shown_sections(one)) == len(SECTIONS)
    assert content.total(one) + content.own_total(one) <= sum(
        (line["amount"] for line in content.budget_lines(one)), Decimal(0)
    )


def test_a_full_content_lacks_nothing():
    assert content.problems_of(body()) == []
    assert (content.total(body()), content.own_total(body())) == (Decimal("30000.00"), Decimal("4000.00"))


@pytest.mark.parametrize(
    "section, change, sentence",
    [
        ("basic", {"ends_on": "2026-12-31"}, "结束日期早于开始日期"),
        ("basic", {"communities": [{"id": 2, "name": "乙"}]}, "主要实施社区不在"),
        ("basic", {"assessment_until": ""}, "要填写有效期"),
        ("basic", {"is_listed": "yes"}, "不能申报"),
        ("basic", {"leader": ""}, "还没有填写“项目负责人”"),
        ("background", {"needs": []}, "还没有填写“对应需求”"),
        ("team", {"rows": []}, "请至少填写一行成员"),
        ("outcomes", {"statements": ["truth"]}, "承诺事项要全部勾选"),
    ],
)
def test_what_is_missing_is_said(section, change, sentence):
    one = body()
    one[section] |= change
    found = [problem for problem in content.problems_of(one) if problem.section == section]
    assert any(sentence in problem.text for problem in found)


@pytest.mark.parametrize(
    "section, change, sentence",
    [
        ("objectives", {"need": 8}, "对应需求不在所选的需求中"),
        ("objectives", {"measure": "manual"}, "要写明名称"),
        ("objectives", {"number": 2}, "编号相同"),
        ("objectives", {"measure": "person_times"}, "用不同的指标名称区分"),
        ("services", {"objective": 9}, "没有这个编号"),
        ("services", {"number": 2}, "编号相同"),
        ("services", {"place": ""}, "还没有填写地点"),
        ("schedule", {"end": "2026-12"}, "早于开始月份"),
        ("schedule", {"start": "2026-12"}, "不在项目期限内"),
        ("budget", {"service": 9}, "没有这个编号"),
    ],
)
def test_what_is_missing_in_a_row_is_said(section, change, sentence):
    one = body()
    one[section]["rows"][0] |= change
    assert any(sentence in problem.text for problem in content.problems_of(one))


def test_problems_lead_to_their_section():
    found = content.problems_of({section.name: {} for section in SECTIONS} | {"outcomes": {}, "background": {}})
    assert [problem.section for problem in found] == sorted(
        (problem.section for problem in found), key=list(BY_NAME).index
    )
    assert {problem.section for problem in found} == set(BY_NAME)


class Contractor:
    legal_representative = "关海涛"

    def __str__(self):
        return "晨光社会工作服务中心"


def test_a_blind_expert_recognises_nobody():
    one = body()
    one["risks"]["risks"] = "晨光社会工作服务中心由沈若溪负责，顾明远执行，电话024-31110000。"
    blind = content.blinded(one, SimpleNamespace(contractor=Contractor(), worker="顾明远"))
    text = json.dumps(blind, ensure_ascii=False)
    for name in (
        "晨光",
        "沈若溪",
        "顾明远",
        "关海涛",
        "024-31110000",
        "52210100MJ0000001X",
        "沈阳市民政局",
        "盛京银行",
    ):
        assert name not in text
    assert blind["services"] == one["services"]
    assert (blind["basic"]["staff"], blind["basic"]["union_form"]) == (12, "independent")
    assert content.total(blind) == content.total(one)
    assert one["basic"]["leader"] == "沈若溪"


def test_a_line_of_the_budget_counts_its_frequency():
    """小计 is 单价 × 数量 × 频次; what the rules and the project's budget see is the number of units paid for."""
    one = body()
    (own,) = content.budget_lines(one, "own")
    assert (own["quantity"], own["amount"], content.own_total(one)) == (20, Decimal("4000.00"), Decimal("4000.00"))
    line = next(part for part in content.shown_sections(one) if part.name == "budget").lines[2]
    assert [line[column][0] for column in (4, 5, -1)] == ["10", "2", "4,000.00"]
    one["budget"]["rows"][2] |= {"quantity": 10_000, "times": 9999}
    assert [problem.text for problem in content.problems_of(one)] == ["第3行数量和频次相乘过大"]


def test_the_schedule_as_bars():
    one = body()
    one["schedule"]["rows"] = [
        {"task": "甲", "start": "2027-01", "end": "2027-01"}, {"task": "乙", "start": "2027-02", "end": "2027-04"},
    ]  # fmt: skip
    bars = content.shown_section(BY_NAME["schedule"], one).bars
    assert [(bar["left"], bar["width"], bar["months"]) for bar in bars] == [
        (0, 25, "2027-01"), (25, 75, "2027-02 至 2027-04"),
    ]  # fmt: skip
