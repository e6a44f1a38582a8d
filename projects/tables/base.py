"""The classes of cells, and a day as a column."""

import django_tables2 as tables

from core.templatetags.ui import day

MINOR = {"td": {"class": "minor"}}

NO_WRAP = {"td": {"class": "text-nowrap"}}

NO_WRAP_MINOR = {"td": {"class": "text-nowrap minor"}}

KEEP = {"td": {"class": "num keep"}, "th": {"class": "num"}, "tf": {"class": "num"}}


class DayColumn(tables.Column):
    """A day on one line; hidden on phones unless it is the point of the list."""

    def __init__(self, *args, minor: bool = True, **kwargs):
        super().__init__(*args, attrs={"td": {"class": "date minor" if minor else "date"}}, **kwargs)

    def render(self, value):
        return day(value)
