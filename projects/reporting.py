"""What a progress report asks its writer, by kind; and the text as it is kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import DomainError
from projects.enums import ReportKind

LONGEST = 4000  # characters of one section


@dataclass(frozen=True)
class Section:
    """One heading of a report; ``key`` names its text in ``ProgressReport.content``."""

    key: str
    title: str
    hint: str = ""
    is_required: bool = True


WORK = Section("work", "工作进展", "按计划做了什么，完成到什么程度")
CASES = Section("cases", "典型案例", "一两个能说明成效的例子，不写服务对象的姓名和联系方式")
PROBLEMS = Section("problems", "问题与调整", "遇到什么问题，准备怎样调整；没有的写“无”")
PLAN = Section("plan", "下阶段计划", "接下来做什么，各项指标怎样完成")
GOAL = Section("goal", "目标达成论证", "对照总目标说明达成情况和依据，有前后测的写明结果")
EXPERIENCE = Section("experience", "可推广经验", "别处可以照着做的做法和适用条件")
OPINIONS = Section("opinions", "服务对象意见", "面向公众的服务验收应听取服务对象意见（政府采购法实施条例第45条）")
PUBLICITY = Section("publicity", "宣传成果", "报道、推文、宣传品；没有的写“无”")
BALANCE = Section("balance", "结余说明", "经费结余的数额、原因和处理意见；没有结余的写“无”")

SECTIONS = {
    ReportKind.MONTHLY: (WORK, PROBLEMS, Section("plan", "下月计划")),
    ReportKind.MIDTERM: (WORK, CASES, PROBLEMS, PLAN),
    ReportKind.FINAL: (WORK, CASES, PROBLEMS, EXPERIENCE, OPINIONS, PUBLICITY, BALANCE),
}


def sections_of(kind: str, results: Iterable = ()) -> list[Section]:
    """The sections of a report; a final one argues aim by aim (``results``), or for the goal where there are none."""
    sections = list(SECTIONS[ReportKind(kind)])
    if kind == ReportKind.FINAL:
        aims = [
            Section(f"result-{result.pk}", f"目标达成论证：{result.number}. {result.text}", GOAL.hint)
            for result in results
        ]
        sections[1:1] = aims or [GOAL]
    return sections


def cleaned(sections: Iterable[Section], content: dict) -> dict[str, str]:
    """The texts of ``sections`` without surrounding blanks. Raises ``DomainError`` for one that is no text, too long,
    or belongs to no section."""
    known = {section.key: section for section in sections}
    if not isinstance(content, dict) or set(content) - set(known):
        raise DomainError("报告中有不认识的章节，未保存。请刷新页面后重新填写。")
    texts = {}
    for key, text in content.items():
        if not isinstance(text, str) or len(text) > LONGEST:
            raise DomainError(f"“{known[key].title}”应是不超过{LONGEST}字的文字，请改正。")
        texts[key] = text.replace("\0", "").replace("\r\n", "\n").strip()
    return texts


def missing(sections: Iterable[Section], content: dict) -> list[str]:
    """Titles of the required sections that have no text."""
    return [section.title for section in sections if section.is_required and not content.get(section.key)]
