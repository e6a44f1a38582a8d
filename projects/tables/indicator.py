"""Lists of indicators and of figures filled in by hand."""

import django_tables2 as tables
from django.db.models import Sum
from django.utils.html import format_html

from core.tables import NUMBER, StateColumn
from core.templatetags.ui import figure, percent
from projects.models import ManualActual
from projects.tables.base import MINOR, DayColumn


class FigureColumn(tables.Column):
    """A right-aligned figure with as many places as it has."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("attrs", NUMBER)
        super().__init__(*args, **kwargs)

    def render(self, value):
        return figure(value)


class IndicatorTable(tables.Table):
    """Rows are ``IndicatorProgress``. No totals: units differ, and 人数 never add up."""

    project = tables.Column(
        "项目",
        accessor="indicator__project",
        linkify=lambda record: record.indicator.project.get_part_url("indicators"),
        order_by="indicator__project__name",
    )
    flag = tables.Column("进度", accessor="lag", order_by="-lag", attrs={"td": {"class": "text-nowrap"}})
    title = tables.Column("指标", accessor="indicator__title", order_by="indicator__title")
    target = FigureColumn("目标值")
    actual = FigureColumn("完成值", order_by="actual_order", empty_values=())
    rate = FigureColumn("完成率", order_by="rate_order", empty_values=())
    expected = FigureColumn("按时间应完成", attrs={"td": {"class": "num minor"}, "th": {"class": "num"}})
    contractor = tables.Column(
        "承接单位",
        accessor="indicator__project__contractor",
        order_by="indicator__project__contractor__name",
        attrs=MINOR,
    )
    organization = tables.Column(
        "实施社区", accessor="indicator__project__organization__short_name", orderable=False, attrs=MINOR
    )

    def __init__(self, *args, sees_people: bool = True, **kwargs):
        self.sees_people = sees_people
        super().__init__(*args, **kwargs)

    def render_flag(self, record):
        if record.actual is None:
            return record.note
        if record.is_behind:
            return format_html('<span class="text-danger">滞后 {} 个百分点</span>', f"{record.lag:.0f}")
        return "正常" if record.lag > 0 else "按期或超前"

    def value_flag(self, record):
        return record.note or ("滞后" if record.is_behind else "正常")

    def render_actual(self, record):
        if record.actual is None:
            return "—"
        shown = figure(record.actual)
        url = record.url_for(sees_people=self.sees_people)
        return format_html('<a href="{}">{}</a>', url, shown) if url else shown

    def value_actual(self, record):
        return record.actual

    def render_rate(self, record):
        return percent(record.rate)

    def value_rate(self, record):
        return record.rate

    def render_expected(self, record):
        return figure(round(record.expected, 1))

    def value_expected(self, record):
        return round(record.expected, 2)


class ManualActualTable(tables.Table):
    indicator = tables.Column(
        accessor="indicator__title", linkify=lambda record: record.get_absolute_url(), order_by=("indicator", "pk"),
        footer="合计",
    )  # fmt: skip
    state = StateColumn()
    value = FigureColumn(footer=lambda table: table.shown_total())
    on = DayColumn(minor=False)
    project = tables.Column("项目", accessor="indicator__project", order_by=("indicator__project__name", "pk"))
    note = tables.Column(orderable=False, attrs=MINOR)
    evidence = tables.TemplateColumn(
        '<a href="{% url \'projects:manualactual-file\' record.pk %}">{{ record.name }}</a>', verbose_name="证明材料",
        orderable=False, exclude_from_export=True,
    )  # fmt: skip
    decide = tables.TemplateColumn(
        template_name="projects/_actual_buttons.html", verbose_name="办理", orderable=False, exclude_from_export=True
    )
    uploaded_by = tables.Column(verbose_name="填报人", attrs=MINOR, order_by=("uploaded_by__name", "pk"))

    class Meta:
        model = ManualActual
        fields = ["indicator", "state", "value", "on", "project", "note", "evidence", "decide", "uploaded_by"]
        order_by = ("-pk",)

    def shown_total(self) -> str:
        """Only figures of one indicator add up."""
        rows = self.data.data.order_by()
        if len(rows.values_list("indicator", flat=True).distinct()[:2]) > 1:
            return "选定指标后显示"
        return figure(rows.aggregate(total=Sum("value"))["total"] or 0)
