"""What the list of volumes shows."""

import django_tables2 as tables

from core.tables import StateColumn
from projects.models import Archive
from projects.tables.base import MINOR, NO_WRAP, NO_WRAP_MINOR, DayColumn


class ArchiveTable(tables.Table):
    number = tables.Column(linkify=True, attrs=NO_WRAP)
    state = StateColumn()
    project = tables.Column(order_by="project__name")
    contractor = tables.Column(accessor="project__contractor", verbose_name="承接单位", attrs=MINOR)
    secrecy = tables.Column(attrs=NO_WRAP_MINOR)
    sealed_at = DayColumn()
    keep_until = DayColumn()

    class Meta:
        model = Archive
        fields = ["number", "state", "project", "contractor", "secrecy", "sealed_at", "keep_until"]
