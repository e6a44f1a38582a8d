"""The sections of the 申报书: which fields, in which words. Forms, problems, diff, page and Word file all read this."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices

from orgs.enums import ServiceGroup
from projects.enums import (
    AssessmentLevel,
    BudgetCategory,
    BudgetSource,
    Measure,
    ServiceForm,
    Statement,
    UnionForm,
    YesNo,
)

MOST = 10_000_000  # what the integer columns of plans and figures are trusted with


class Kind(StrEnum):
    """What a field holds, and how it is kept in JSON."""

    TEXT = "text"
    LONG = "long"
    INTEGER = "integer"
    NUMBER = "number"  # decimal, kept as text
    MONEY = "money"  # yuan, kept as text with two places
    DATE = "date"  # ISO text
    MONTH = "month"  # "2026-03"
    CHOICE = "choice"
    CHOICES = "choices"
    NEED = "need"  # the key of one of the application's needs
    OBJECTIVE = "objective"  # the number of an objective
    SERVICE = "service"  # the number of a service
    RECORD = "record"  # a column of the application that refers to one record
    RECORDS = "records"


@dataclass(frozen=True)
class Field:
    """One question. ``column`` fields live in the model; ``named`` ones tell who applies (hidden in a blind review)."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = True
    most: int = 60  # characters of a text, or the largest number
    least: int = 0
    choices: type[TextChoices] | None = None
    help: str = ""
    unit: str = ""
    column: bool = False
    named: bool = False


@dataclass(frozen=True)
class Section:
    """One part of the 申报书: groups of questions and, where there are any, rows. ``key`` tells rows apart."""

    name: str
    label: str
    groups: tuple[tuple[str, tuple[Field, ...]], ...] = ()
    rows: tuple[Field, ...] = ()
    row_label: str = ""
    key: tuple[str, ...] = ()
    most_rows: int = 40
    hint: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(one for _, fields in self.groups for one in fields)


def text(name: str, label: str, most: int = 60, **options) -> Field:
    return Field(name, label, Kind.TEXT, most=most, **options)


def long(name: str, label: str, most: int = 2000, **options) -> Field:
    return Field(name, label, Kind.LONG, most=most, **options)


def whole(name: str, label: str, least: int = 1, **options) -> Field:
    return Field(name, label, Kind.INTEGER, least=least, most=options.pop("most", MOST), **options)


def choice(name: str, label: str, choices: type[TextChoices], **options) -> Field:
    return Field(name, label, Kind.CHOICE, choices=choices, **options)


PROJECT = (
    text("name", "项目名称", column=True),
    Field("organization", "主要实施社区", Kind.RECORD, column=True, help="须是所选需求的提出社区"),
    Field("communities", "实施社区", Kind.RECORDS, column=True, help="可多选，包括主要实施社区"),
    Field("starts_on", "开始日期", Kind.DATE, column=True),
    Field("ends_on", "结束日期", Kind.DATE, column=True),
    Field("worker", "执行社工", Kind.RECORD, column=True, named=True),
    text("partners", "合作单位", 200, required=False, named=True),
)
LEADER = (
    text("leader", "项目负责人", 30, named=True),
    text("leader_phone", "联系电话", 20, named=True),
    text("leader_title", "职称或职务", 30, required=False),
    text("leader_certificate", "社会工作者证书号", 40, required=False, named=True),
)
UNIT = (
    text("credit_code", "统一社会信用代码", 18, named=True),
    text("registered_with", "登记机关", named=True),
    Field("registered_on", "成立日期", Kind.DATE, named=True),
    text("legal_representative", "法定代表人", 30, named=True),
    Field("registered_until", "登记证书有效期至", Kind.DATE, required=False),
    text("bank", "开户银行", required=False, named=True),
    text("bank_account", "银行账号", 40, required=False, named=True),
    choice("tax_free", "非营利组织免税资格", YesNo, required=False),
)
QUALIFICATION = (
    text("annual_checks", "近两年年检结论", 100, help="例如 2024年合格，2025年合格"),
    choice("assessment_level", "社会组织评估等级", AssessmentLevel),
    Field("assessment_until", "评估等级有效期至", Kind.DATE, required=False),
    choice("is_listed", "列入活动异常名录或严重违法失信名单", YesNo),
    long("penalties", "近三年行政处罚", 500, help="没有请填“无”"),
    whole("staff", "专职人员", 0, unit="人"),
    whole("assistants", "助理社会工作师", 0, unit="人"),
    whole("social_workers", "社会工作师", 0, unit="人"),
    whole("senior_workers", "高级社会工作师", 0, unit="人"),
    long("experience", "同类项目业绩", required=False),
)
UNION = (
    choice("party_organization", "已建立党组织", YesNo),
    choice("union_form", "建会形式", UnionForm, help="同等条件下优先已建会的社会组织"),
)
FACTS = (*LEADER, *UNIT, *QUALIFICATION, *UNION)  # what the next application of the same organization starts from

