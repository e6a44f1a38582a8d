"""The arithmetic of rewards: any records in any order keep the three promises."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.reward import compute, grade_of, read_grades, written
from projects.sources import ClosedRecord

GRADES = read_grades(
    [
        {"name": "重大", "price": "400.00", "when": [{"fact": "people", "at_least": 10}]},
        {
            "name": "疑难",
            "price": "200",
            "when": [{"fact": "amount", "at_least": "50000"}, {"fact": "people", "at_least": 2}],
        },
        {"name": "一般", "price": "50", "when": []},
    ]
)
DAY = date(2026, 3, 1)


def record(number=1, **fields) -> ClosedRecord:
    defaults = {
        "number": f"调字{number:03d}", "dispute_key": f"D{number}", "payee_id": 1, "closed_on": DAY, "documents": 12,
        "basis": "调解成功并履行", "facts": {"people": 1},
    }  # fmt: skip
    return ClosedRecord(**(defaults | fields))


def computed(*records, cap="10000", documents=12, **options):
    return compute(records, GRADES, cap=Decimal(cap), required_documents=documents, **options)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"people": 10}, "重大"),
        ({"people": 9, "amount": Decimal("50000.00")}, "疑难"),
        ({"people": 1, "amount": 80000}, "一般"),
        ({"people": 2, "amount": Decimal("49999.99")}, "一般"),
        ({}, "一般"),
        ({"people": None, "unknown": 5}, "一般"),
    ],
)
def test_the_first_grade_whose_every_condition_holds(facts, name):
    assert grade_of(GRADES, facts).name == name


def test_grades_are_written_as_they_are_read():
    assert read_grades(written(GRADES)) == GRADES


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "1 到 8 个"),
        ("x", "1 到 8 个"),
        ([{"name": "一般", "price": "1"}] * 9, "1 到 8 个"),
        (["x"], "格式"),
        ([{"name": "一般", "price": "50", "when": "x"}], "格式"),
        ([{"name": " ", "price": "50"}], "1 到 20"),
        ([{"name": "一般", "price": "1e9"}], "数字金额"),
        ([{"name": "一般", "price": "-0.00"}], "大于 0"),
        ([{"name": "一般", "price": "NaN"}], "数字金额"),
        ([{"name": "一般"}], "数字金额"),
        ([{"name": "一般", "price": "50", "when": [{"fact": "people", "at_least": 1}]}], "兜底"),
        ([{"name": "甲", "price": "50"}, {"name": "乙", "price": "50"}], "兜底"),
        (
            [{"name": "甲", "price": "50", "when": [{"fact": "people", "at_least": 1}]}, {"name": "甲", "price": 1}],
            "重复",
        ),
        ([{"name": "甲", "price": "50", "when": [{"fact": "colour", "at_least": 1}]}], "只能用"),
        ([{"name": "甲", "price": "50", "when": [{"fact": "people", "at_least": "x"}]}], "数字金额"),
    ],
)
def test_bad_grades_are_refused_in_words(rows, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_grades(rows)


def test_full_width_digits_are_understood():
    assert read_grades([{"name": "一般", "price": "１２３"}])[0].price == Decimal("123.00")


def test_the_same_dispute_counts_once_the_earliest_complete_one():
    late = record(1, closed_on=DAY + timedelta(days=1))
    thin = record(2, dispute_key="D1", documents=11)
    early = record(3, dispute_key="D1", payee_id=2)
    lines = {line.record.number: line for line in computed(late, thin, early)}
    assert [lines[f"调字00{n}"].amount for n in (1, 2, 3)] == [0, 0, 50]
    assert lines["调字001"].remarks == ("同一纠纷已计入，不重复奖补",)
    assert lines["调字002"].remarks == ("卷宗材料11件，不足12件",)


def test_the_line_that_crosses_the_cap_is_cut_and_says_so():
    lines = computed(record(1), record(2), record(3), cap="80")
    assert [line.amount for line in lines] == [50, 30, 0]
    assert lines[1].remarks == ("单价50.00元，超出年度封顶部分不计",) and lines[1].is_counted
    assert lines[2].remarks == ("本年度奖补已达封顶",) and not lines[2].is_counted


def test_a_year_is_a_calendar_year_and_remembers_earlier_sheets():
    old = record(1, closed_on=date(2025, 12, 31))
    lines = computed(old, record(2), cap="60", earned={(1, 2026): Decimal(40)})
    assert [line.amount for line in lines] == [50, 20]


def test_what_other_sheets_count_and_what_the_source_refuses_earns_nothing():
    lines = computed(record(1), record(2, refusals=("协议未履行", "兼职取酬人员")), counted=["D1"])
    assert [line.remarks for line in lines] == [("同一纠纷已计入，不重复奖补",), ("协议未履行", "兼职取酬人员")]


records = st.lists(
    st.builds(
        record,
        st.integers(1, 40),
        dispute_key=st.sampled_from(["A", "B", "C", "D", "E"]),
        payee_id=st.integers(1, 3),
        closed_on=st.dates(date(2025, 12, 1), date(2026, 2, 1)),
        documents=st.integers(8, 13),
        facts=st.fixed_dictionaries({"people": st.integers(0, 20), "amount": st.decimals(0, 99999, places=2)}),
        refusals=st.sampled_from([(), (), ("协议未履行",)]),
    ),
    max_size=25,
)


@given(records, st.decimals("0.01", 900, places=2), st.sets(st.sampled_from("ABCDE"), max_size=2))
def test_one_dispute_once_and_never_above_the_cap(rows, cap, counted):
    earned = {(1, 2026): Decimal(100)}
    lines = compute(rows, GRADES, cap=cap, required_documents=12, counted=counted, earned=earned)
    assert len(lines) == len(rows)
    disputes = Counter(line.record.dispute_key for line in lines if line.is_counted)
    assert all(times == 1 for times in disputes.values()) and not set(disputes) & counted
    years = Counter(earned)
    for line in lines:
        assert line.is_counted or line.remarks
        assert not line.is_counted or (line.record.documents >= 12 and not line.record.refusals)
        assert 0 <= line.amount <= grade_of(GRADES, line.record.facts).price
        years[line.record.payee_id, line.record.closed_on.year] += line.amount
    assert all(total <= max(cap, earned.get(year, 0)) for year, total in years.items())


@given(records, st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(rows, random):
    rows = [replace(row, number=f"{row.number}-{place}") for place, row in enumerate(rows)]
    mixed = random.sample(rows, len(rows))
    assert computed(*rows, cap="500") == computed(*mixed, cap="500")
