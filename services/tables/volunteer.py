"""Tables of the lists: volunteers, teams and trainings."""

import django_tables2 as tables
from django.template.loader import get_template

from core.tables import NumberColumn, StateColumn
from orgs.tables import personal_page
from services.models import Team, Training, Volunteer
from services.tables.columns import DATE, MINOR, NO_WRAP, by, link
from services.tables.hour import HoursColumn


class VolunteerTable(tables.Table):
    person = tables.Column(
        "姓名", accessor="shown_name", order_by=by("shown_name"), linkify=personal_page, footer="合计"
    )
    state = StateColumn(order_by=by("state"))
    number = tables.Column("编号", order_by=by("number"), attrs=NO_WRAP)
    phone = tables.Column("手机号", accessor="shown_phone", orderable=False, attrs=NO_WRAP)
    skills = tables.Column("技能", accessor="skill_labels", orderable=False, attrs=MINOR)
    team = tables.Column("队伍", accessor="team__name", order_by=by("team__name"), attrs=MINOR)
    organization = tables.Column("登记组织", accessor="organization__short_name", order_by=by("organization__path"))
    hours = HoursColumn("服务时长", total=True, order_by=by("hours"))
    stars = NumberColumn("星级", order_by=by("stars"))
    registered_on = tables.DateColumn(format="Y-m-d", order_by=by("registered_on"), attrs=DATE)

    class Meta:
        model = Volunteer
        fields = (
            "person", "state", "number", "phone", "skills", "team", "organization", "hours", "stars", "registered_on",
        )  # fmt: skip
        order_by = ("-registered_on",)


def team_badge(team: Team) -> dict:
    """How a team's standing is shown, in its list and on its page."""
    return {"state": "active", "label": "活动中"} if team.is_active else {"state": "left", "label": "已停止"}


class TeamTable(tables.Table):
    name = tables.Column(linkify=link, order_by=by("name"), footer="合计")
    is_active = tables.Column("状态", order_by=by("is_active"))
    kind = tables.Column(order_by=by("kind"))
    organization = tables.Column(accessor="organization__short_name", order_by=by("organization__path"))
    leader = tables.Column(orderable=False)
    qualification = tables.Column(orderable=False, attrs=MINOR)
    formal_members = NumberColumn(total=True, order_by=by("formal_members"))
    members = NumberColumn("志愿者", total=True, order_by=by("members"))

    class Meta:
        model = Team
        fields = (
            "name", "is_active", "kind", "organization", "leader", "qualification", "formal_members", "members",
        )  # fmt: skip
        order_by = ("name",)

    def render_is_active(self, record):
        return get_template("components/_state_badge.html").render(team_badge(record))

    def value_is_active(self, record):
        return team_badge(record)["label"]


class TrainingTable(tables.Table):
    name = tables.Column(linkify=link, order_by=by("name"), footer="合计")
    held_on = tables.DateColumn(format="Y-m-d", order_by=by("held_on"), attrs=DATE)
    organization = tables.Column("培训单位", accessor="organization__short_name", order_by=by("organization__path"))
    lecturer = tables.Column(orderable=False, attrs=MINOR)
    hours = HoursColumn("时长（小时）", order_by=by("hours"))
    attended = NumberColumn("参加志愿者", total=True, order_by=by("attended"))

    class Meta:
        model = Training
        fields = ("name", "held_on", "organization", "lecturer", "hours", "attended")
        order_by = ("-held_on",)
