"""One timeline of everything that happened to a project, its contract, money, reports and volume."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from core.models import Event
from projects.enums import ChangeKind, ReportKind
from projects.models import (
    ArchiveEvent,
    ChangeEvent,
    ContractEvent,
    InstalmentEvent,
    ProgressReportEvent,
    Project,
    ProjectEvent,
    SettlementEvent,
)
from projects.models.archive import KEEPERS
from projects.queries.room import may_see, roles_on


@dataclass(frozen=True)
class Moment:
    """One event as the timeline shows it."""

    at: datetime
    label: str
    by: str
    from_label: str
    to_label: str
    note: str


@dataclass(frozen=True)
class Source:
    """One table of events: the way to the project, what tells its records apart, and the section it belongs to."""

    events: type[Event]
    path: str
    part: str  # "" is for everybody
    about: object
    name: Callable[[str], str]


def of_change(text: str) -> str:
    return ChangeKind(text).label


def of_report(text: str) -> str:
    """Called as ``ProgressReport.label`` calls it: 2026年3月月报."""
    kind, _, begins = text.partition(":")
    year, month, _ = begins.split("-")
    return f"{year}年{int(month)}月月报" if kind == ReportKind.MONTHLY else ReportKind(kind).label


REPORT = Concat(F("subject__kind"), Value(":"), Cast("subject__starts_on", CharField()), output_field=CharField())
SOURCES = (
    Source(ProjectEvent, "subject", "", Value("", CharField()), lambda text: ""),
    Source(ContractEvent, "subject__project", "contract", Value("", CharField()), lambda text: "合同"),
    Source(InstalmentEvent, "subject__project", "money", Cast("subject__number", CharField()),
           lambda text: f"第{text}期款"),
    Source(ChangeEvent, "subject__project", "changes", F("subject__kind"), of_change),
    Source(ProgressReportEvent, "subject__project", "reports", REPORT, of_report),
    Source(SettlementEvent, "subject__project", "settlement", Value("", CharField()), lambda text: "决算"),
    Source(ArchiveEvent, "subject__project", "archive", Value("", CharField()), lambda text: "案卷"),
)  # fmt: skip
COLUMNS = ("number", "pk", "about", "kind", "from_state", "to_state", "note", "at", "person")


def timeline(project: Project, user, limit: int = 30) -> list[Moment]:
    """The latest events of the sections the reader sees, newest first, in one query."""
    seen = [number for number, source in enumerate(SOURCES) if is_for(user, project, source)]
    rows = [events_of(number, project) for number in seen]
    found = rows[0].union(*rows[1:], all=True).order_by("-at", "-number", "-pk")[:limit]
    return [moment(*row) for row in found]


def is_for(user, project: Project, source: Source) -> bool:
    """SECURITY: what was put into a volume is told to its keepers; titles may name experts or objections."""
    if source.events is ArchiveEvent:
        return bool(roles_on(user, project) & set(KEEPERS))
    return not source.part or may_see(user, project, source.part)


def events_of(number: int, project: Project):
    source = SOURCES[number]
    rows = source.events.objects.filter(**{source.path: project}).order_by()  # unscoped: the page scoped the project
    if source.events is ProgressReportEvent:
        rows = rows.exclude(kind="create")  # a year's plan at once would hide what happened
    return rows.annotate(number=Value(number), about=source.about, person=F("by__name")).values_list(*COLUMNS)


def moment(number: int, pk: int, about: str, kind: str, before: str, after: str, note: str, at, person) -> Moment:
    source = SOURCES[number]
    event = source.events(kind=kind, from_state=before, to_state=after)
    name = source.name(about)
    label = f"{name}：{event.label}" if name else event.label
    return Moment(at, label, person or "系统", event.from_label, event.to_label, note)
