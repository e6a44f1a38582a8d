"""The content of an application (申报书): its sections, what is missing, its figures, what changed."""

from projects.content.changes import Change, diff
from projects.content.cleaning import clean, read
from projects.content.problems import problems, problems_of
from projects.content.reading import (
    blinded,
    budget_lines,
    has_union,
    own_total,
    rows,
    shown,
    snapshot,
    total,
)
from projects.content.showing import Shown, shown_section, shown_sections
from projects.content.spec import BY_NAME, FACTS, SECTIONS, Field, Kind, Problem, Section

__all__ = [
    "BY_NAME",
    "FACTS",
    "SECTIONS",
    "Change",
    "Field",
    "Kind",
    "Problem",
    "Section",
    "Shown",
    "blinded",
    "budget_lines",
    "clean",
    "diff",
    "has_union",
    "own_total",
    "problems",
    "problems_of",
    "read",
    "rows",
    "shown",
    "shown_section",
    "shown_sections",
    "snapshot",
    "total",
]
