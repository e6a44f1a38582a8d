"""Tables of the lists."""

import django_tables2 as tables
from django.utils.functional import cached_property
from django.utils.html import format_html

from core.tables import NumberColumn, StateColumn
from core.templatetags.ui import day, number
from evaluations.enums import Grade
from evaluations.models import Evaluation, Rating, Rectification
from evaluations.scoring import grade
from projects.enums import ParameterName
from projects.parameters import History

MINOR = {"td": {"class": "minor"}}
ONE_LINE = {"td": {"class": "text-nowrap"}}


class ScoreColumn(NumberColumn):
    """Points with two places."""

    render_number = staticmethod(number("{:.2f}"))


class EvaluationTable(tables.Table):
    project = tables.Column(verbose_name="项目", linkify=lambda record: record.get_absolute_url())
    state = StateColumn(order_by="state")
    stage = tables.Column("阶段", accessor="label", order_by=("stage", "round", "pk"), attrs=ONE_LINE)
    evaluator = tables.Column(order_by="evaluator__name", attrs=ONE_LINE)
    due_on = tables.DateColumn(format="Y-m-d", attrs={"td": {"class": "date"}})
    score = ScoreColumn()
    grade = tables.Column("等级", accessor="score", orderable=False, attrs=ONE_LINE)
    organization = tables.Column(
        "实施社区", accessor="project__organization__short_name", order_by="project__organization__path", attrs=MINOR
    )
    contractor = tables.Column("承接单位", accessor="project__contractor", attrs=MINOR)

    class Meta:
        model = Evaluation
        fields = ("project", "state", "stage", "evaluator", "due_on", "score", "grade", "organization", "contractor")
        order_by = ("-due_on", "-pk")

    @cached_property
    def pass_marks(self) -> History:
        return History(ParameterName.PASS_MARK)

    def render_grade(self, value, record):
        return Grade(grade(value, self.pass_marks.on(record.project.starts_on))).label


class RectificationTable(tables.Table):
    project = tables.Column(
        verbose_name="项目", linkify=lambda record: record.get_absolute_url(), order_by=("project__name", "pk")
    )
    state = StateColumn(order_by=("state", "pk"))
    stage = tables.Column("评估", accessor="evaluation__label", orderable=False, attrs=ONE_LINE)
    due_on = tables.DateColumn(attrs={"td": {"class": "date"}}, order_by=("due_on", "pk"))
    responsible = tables.Column(order_by=("responsible__name", "pk"), attrs=ONE_LINE)
    contractor = tables.Column("承接单位", accessor="project__contractor", order_by=("project__contractor__name", "pk"))
    organization = tables.Column(
        "实施社区",
        accessor="project__organization__short_name",
        order_by=("project__organization__path", "pk"),
        attrs=MINOR,
    )

    class Meta:
        model = Rectification
        fields = ("project", "state", "stage", "due_on", "responsible", "contractor", "organization")
        order_by = ("-due_on", "-pk")

    def render_due_on(self, record):
        shown = day(record.due_on)
        return format_html('{} <span class="text-danger">逾期</span>', shown) if record.is_overdue else shown

    def value_due_on(self, record):
        return day(record.due_on)


class RatingTable(tables.Table):
    """Every order ends in the random key, so that none repeats the order of voting."""

    session = tables.Column(
        verbose_name="场次",
        linkify=lambda record: record.session.get_absolute_url(),
        order_by=("session__starts_on", "session", "id"),
    )
    score = tables.Column("满意度", order_by=("score", "id"))
    on = tables.DateColumn(format="Y-m-d", order_by=("on", "id"), attrs={"td": {"class": "date"}})
    organization = tables.Column(
        "举办社区", accessor="session__organization__short_name", order_by=("session__organization__path", "id")
    )

    class Meta:
        model = Rating
        fields = ("session", "score", "on", "organization")
        order_by = ("-session",)
