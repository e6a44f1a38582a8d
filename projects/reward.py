"""以奖代补 as arithmetic: which closed records count, at which grade, for how much. Knows no database.

One dispute counts once (同一纠纷只算一件), the grade is the first whose every condition holds, a payee's year never
exceeds the scheme's cap; the line that would cross it is cut to the rest.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from projects.money import positive_money
from projects.sources import ClosedRecord

FACTS = {"people": "涉及人数", "amount": "涉及金额（元）", "sessions": "调解次数", "days": "办理天数"}
MOST_GRADES = 8
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Grade:
    """One grade: its price in yuan and the least each named fact must come to."""

    name: str
    price: Decimal
    at_least: tuple[tuple[str, Decimal], ...] = ()

    def fits(self, facts: dict) -> bool:
        return all(number(facts.get(fact)) >= limit for fact, limit in self.at_least)

    @property
    def basis(self) -> str:
        return "、".join(f"{FACTS[fact]}不少于{limit:,f}" for fact, limit in self.at_least)


@dataclass(frozen=True)
class Line:
    """What one record earns: nothing, with the reasons, or an amount."""

    record: ClosedRecord
    grade: str = ""
    basis: str = ""
    amount: Decimal = ZERO
    remarks: tuple[str, ...] = field(default=())

    @property
    def is_counted(self) -> bool:
        return self.amount > 0


def read_grades(rows) -> list[Grade]:
    """The grades of a scheme, in order. Raises ``ValueError`` with a Chinese sentence for anything else."""
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_GRADES:
        raise ValueError(f"等级应有 1 到 {MOST_GRADES} 个，请核对。")
    grades = [read_grade(row) for row in rows]
    if len({grade.name for grade in grades}) < len(grades):
        raise ValueError("等级名称不能重复，请核对。")
    if grades[-1].at_least or any(not grade.at_least for grade in grades[:-1]):
        raise ValueError("最后一个等级不设条件（兜底），其余等级都要有条件，请核对。")
    return grades


def read_grade(row) -> Grade:
    if not isinstance(row, dict) or not isinstance(row.get("when", []), list):
        raise ValueError("等级格式不对，请填写名称、单价和条件。")
    name = str(row.get("name", "")).strip()
    if not 1 <= len(name) <= 20:
        raise ValueError("等级名称为 1 到 20 个字，请核对。")
    return Grade(
        name, positive_money(row.get("price", "")), tuple(read_condition(when) for when in row.get("when", []))
    )


def read_condition(when) -> tuple[str, Decimal]:
    if not isinstance(when, dict) or when.get("fact") not in FACTS:
        raise ValueError(f"等级条件只能用：{'、'.join(FACTS.values())}。")
    return when["fact"], positive_money(when.get("at_least", ""))


def written(grades: Iterable[Grade]) -> list[dict]:
    """The grades as the scheme keeps them."""
    return [
        {
            "name": grade.name,
            "price": str(grade.price),
            "when": [{"fact": fact, "at_least": str(limit)} for fact, limit in grade.at_least],
        }
        for grade in grades
    ]


def number(value) -> Decimal:
    """A fact as a number; one that is missing is zero."""
    return Decimal(str(value)) if value is not None else ZERO


def grade_of(grades: list[Grade], facts: dict) -> Grade:
    """The first that fits; the last one always does."""
    return next(grade for grade in grades if grade.fits(facts))


def compute(
    records: Iterable[ClosedRecord],
    grades: list[Grade],
    *,
    cap: Decimal,
    required_documents: int,
    counted: Iterable[str] = (),
    earned: dict[tuple[int, int], Decimal] | None = None,
) -> list[Line]:
    """One line for each record, by day of closing and number, whatever order they come in.

    ``counted`` are disputes other live sheets count already; ``earned`` what each (payee, year) has so far.
    """
    counted, earned = set(counted), dict(earned or {})
    lines = []
    for record in sorted(records, key=in_order):
        line = judge(record, grades, required_documents, counted, cap - earned.get(year_of(record), ZERO))
        if line.is_counted:
            counted.add(record.dispute_key)
            earned[year_of(record)] = earned.get(year_of(record), ZERO) + line.amount
        lines.append(line)
    return lines


def in_order(record: ClosedRecord) -> tuple:
    return record.closed_on, record.number, record.dispute_key, record.payee_id, record.documents, record.basis


def year_of(record: ClosedRecord) -> tuple[int, int]:
    return record.payee_id, record.closed_on.year


def judge(record: ClosedRecord, grades, required_documents: int, counted: set[str], left: Decimal) -> Line:
    """One record against what is counted already and what is left of the payee's year."""
    grade = grade_of(grades, record.facts)
    basis = "；".join(part for part in (record.basis, grade.basis) if part)
    remarks = [*record.refusals]
    if record.documents < required_documents:
        remarks.append(f"卷宗材料{record.documents}件，不足{required_documents}件")
    if record.dispute_key in counted:
        remarks.append("同一纠纷已计入，不重复奖补")
    if not remarks and left <= 0:
        remarks.append("本年度奖补已达封顶")
    if remarks:
        return Line(record, grade.name, basis, ZERO, tuple(remarks))
    cut = (f"单价{grade.price:,.2f}元，超出年度封顶部分不计",) if left < grade.price else ()
    return Line(record, grade.name, basis, min(grade.price, left), cut)
