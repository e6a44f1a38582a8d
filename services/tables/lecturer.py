"""Tables of the lists: lecturers."""

import django_tables2 as tables
from django.template.loader import get_template

from core.tables import NumberColumn
from core.templatetags.ui import day
from services.models import Lecturer
from services.tables.columns import DATE, MINOR, by, link


def lecturer_badge(row: Lecturer) -> dict:
    """How a lecturer's standing is shown, in the list and on the page."""
    state = "registered" if row.is_schedulable else "waiting" if row.is_active else "left"
    return {"state": state, "label": row.standing}


class LecturerTable(tables.Table):
    name = tables.Column(linkify=link, order_by=by("name"))
    standing = tables.Column("状态", orderable=False)
    title = tables.Column(orderable=False)
    topics = tables.Column(orderable=False, attrs=MINOR)
    organization = tables.Column(order_by=by("organization__name"), attrs=MINOR)
    passed_on = tables.Column("试讲通过", order_by=by("passed_on"), attrs=DATE)
    lectures = NumberColumn("已讲场次", order_by=by("lectures"))

    class Meta:
        model = Lecturer
        fields = ("name", "standing", "title", "topics", "organization", "passed_on", "lectures")

    def render_standing(self, record):
        return get_template("components/_state_badge.html").render(lecturer_badge(record))

    def value_standing(self, value):
        return value

    def render_passed_on(self, value):
        return day(value)