BASIC = Section(
    "basic", "基本信息",
    groups=(
        ("项目", PROJECT), ("项目负责人", LEADER), ("申报单位", UNIT), ("资质与能力", QUALIFICATION),
        ("党建与建会", UNION),
    ),
)  # fmt: skip
BACKGROUND = Section(
    "background", "背景与需求",
    groups=(
        ("", (
            Field("needs", "对应需求", Kind.RECORDS, column=True, help="可多选已核实的需求；多家单位可以申报同一条"),
            long("background", "背景与需求分析"),
            long("data_sources", "数据来源", 500, help="调查时间、方式和主要发现"),
            whole("sample_size", "样本量", required=False),
        )),
    ),
)  # fmt: skip
BENEFICIARIES = Section(
    "beneficiaries", "服务对象",
    rows=(
        choice("group", "类别", ServiceGroup),
        text("description", "特征与范围", 200, required=False),
        whole("people", "预计人数", unit="人"),
    ),
    row_label="服务对象", key=("group",),
)  # fmt: skip
OBJECTIVES = Section(
    "objectives", "目标与指标",
    groups=(("", (long("goal", "总目标"),)),),
    rows=(
        whole("number", "编号", most=99),
        text("text", "分目标", 200),
        Field("need", "对应需求", Kind.NEED),
        text("name", "成效指标", help="人工填报的指标要写明；能自动统计的可不填", required=False),
        choice("measure", "统计方式", Measure),
        text("method", "测量方法", 200),
        Field("baseline", "基线", Kind.NUMBER, required=False),
        whole("target", "目标值"),
    ),
    row_label="分目标与指标", key=("number", "measure", "name"),
    hint="一个分目标有多项指标的，各占一行，编号相同。",
)  # fmt: skip
SERVICES = Section(
    "services", "服务内容",
    rows=(
        whole("number", "编号", most=99),
        text("name", "服务内容"),
        choice("form", "形式", ServiceForm),
        whole("sessions", "场次", most=9999, unit="场"),
        whole("people", "每场人数", most=99_999, unit="人"),
        whole("minutes", "每场时长", most=1440, unit="分钟"),
        text("place", "地点"),
        text("frequency", "频次", 30),
        Field("objective", "对应目标", Kind.OBJECTIVE),
    ),
    row_label="服务", key=("number",),
)  # fmt: skip
SCHEDULE = Section(
    "schedule", "进度",
    rows=(
        text("task", "工作内容", 100),
        Field("start", "开始月份", Kind.MONTH),
        Field("end", "结束月份", Kind.MONTH),
    ),
    row_label="阶段", key=("task",),
)  # fmt: skip
TEAM = Section(
    "team", "团队",
    rows=(
        text("name", "姓名", 30, named=True),
        text("identity", "身份", 30, help="例如 专职社工、督导"),
        text("qualification", "资质", required=False),
        whole("share", "投入工时占比", most=100, unit="%"),
        text("duty", "分工", 100),
    ),
    row_label="成员", key=("name",),
)  # fmt: skip
LINKAGE = Section(
    "linkage", "志愿者与党建工会联建",
    groups=(
        ("", (
            whole("volunteers", "志愿者人数", 0, unit="人"),
            long("volunteer_plan", "志愿者计划"),
            long("party_plan", "党建安排"),
            long("union_plan", "工会联建安排"),
        )),
    ),
)  # fmt: skip
RISKS = Section(
    "risks", "风险与可持续",
    groups=(
        ("", (
            long("risks", "风险"),
            long("responses", "应对预案"),
            long("sustainability", "可持续性"),
            long("innovation", "创新点", required=False),
        )),
    ),
)  # fmt: skip
BUDGET = Section(
    "budget", "预算",
    rows=(
        choice("category", "科目", BudgetCategory),
        text("item", "明细"),
        text("unit", "单位", 10),
        Field("unit_price", "单价", Kind.MONEY, unit="元"),
        whole("quantity", "数量"),
        whole("times", "频次", required=False, most=9999, help="不填为1次"),
        Field("service", "对应服务", Kind.SERVICE, required=False),
        choice("source", "资金来源", BudgetSource),
        text("basis", "测算依据", 200, required=False),
    ),
    row_label="预算", key=("category", "item", "source"), most_rows=60,
)  # fmt: skip
OUTCOMES = Section(
    "outcomes", "预期成果与承诺",
    groups=(
        ("预期成果", (long("outputs", "预期成果物"),)),
        ("承诺", (
            Field("statements", "本单位承诺", Kind.CHOICES, choices=Statement),
            text("signatory", "承诺人", 30, named=True),
        )),
    ),
)  # fmt: skip

SECTIONS = (
    BASIC, BACKGROUND, BENEFICIARIES, OBJECTIVES, SERVICES, SCHEDULE, TEAM, LINKAGE, RISKS, BUDGET, OUTCOMES,
)  # fmt: skip
BY_NAME: dict[str, Section] = {section.name: section for section in SECTIONS}


@dataclass(frozen=True)
class Problem:
    """What an application lacks, and where to write it."""

    section: str
    text: str
    field: str = ""
    row: int | None = None

    def __str__(self):
        return f"{BY_NAME[self.section].label}：{self.text}"
