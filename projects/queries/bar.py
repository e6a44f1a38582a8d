"""Who is given nothing new for a while: contractors whose project failed or was terminated for breach of contract.

Local practice, not law (不合格取消次年资格; 违约若干年不得参加同类活动): both spans are settings of the rule centre,
and 0 means that there is no such rule.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from orgs.models import Organization
from projects import workflow
from projects.enums import ParameterName
from projects.models import Call, Project, ProjectEvent
from projects.models.project import BREACH, LIFT_BREACH
from projects.parameters import History, days, several, source


@dataclass(frozen=True)
class Bar:
    """Why, by which rule, and up to which day inclusive a contractor takes part in no call and gets no new project."""

    project: Project
    reason: str
    rule: ParameterName
    since: date
    until: date

    def __str__(self):
        return f"项目“{self.project}”{self.reason}（{self.since}），至 {self.until} 止不得申报征集批次和承接新的项目"

    def with_source(self) -> str:
        """The same with where its span comes from."""
        return f"{self}（依据：{source(self.rule)}）"


def bars_from(call: Call, contractor: Organization) -> list[Bar]:
    """What keeps ``contractor`` out of ``call``, by the rules of the day it opens."""
    return bars(contractor, timezone.localdate(call.opens_at))


def bars_of(contractors: Iterable[Organization]) -> list[Bar]:
    """The longest bar of each of ``contractors`` that has one today."""
    found = bars_among({contractor.pk for contractor in contractors}, timezone.localdate())
    return [found[key][0] for key in sorted(found)]


def announced_bars(call: Call) -> str:
    """What the announcement says about it, so that nobody writes an application in vain; empty without such a rule."""
    opened = timezone.localdate(call.opens_at)
    failed, breach = map(
        int, several(ParameterName.FAILED_BAR_YEARS, ParameterName.BREACH_BAR_YEARS, on=opened).values()
    )
    said = [f"末期评估不合格的，{'次年' if failed == 1 else f'其后{failed}个年度'}不得申报"] if failed else []
    said += [f"因承接单位违约终止的，{breach}年内不得申报"] if breach else []
    return f"以往项目{'；'.join(said)}。" if said else ""


def standing_breaches():
    """Findings of a breach nobody has taken back."""
    lifted = ProjectEvent.objects.filter(subject=OuterRef("subject"), kind=LIFT_BREACH, pk__gt=OuterRef("pk"))
    return ProjectEvent.objects.filter(~Exists(lifted), kind=BREACH)


def bars(contractor: Organization, day: date) -> list[Bar]:
    """What keeps ``contractor`` out of calls that open on ``day``, the longest first."""
    return bars_among([contractor.pk], day).get(contractor.pk, [])


def bars_among(contractors: Collection[int], day: date) -> dict[int, list[Bar]]:
    """The ``bars`` of whoever has any, by the contractor's pk, in as many queries for one as for hundreds.

    A failed final evaluation bars in so many calendar years after that of the completion, a breach for so many years
    from the termination.
    """
    spans = {
        workflow.COMPLETE.name: days(ParameterName.FAILED_BAR_YEARS, day),
        BREACH: days(ParameterName.BREACH_BAR_YEARS, day),
    }
    ended = ProjectEvent.objects.filter(kind=workflow.COMPLETE.name) | standing_breaches()
    kinds = [kind for kind, years in spans.items() if years]
    ended = ended.filter(subject__contractor__in=contractors, kind__in=kinds).select_related("subject")
    marks, found = History(ParameterName.PASS_MARK), defaultdict(list)
    for event in ended:
        bar = _bar(event, spans[event.kind])
        if day <= bar.until and (event.kind == BREACH or _failed(event.subject, marks)):
            found[event.subject.contractor_id].append(bar)
    return {key: sorted(rows, key=lambda bar: bar.until, reverse=True) for key, rows in found.items()}


def _failed(project: Project, marks: History) -> bool:
    """``Project.has_passed`` without a query for each."""
    return project.final_score is not None and project.final_score < marks.on(project.starts_on)


def _bar(event: ProjectEvent, years: int) -> Bar:
    since = timezone.localdate(event.at)
    if event.kind == BREACH:
        return Bar(
            event.subject, "因承接单位违约终止", ParameterName.BREACH_BAR_YEARS, since, _anniversary(since, years)
        )
    last = date(since.year + years, 12, 31)
    return Bar(event.subject, "末期评估不合格", ParameterName.FAILED_BAR_YEARS, since, last)


def _anniversary(day: date, years: int) -> date:
    """The same day ``years`` later; of 29 February the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
